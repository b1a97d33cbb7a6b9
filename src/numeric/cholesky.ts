import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "./matrix.js";

/**
 * Lower triangular L with L L^T = A. Only the lower triangle of A is read. O(n^3 / 3) time.
 *
 * @throws ShapeError naming the pivot if A is not positive definite.
 */
export function cholesky(a: Matrix): Matrix {
  const n = a.rows;
  const factor = matrix(n, n);
  const l = factor.data;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a.data[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i > j) l[i * n + j] = sum / l[j * n + j]!;
      else l[j * n + j] = positiveRoot(sum, j);
    }
  }
  return factor;
}

function positiveRoot(pivot: number, j: number): number {
  if (!(pivot > 0)) {
    throw new ShapeError(`the matrix is not positive definite: pivot ${j} is ${pivot}; add a ridge`, {
      found: pivot,
    });
  }
  return Math.sqrt(pivot);
}

/** Rows x_i replaced by L^-1 x_i, as a new matrix. O(rows n^2 / 2) time. */
export function solveLowerRows(factor: Matrix, rows: Matrix): Matrix {
  const n = factor.rows;
  const out = matrix(rows.rows, n, Float64Array.from(rows.data));
  for (let i = 0; i < out.rows; i++) {
    for (let r = 0; r < n; r++) {
      let sum = out.data[i * n + r]!;
      for (let k = 0; k < r; k++) sum -= factor.data[r * n + k]! * out.data[i * n + k]!;
      out.data[i * n + r] = sum / factor.data[r * n + r]!;
    }
  }
  return out;
}
