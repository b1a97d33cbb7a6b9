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
  /** Directions that a cycle searches before those of Krylov, such as the corrections of earlier cycles and solves. */
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

/**
 * Solution of A x = b by flexible GMRES with augmentation: |b - A x| is minimised over the directions tried so far, which are
 * the given ones and then those of Krylov, v, A v, ... Between cycles the correction of the last one is kept as a direction, which
 * is LGMRES.
 *
 * @param product v -> A v, linear.
 * @throws ShapeError if a direction has not the length of b.
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
  for (const direction of augment) {
    if (direction.length === b.length) continue;
    throw new ShapeError(`a direction has ${direction.length} entries, the right side ${b.length}`, {
      expected: b.length,
      found: direction.length,
    });
  }
  const size = norm(b);
  let solution: Float64Array = new Float64Array(b.length);
  let residual = b;
  let products = 0;
  let kept = augment;
  const ended = (status: KrylovResult["status"], left: number): KrylovResult => ({
    solution,
    residual: size === 0 ? 0 : left / size,
    products,
    status,
  });
  if (!(size < Infinity)) return ended("non-finite", size);
  let left = size;
  for (let cycle = 0; cycle < cycles && left > tolerance * size; cycle++) {
    const found = yield* searched(residual, tolerance * size, inner, kept, options.precondition);
    products += found.products;
    if (!found.finite) return ended("non-finite", left);
    solution = plus(solution, found.correction);
    residual = found.residual;
    const before = left;
    left = norm(residual);
    if (left >= before) return ended("stalled", left);
    kept = [...kept, scaled(found.correction, 1 / norm(found.correction))];
  }
  return ended(left <= tolerance * size ? "converged" : "iteration-limit", left);
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
  goal: number,
  inner: number,
  augment: readonly Float64Array[],
  precondition: (v: Float64Array) => Float64Array = (v) => v,
): Asking<Float64Array, Searched> {
  const size = norm(start);
  const basis: Float64Array[] = [scaled(start, 1 / size)];
  const directions: Float64Array[] = [];
  const columns: Float64Array[] = [];
  let answer = leastSquaresOfHessenberg(columns, size);
  for (let j = 0; j < inner; j++) {
    // directions first; then Krylov's, from the residual that the cycle started with
    const known = augment[j];
    const direction = known ?? precondition(j === augment.length ? basis[0]! : basis[j]!);
    const image = yield direction;
    const { rest, column } = orthogonalised(image, basis);
    if (!(column[j + 1]! < Infinity)) return finished(false, j + 1);
    directions.push(direction);
    columns.push(column);
    answer = leastSquaresOfHessenberg(columns, size);
    // an image within the span of the others: the space is invariant (or the direction was not new)
    const closed = !(column[j + 1]! > 1e-14 * norm(image));
    basis.push(closed ? new Float64Array(start.length) : scaled(rest, 1 / column[j + 1]!));
    if (answer.residual <= goal || (closed && known === undefined)) break;
  }
  return finished(true, directions.length);

  function finished(finite: boolean, products: number): Searched {
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
