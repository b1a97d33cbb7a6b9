import { type Matrix, matrix, rowView } from "../numeric/matrix.js";

/**
 * Every row divided by its Euclidean norm; a row of zeros, which has no direction, stays as it is.
 *
 * Between unit rows |x - y|^2 = 2 - 2 cos: what is nearest by distance is nearest by cosine. O(rows * cols).
 */
export function unitRows(rows: Matrix): Matrix {
  const out = matrix(rows.rows, rows.cols, Float64Array.from(rows.data));
  for (let i = 0; i < rows.rows; i++) {
    const row = rowView(out, i);
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0) continue;
    for (let k = 0; k < row.length; k++) row[k]! /= largest; // so that no square overflows or vanishes
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let k = 0; k < row.length; k++) row[k]! /= length;
  }
  return out;
}
