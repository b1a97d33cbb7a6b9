import { multiplyTransposed } from "../../numeric/gram.js";
import { type Matrix, matrix } from "../../numeric/matrix.js";
import { symmetricEigen } from "../../numeric/symmetric-eigen.js";

/** S^(1/2) and the root of the pseudo-inverse of a symmetric matrix without negative eigenvalues. */
export interface SymmetricRoots {
  readonly root: Matrix;
  readonly inverseRoot: Matrix;
  readonly rank: number;
}

/** Eigenvalues below d times this part of the largest are rounding, and count as 0. */
const RANK_ROUNDING = 4 * Number.EPSILON;

/** By the spectral decomposition. O(d^3) time. */
export function symmetricRoots(a: Matrix): SymmetricRoots {
  const { values, vectors } = symmetricEigen(a);
  const least = a.rows * RANK_ROUNDING * Math.max(values[0]!, 0);
  const roots = values.map((value) => (value > least ? Math.sqrt(value) : 0));
  return {
    root: spectral(vectors, roots),
    inverseRoot: spectral(
      vectors,
      roots.map((value) => (value > 0 ? 1 / value : 0)),
    ),
    rank: roots.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
  };
}

/** The pseudo-inverse of a symmetric matrix without negative eigenvalues. O(d^3) time. */
export function pseudoInverse(a: Matrix): Matrix {
  const { inverseRoot } = symmetricRoots(a);
  return multiplyTransposed(inverseRoot, inverseRoot);
}

/** V diag(values) V^T. */
function spectral(vectors: Matrix, values: Float64Array): Matrix {
  const d = vectors.rows;
  const stretched = matrix(
    d,
    d,
    vectors.data.map((value, p) => value * values[p % d]!),
  );
  return multiplyTransposed(stretched, vectors);
}
