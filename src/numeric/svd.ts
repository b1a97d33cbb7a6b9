import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import { type Matrix, matrixFromRows } from "./matrix.js";

/** Singular vectors as columns, by falling singular value. */
export interface Svd {
  readonly left: Matrix;
  readonly right: Matrix;
}

/** Singular vectors of A = left diag(s) right^T, s >= 0, of a small square matrix (ml-matrix; meant for n <= 300). O(n^3). */
export function svd(a: Matrix): Svd {
  const result = new SingularValueDecomposition(MlMatrix.from1DArray(a.rows, a.cols, a.data));
  return {
    left: matrixFromRows(result.leftSingularVectors.to2DArray()),
    right: matrixFromRows(result.rightSingularVectors.to2DArray()),
  };
}
