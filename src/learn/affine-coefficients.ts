import { type Matrix, matrix, rowView } from "../numeric/matrix.js";

/**
 * What one standard deviation along an axis adds to the coefficients of an affine combination of rows, axis by axis: the point
 * mean + sum_k z_k sd_k e_k, where each e_k is a sum of centred rows and t_sk are their scores, is sum_s c_s row_s with
 *
 *   c_s = 1/n + sum_k z_k d_ks,   d_ks = t_sk / (sd_k (n - 1)) = t_sk / (|t_k| sqrt(n - 1)).
 *
 * Scores are centred once more, for their mean carries the rounding of the rows' offset: so each d_k sums to 0, and the
 * coefficients to 1, whatever the rows.
 *
 * @param scores n x K.
 * @returns K x n; 0 along an axis on which all scores are equal.
 *
 * O(n K) time and memory.
 */
export function scoreDirections(scores: Matrix): Matrix {
  const { rows: n, cols: axes, data } = scores;
  const directions = matrix(axes, n);
  for (let k = 0; k < axes; k++) {
    const direction = rowView(directions, k);
    for (let s = 0; s < n; s++) direction[s] = data[s * axes + k]!;
    centre(direction);
    divide(direction, largestOf(direction)); // squares of scores may underflow
    divide(direction, Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0) * (n - 1)));
  }
  return directions;
}

/** The coefficients of the point so many standard deviations along each axis; they sum to 1. O(n K). */
export function affineCoefficients(directions: Matrix, deviations: ArrayLike<number>): Float64Array {
  const coefficients = new Float64Array(directions.cols).fill(1 / directions.cols);
  for (let k = 0; k < directions.rows; k++) {
    const z = deviations[k]!;
    const direction = rowView(directions, k);
    for (let s = 0; s < coefficients.length; s++) coefficients[s]! += z * direction[s]!;
  }
  return coefficients;
}

function centre(values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  for (let s = 0; s < values.length; s++) values[s]! -= mean;
}

function divide(values: Float64Array, by: number): void {
  if (by > 0) for (let s = 0; s < values.length; s++) values[s]! /= by;
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
