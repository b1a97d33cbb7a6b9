import { type Matrix, matrix } from "../numeric/matrix.js";
import { meanRow } from "./centre.js";
import { requireCols } from "./checks.js";

/** x -> (x - mean) / scale, column by column. */
export interface Scaling {
  readonly mean: Float64Array;
  /** All positive. */
  readonly scale: Float64Array;
}

/** How a scaling is fitted. */
export type FitScaling = (rows: Matrix) => Scaling;

/** Each column to mean 0 and variance 1 (normalised by n); constant columns to 0. */
export const fitStandardScaling: FitScaling = (rows) => {
  const mean = meanRow(rows);
  const scale = columnVariances(rows, mean).map((variance, k) => usableScale(variance, mean[k]!));
  return { mean, scale };
};

/**
 * Mean 0, and all columns divided by one number, the root of their summed variances (normalised by n), so that rows
 * have the mean squared length 1. Distances between rows keep their ratios: the geometry of an embedding survives.
 */
export const fitGlobalScaling: FitScaling = (rows) => {
  const mean = meanRow(rows);
  const total = columnVariances(rows, mean).reduce((sum, variance) => sum + variance, 0);
  return { mean, scale: new Float64Array(rows.cols).fill(total > 0 ? Math.sqrt(total) : 1) };
};

/** The identity. */
export const fitNoScaling: FitScaling = (rows) => ({
  mean: new Float64Array(rows.cols),
  scale: new Float64Array(rows.cols).fill(1),
});

/** @throws ShapeError if the columns differ from those fitted on. */
export function transformScaling(scaling: Scaling, rows: Matrix): Matrix {
  requireCols(rows, scaling.mean.length);
  const out = matrix(rows.rows, rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    for (let k = 0; k < rows.cols; k++) {
      const p = i * rows.cols + k;
      out.data[p] = (rows.data[p]! - scaling.mean[k]!) / scaling.scale[k]!;
    }
  }
  return out;
}

/** Undoes `transformScaling`. */
export function inverseScaling(scaling: Scaling, rows: Matrix): Matrix {
  requireCols(rows, scaling.mean.length);
  const out = matrix(rows.rows, rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    for (let k = 0; k < rows.cols; k++) {
      const p = i * rows.cols + k;
      out.data[p] = rows.data[p]! * scaling.scale[k]! + scaling.mean[k]!;
    }
  }
  return out;
}

/** Normalised by n. */
function columnVariances(rows: Matrix, mean: Float64Array): Float64Array {
  const out = new Float64Array(rows.cols);
  for (let i = 0; i < rows.rows; i++) {
    for (let k = 0; k < rows.cols; k++)
      out[k]! += (rows.data[i * rows.cols + k]! - mean[k]!) ** 2 / rows.rows;
  }
  return out;
}

/** A spread below this share of the mean is the rounding error of a column meant to be constant. */
const CONSTANT = 1e-14;

function usableScale(variance: number, mean: number): number {
  const spread = Math.sqrt(variance);
  return spread > CONSTANT * Math.abs(mean) ? spread : 1;
}
