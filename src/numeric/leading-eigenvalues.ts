import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { ShapeError } from "../errors.js";
import { type Asking, answered } from "./asking.js";
import { orthogonalised } from "./gmres.js";
import { norm, scaled } from "./vectors.js";

/** An eigenvalue of a matrix that need not be symmetric. */
export interface Eigenvalue {
  readonly real: number;
  readonly imaginary: number;
  readonly modulus: number;
  /** |A x - value x| of the approximate eigenvector x of length 1. */
  readonly residual: number;
}

export interface ArnoldiOptions {
  /** Eigenvalues wanted; default: 6. */
  readonly count?: number;
  /** Products with A; default: 20. The more, the better the values. */
  readonly products?: number;
  /** The space counts as closed by a product of which no larger share is new: larger than the errors of products; default: 1e-14. */
  readonly closed?: number;
}

/**
 * The eigenvalues of largest modulus of a linear map, approximated by those of its projection on v, A v, A^2 v, ... (Arnoldi).
 *
 * @param start v; what it has nothing of is not found.
 * @returns sorted by modulus, largest first; complex ones in pairs, so that there may be one more than asked for. Fewer than asked for if the space closes earlier.
 * @throws ShapeError if v is zero or not finite, or a number is out of its range.
 *
 * O(products^2 n) time, O(products n) memory. Saad 2011, section 6.2.
 */
export function leadingEigenvalues(
  product: (v: Float64Array) => Float64Array,
  start: Float64Array,
  options: ArnoldiOptions = {},
): Eigenvalue[] {
  return answered(leadingEigenvaluesSteps(start, options), product);
}

/** `leadingEigenvalues` that asks for each product: it yields v, of length 1, and is sent A v. */
export function* leadingEigenvaluesSteps(
  start: Float64Array,
  { count = 6, products = 20, closed = 1e-14 }: ArnoldiOptions = {},
): Asking<Float64Array, Eigenvalue[]> {
  const size = norm(start);
  if (!(size > 0 && size < Infinity)) {
    throw new ShapeError(`the length of the first vector is ${size}; it must be positive and finite`, {
      found: size,
    });
  }
  if (!(Number.isSafeInteger(products) && products >= 1 && Number.isSafeInteger(count) && count >= 1)) {
    throw new ShapeError(
      `${count} eigenvalues of ${products} products; both must be whole numbers of at least 1`,
      {
        found: count,
      },
    );
  }
  const basis = [scaled(start, 1 / size)];
  const columns: Float64Array[] = [];
  while (columns.length < Math.min(products, start.length)) {
    const image = yield basis[columns.length]!;
    const { rest, column } = orthogonalised(image, basis);
    columns.push(column);
    const left = column[basis.length]!;
    if (!(left > closed * norm(image))) break; // its eigenvalues are those of the map, as far as that goes
    basis.push(scaled(rest, 1 / left));
  }
  const all = eigenvaluesOfHessenberg(columns);
  const [last, next] = [all[count - 1], all[count]];
  const cut = last && next && last.imaginary !== 0 && last.imaginary === -next.imaginary;
  return all.slice(0, cut && last.real === next.real ? count + 1 : count);
}

/** Eigenvalues of the square part, with the residuals that the last entry below it makes. */
function eigenvaluesOfHessenberg(columns: readonly Float64Array[]): Eigenvalue[] {
  const n = columns.length;
  const square = MlMatrix.zeros(n, n);
  columns.forEach((column, j) => {
    for (let i = 0; i <= Math.min(j + 1, n - 1); i++) square.set(i, j, column[i]!);
  });
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(square, {
    assumeSymmetric: false,
  });
  const below = columns[n - 1]![n]!;
  return realEigenvalues
    .map((real, k) => {
      const imaginary = imaginaryEigenvalues[k]!;
      // a pair has the real and the imaginary part of its vector in two columns
      const other = imaginary === 0 ? k : imaginary > 0 ? k + 1 : k - 1;
      const used = other === k ? [k] : [k, other];
      const squares = (rows: readonly number[]): number =>
        rows.reduce(
          (sum, i) => sum + used.reduce((part, c) => part + eigenvectorMatrix.get(i, c) ** 2, 0),
          0,
        );
      const last = squares([n - 1]) / squares(columns.map((_, i) => i));
      return {
        real,
        imaginary,
        modulus: Math.sqrt(real ** 2 + imaginary ** 2),
        residual: below * Math.sqrt(last),
      };
    })
    .sort((a, b) => b.modulus - a.modulus);
}
