import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "./matrix.js";

/** Eigenvalues, largest first, and unit eigenvectors: column c of `vectors` (n x count) belongs to values[c]. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix; only its symmetric part counts.
 *
 * O(n^3) time: 0.3 s for n = 300, 9 s for n = 1000; see `topEigen` for the first few of a larger one. O(n^2) memory.
 *
 * @throws ShapeError if the matrix is not square or has an entry that is not finite.
 */
export function symmetricEigen(a: Matrix): Eigen {
  requireSquareFinite(a);
  const n = a.rows;
  const dense = new MlMatrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) dense.set(i, j, (a.data[i * n + j]! + a.data[j * n + i]!) / 2);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(dense, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, c) => c).sort((p, q) => realEigenvalues[q]! - realEigenvalues[p]!);
  const vectors = matrix(n, n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = eigenvectorMatrix.get(i, from);
  });
  return { values: Float64Array.from(order, (c) => realEigenvalues[c]!), vectors };
}

/** @throws ShapeError if the matrix is not square or has an entry that is not finite. */
export function requireSquareFinite(a: Matrix): void {
  if (a.rows !== a.cols) {
    throw new ShapeError(`eigenvalues need a square matrix, got ${a.rows} x ${a.cols}`, {
      expected: a.rows,
      found: a.cols,
    });
  }
  const odd = a.data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new ShapeError(
      `entry (${Math.floor(odd / a.cols)}, ${odd % a.cols}) is ${a.data[odd]}; eigenvalues need finite entries`,
      { found: String(a.data[odd]) },
    );
  }
}
