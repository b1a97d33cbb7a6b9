import { exponential } from "../../src/numeric/elementary.js";
import { type Matrix, matrix, matrixFromRows } from "../../src/numeric/matrix.js";

/** Histograms on bins 0 .. bins - 1. */
export const positions = (bins: number): Float64Array => Float64Array.from({ length: bins }, (_, j) => j);

export function gaussian(bins: number, mean: number, deviation: number, mass = 1): Float64Array {
  return scaled(
    positions(bins).map((x) => exponential(-(((x - mean) / deviation) ** 2) / 2)),
    mass,
  );
}

export function laplace(bins: number, mean: number, scale: number, mass = 1): Float64Array {
  return scaled(
    positions(bins).map((x) => exponential(-Math.abs(x - mean) / scale)),
    mass,
  );
}

/** Even on [from, to], on top of a small even background. */
export function uniform(bins: number, from: number, to: number, background: number, mass = 1): Float64Array {
  return scaled(
    positions(bins).map((x) => background + (x >= from && x <= to ? 1 : 0)),
    mass,
  );
}

export function scaled(values: Float64Array, mass: number): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (value * mass) / total);
}

export const atomsOf = (...rows: readonly Float64Array[]): Matrix => matrixFromRows(rows);

/** Weights (1 - t, t) for `count` values of t from 0 to 1. */
export function segment(count: number): Matrix {
  const weights = matrix(count, 2);
  for (let n = 0; n < count; n++) {
    weights.data[2 * n] = 1 - n / (count - 1);
    weights.data[2 * n + 1] = n / (count - 1);
  }
  return weights;
}

/** Rows at mass 1. */
export function normalised({ rows, cols, data }: Matrix): Matrix {
  const out = data.slice();
  for (let n = 0; n < rows; n++) {
    const row = out.subarray(n * cols, (n + 1) * cols);
    row.set(scaled(row, 1));
  }
  return { rows, cols, data: out };
}

/** sum |p - q|, at most 2 for histograms of mass 1. */
export function l1(p: Float64Array, q: Float64Array): number {
  return p.reduce((sum, value, j) => sum + Math.abs(value - q[j]!), 0);
}
