import { ShapeError } from "../errors.js";
import { type Asking, answered } from "./asking.js";
import { leastSquaresOfHessenberg } from "./hessenberg.js";
import { add, dot, norm, plus, scaled } from "./vectors.js";

export interface KrylovOptions {
  /** Stop at |b - A x| <= tolerance |b|; default: 1e-6. */
  readonly tolerance?: number;
  /** Products with A in a cycle, those with `augment` included; default: 20. */
  readonly inner?: number;
  /** Cycles; default: 1. */
  readonly cycles?: number;
  /** Fewer than `inner` directions that the first cycle searches before those of Krylov, such as corrections of earlier systems. */
  readonly augment?: readonly Float64Array[];
  /** z with M z = v, for an M near A (on the right: residuals stay those of A). */
  readonly precondition?: (v: Float64Array) => Float64Array;
}

/** An approximate solution of A x = b. */
export interface KrylovResult {
  readonly solution: Float64Array;
  /** |b - A x| / |b| as the process of Arnoldi has it; 0 for b = 0. */
  readonly residual: number;
  /** Products with A. */
  readonly products: number;
  readonly status: "converged" | "iteration-limit" | "stalled" | "non-finite";
}

/** How many corrections a cycle has from those before it: Baker, Jessup and Manteuffel find 3 enough. */
const KEPT = 3;

/**
 * Solution of A x = b by flexible GMRES with augmentation: |b - A x| is minimised over the directions tried so far, which are
 * the given ones and then those of Krylov, v, A v, ... A later cycle searches those of Krylov and then the corrections of the three
 * cycles before it, which is LGMRES; their products are known, as each is what the residual lost.
 *
 * @param product v -> A v, linear.
 * @throws ShapeError if a direction has not the length of b, or there are not fewer of them than `inner`.
 *
 * O(inner) products and O(inner^2 n) time a cycle, O(inner n) memory. Saad and Schultz 1986; Saad 1993 (flexible); Baker, Jessup
 * and Manteuffel 2005 (LGMRES).
 */
export function gmres(
  product: (v: Float64Array) => Float64Array,
  b: Float64Array,
  options: KrylovOptions = {},
): KrylovResult {
  return answered(gmresSteps(b, options), product);
}

/** `gmres` that asks for each product: it yields v and is sent A v. */
export function* gmresSteps(
  b: Float64Array,
  options: KrylovOptions = {},
): Asking<Float64Array, KrylovResult> {
  const { tolerance = 1e-6, inner = 20, cycles = 1, augment = [] } = options;
  requireDirections(augment, b.length, inner);
  const size = norm(b);
  let solution: Float64Array = new Float64Array(b.length);
  let residual = b;
  let products = 0;
  let kept: readonly Kept[] = [];
  const ended = (status: KrylovResult["status"], left: number): KrylovResult => ({
    solution,
    residual: size === 0 ? 0 : left / size,
    products,
    status,
  });
  if (!(size < Infinity)) return ended("non-finite", size);
  let left = size;
  for (let cycle = 0; cycle < cycles && left > tolerance * size; cycle++) {
    const given = cycle === 0 ? augment : [];
    const found = yield* searched(residual, { ...options, goal: tolerance * size, inner, given, kept });
    products += found.products;
    if (!found.finite) return ended("non-finite", left);
    solution = plus(solution, found.correction);
    kept = [keptOf(found.correction, plus(residual, found.residual, -1)), ...kept].slice(0, KEPT);
    residual = found.residual;
    const before = left;
    left = norm(residual);
    if (left >= before) return ended("stalled", left);
  }
  return ended(left <= tolerance * size ? "converged" : "iteration-limit", left);
}

function requireDirections(augment: readonly Float64Array[], length: number, inner: number): void {
  if (augment.length > 0 && augment.length >= inner) {
    throw new ShapeError(
      `a cycle of ${inner} products is to begin with ${augment.length} given directions; give fewer, so that it has some of Krylov`,
      { expected: inner - 1, found: augment.length },
    );
  }
  for (const direction of augment) {
    if (direction.length === length) continue;
    throw new ShapeError(`a direction has ${direction.length} entries, the right side ${length}`, {
      expected: length,
      found: direction.length,
    });
  }
}

/** A direction whose product with A is known. */
interface Kept {
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

function keptOf(correction: Float64Array, image: Float64Array): Kept {
  const size = norm(correction);
  return { direction: scaled(correction, 1 / size), image: scaled(image, 1 / size) };
}

/** What a cycle searches: `inner` directions, the given ones and then those of Krylov, and then those that are kept. */
interface Search extends Pick<KrylovOptions, "precondition"> {
  /** The residual that is enough. */
  readonly goal: number;
  readonly inner: number;
  readonly given: readonly Float64Array[];
  readonly kept: readonly Kept[];
}

interface Searched {
  readonly correction: Float64Array;
  readonly residual: Float64Array;
  readonly products: number;
  readonly finite: boolean;
}

/** One cycle: the correction among the directions that leaves the least residual. */
function* searched(
  start: Float64Array,
  { goal, inner, given, kept, precondition = (v) => v }: Search,
): Asking<Float64Array, Searched> {
  const size = norm(start);
  const basis: Float64Array[] = [scaled(start, 1 / size)];
  const directions: Float64Array[] = [];
  const columns: Float64Array[] = [];
  let answer = leastSquaresOfHessenberg(columns, size);
  let products = 0;
  while (products < inner && answer.residual > goal) {
    const j = directions.length;
    const known = given[j];
    // Krylov's begin with the residual that the cycle started with
    const direction = known ?? precondition(j === given.length ? basis[0]! : basis[j]!);
    const { finite, closed } = taken(direction, yield direction);
    products++;
    if (!finite) return finished(false);
    if (closed && known === undefined) break;
  }
  for (const { direction, image } of kept) {
    if (answer.residual <= goal) break;
    taken(direction, image);
  }
  return finished(true);

  /** Searches one more direction. Closed: its image is in the span of the others, the space is invariant or it was not new. */
  function taken(direction: Float64Array, image: Float64Array) {
    const { rest, column } = orthogonalised(image, basis);
    const length = column[basis.length]!;
    if (!(length < Infinity)) return { finite: false, closed: false };
    directions.push(direction);
    columns.push(column);
    answer = leastSquaresOfHessenberg(columns, size);
    const closed = !(length > 1e-14 * norm(image));
    basis.push(closed ? new Float64Array(start.length) : scaled(rest, 1 / length));
    return { finite: true, closed };
  }

  function finished(finite: boolean): Searched {
    const correction = new Float64Array(start.length);
    const residual = start.slice();
    answer.coefficients.forEach((c, j) => {
      add(correction, directions[j]!, c);
      columns[j]!.forEach((h, i) => {
        add(residual, basis[i]!, -c * h);
      });
    });
    return { correction, residual, products, finite };
  }
}

/** What is left of a vector beside an orthonormal basis, with its coefficients and, last, its length (Gram and Schmidt, twice). */
export function orthogonalised(
  image: Float64Array,
  basis: readonly Float64Array[],
): { readonly rest: Float64Array; readonly column: Float64Array } {
  const rest = image.slice();
  const column = new Float64Array(basis.length + 1);
  for (let pass = 0; pass < 2; pass++) {
    basis.forEach((v, i) => {
      const along = dot(v, rest);
      column[i]! += along;
      add(rest, v, -along);
    });
  }
  column[basis.length] = norm(rest);
  return { rest, column };
}
