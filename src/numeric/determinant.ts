import { Matrix as MlMatrix, determinant as mlDeterminant } from "ml-matrix";
import type { Matrix } from "./matrix.js";

/** Determinant of a small square matrix by LU (ml-matrix). O(n^3). */
export function determinant(a: Matrix): number {
  return mlDeterminant(MlMatrix.from1DArray(a.rows, a.cols, a.data));
}
