import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import { type Matrix, matrixFromRows } from "./matrix.js";

export interface Svd {
  readonly left: Matrix;
  readonly singularValues: Float64Array;
  readonly right: Matrix;
}

/** A = left diag(singularValues) right^T of a small square matrix (ml-matrix; meant for n <= 300). O(n^3). */
export function svd(a: Matrix): Svd {
  const result = new SingularValueDecomposition(MlMatrix.from1DArray(a.rows, a.cols, a.data));
  return {
    left: matrixFromRows(result.leftSingularVectors.to2DArray()),
    singularValues: Float64Array.from(result.diagonal),
    right: matrixFromRows(result.rightSingularVectors.to2DArray()),
  };
}
