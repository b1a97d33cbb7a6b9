import type { Matrix } from "../numeric/matrix.js";

/**
 * Mean of the rows, summed about the first one: a constant column has exactly its value, so that what is centred by it
 * is 0 and not rounding error. O(rows * cols) time.
 */
export function meanRow(rows: Matrix): Float64Array {
  const { cols, data } = rows;
  const mean = new Float64Array(cols);
  for (let i = 1; i < rows.rows; i++) {
    for (let k = 0; k < cols; k++) mean[k]! += data[i * cols + k]! - data[k]!;
  }
  for (let k = 0; k < cols; k++) mean[k] = data[k]! + mean[k]! / rows.rows;
  return mean;
}
