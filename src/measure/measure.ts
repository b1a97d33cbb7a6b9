import { MeasureError, ShapeError } from "../errors.js";
import { indicesWhere } from "../numeric/indices.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { compensatedSum } from "../numeric/sum.js";

/** A weighted point cloud: `count` points in R^dim, row-major, point i carrying mass `weights[i] >= 0`. */
export interface Measure {
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly count: number;
  readonly dim: number;
}

/** Points as one flat row-major array (then `dim` is needed) or as one array per point. */
export type PointsInput = ArrayLike<number> | readonly ArrayLike<number>[];

export interface MeasureOptions {
  /** Coordinates per point; needed for flat arrays, checked for nested ones. */
  readonly dim?: number;
  /** One mass per point; default 1/n each. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Measure from points and weights, validated here once and trusted everywhere else.
 *
 * Zero weights are legal, and so are repeated points. The input is copied.
 *
 * @throws ShapeError if the numbers do not fill whole points or the weights are not one per point.
 * @throws MeasureError if there is no point, a coordinate or weight is not finite, a weight is negative, or
 *   the total mass is 0 or overflows.
 *
 * O(n d) time and memory.
 */
export function measure(points: PointsInput, options: MeasureOptions = {}): Measure {
  const { flat, dim } = flatten(points, options.dim);
  const count = flat.length / dim;
  const weights = options.weights
    ? Float64Array.from(options.weights)
    : new Float64Array(count).fill(1 / count);
  if (weights.length !== count) {
    throw new ShapeError(`${weights.length} weights for ${count} points; give one weight per point`, {
      expected: count,
      found: weights.length,
    });
  }
  checkCoordinates(flat, dim);
  checkWeights(weights);
  return { points: flat, weights, count, dim };
}

function flatten(points: PointsInput, dim: number | undefined): { flat: Float64Array; dim: number } {
  if (dim !== undefined && !(Number.isInteger(dim) && dim > 0)) {
    throw new ShapeError(`dim is ${dim}; it must be a whole number of at least 1`, { found: dim });
  }
  if (points.length === 0) throw new MeasureError("a measure needs at least one point, got none");
  return isNested(points) ? flattenRows(points, dim) : wrapFlat(points, dim);
}

function isNested(points: PointsInput): points is readonly ArrayLike<number>[] {
  return typeof points[0] === "object";
}

function flattenRows(rows: readonly ArrayLike<number>[], dim: number | undefined) {
  const width = dim ?? rows[0]!.length;
  if (width === 0) throw new ShapeError("points have no coordinates", { found: 0 });
  const flat = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width) {
      throw new ShapeError(`point ${i} has ${row.length} coordinates, expected ${width}`, {
        expected: width,
        found: row.length,
      });
    }
    flat.set(row, i * width);
  });
  return { flat, dim: width };
}

function wrapFlat(points: ArrayLike<number>, dim: number | undefined) {
  if (dim === undefined) {
    throw new ShapeError("a flat array of coordinates needs `dim`, the coordinates per point");
  }
  if (points.length % dim !== 0) {
    throw new ShapeError(`${points.length} coordinates do not fill whole points of dimension ${dim}`, {
      expected: dim,
      found: points.length,
    });
  }
  return { flat: Float64Array.from(points), dim };
}

function checkCoordinates(points: Float64Array, dim: number): void {
  for (let p = 0; p < points.length; p++) {
    const value = points[p]!;
    if (!Number.isFinite(value)) {
      const index = Math.floor(p / dim);
      throw new MeasureError(
        `coordinate ${p % dim} of point ${index} is ${value}; coordinates must be finite numbers`,
        { index, value },
      );
    }
  }
}

function checkWeights(weights: Float64Array): void {
  for (let index = 0; index < weights.length; index++) {
    const value = weights[index]!;
    if (!(value >= 0 && value < Infinity)) {
      throw new MeasureError(`weight ${index} is ${value}; weights must be finite and at least 0`, {
        index,
        value,
      });
    }
  }
  const mass = compensatedSum(weights);
  if (mass === 0) throw new MeasureError("all weights are 0; a measure needs some mass", { value: 0 });
  if (!Number.isFinite(mass)) {
    throw new MeasureError("the total mass overflows; divide the weights by a common factor", {
      value: mass,
    });
  }
}

export function totalMass(mu: Measure): number {
  return compensatedSum(mu.weights);
}

/** Mass, mean and covariance of a measure. */
export interface Moments {
  readonly mass: number;
  /** sum w_i x_i / mass, length dim. */
  readonly mean: Float64Array;
  /** sum w_i (x_i - mean)(x_i - mean)^T / mass, dim x dim; no small-sample correction. */
  readonly covariance: Matrix;
}

/**
 * Moments of order 0, 1 and 2, normalised by the mass. Two passes: the covariance is computed about the mean,
 * so a large common offset costs no digits. O(n d^2) time, O(d^2) memory.
 */
export function moments(mu: Measure): Moments {
  const { points, weights, count, dim } = mu;
  const mass = totalMass(mu);
  const mean = new Float64Array(dim);
  const origin = points.subarray(0, dim);
  for (let i = 0; i < count; i++) {
    const w = weights[i]! / mass;
    for (let k = 0; k < dim; k++) mean[k]! += w * (points[i * dim + k]! - origin[k]!);
  }
  for (let k = 0; k < dim; k++) mean[k]! += origin[k]!;
  const covariance = matrix(dim, dim);
  for (let i = 0; i < count; i++) {
    const w = weights[i]! / mass;
    for (let k = 0; k < dim; k++) {
      const scaled = w * (points[i * dim + k]! - mean[k]!);
      for (let l = 0; l < dim; l++)
        covariance.data[k * dim + l]! += scaled * (points[i * dim + l]! - mean[l]!);
    }
  }
  return { mass, mean, covariance };
}

/**
 * Push-forward T#mu: every point moves to T(x), masses stay.
 *
 * @param map writes T(x) into `out`, whose length is `dim` (default: the dimension of mu).
 * @throws MeasureError if T gives a coordinate that is not finite.
 */
export function pushforward(
  mu: Measure,
  map: (x: Float64Array, out: Float64Array) => void,
  dim: number = mu.dim,
): Measure {
  const moved = new Float64Array(mu.count * dim);
  for (let i = 0; i < mu.count; i++) {
    map(mu.points.subarray(i * mu.dim, (i + 1) * mu.dim), moved.subarray(i * dim, (i + 1) * dim));
  }
  return measure(moved, { dim, weights: mu.weights });
}

/** The same shape with total mass `mass` (default 1). @throws MeasureError unless 0 < mass < infinity. */
export function normalise(mu: Measure, mass = 1): Measure {
  if (!(mass > 0 && mass < Infinity)) {
    throw new MeasureError(`cannot give a measure the mass ${mass}; it must be positive and finite`, {
      value: mass,
    });
  }
  const total = totalMass(mu); // divided first: 1 / total may overflow
  return { ...mu, weights: mu.weights.map((w) => (w / total) * mass) };
}

/**
 * `count` points drawn independently from mu (with replacement), each with mass total / count.
 *
 * The draw is by inversion of the cumulative weights, so points of weight 0 are never drawn.
 * O(n + count log n) time.
 */
export function resample(mu: Measure, options: { count: number; random: Random }): Measure {
  const { count, random } = options;
  requireCount(count);
  const cumulative = cumulativeWeights(mu.weights);
  const mass = cumulative[mu.count - 1]!;
  const points = new Float64Array(count * mu.dim);
  for (let r = 0; r < count; r++) {
    const i = firstAbove(cumulative, random.uniform() * mass);
    points.set(mu.points.subarray(i * mu.dim, (i + 1) * mu.dim), r * mu.dim);
  }
  return { points, weights: new Float64Array(count).fill(mass / count), count, dim: mu.dim };
}

/** @throws ShapeError unless `count` is a whole number of at least 1. */
export function requireCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new ShapeError(`the number of points is ${count}; it must be a whole number of at least 1`, {
      found: count,
    });
  }
}

/** Running sums of the weights. */
export function cumulativeWeights(weights: ArrayLike<number>): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    cumulative[i] = sum;
  }
  return cumulative;
}

/** First index whose running sum exceeds `level` (bisection); the last one that carries mass otherwise. */
export function firstAbove(cumulative: Float64Array, level: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > level) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A measure without points or mass, which `measure` refuses: a part of a sum that may have nothing in it. */
export function emptyMeasure(dim: number): Measure {
  return { points: new Float64Array(0), weights: new Float64Array(0), count: 0, dim };
}

/** All masses times a factor of at least 0, in copies; points are shared. */
export function scaleWeights(mu: Measure, factor: number): Measure {
  return { ...mu, weights: mu.weights.map((mass) => factor * mass) };
}

/** Only the points that carry mass, with their indices in the original. */
export function massive(mu: Measure): { readonly measure: Measure; readonly indices: Int32Array } {
  const indices = indicesWhere(mu.count, (i) => mu.weights[i]! > 0);
  return { measure: selectPoints(mu, indices), indices };
}

/** The named points with their masses, in the given order. */
export function selectPoints(mu: Measure, indices: ArrayLike<number>): Measure {
  const points = new Float64Array(indices.length * mu.dim);
  const weights = new Float64Array(indices.length);
  for (let r = 0; r < indices.length; r++) {
    const i = indices[r]!;
    points.set(mu.points.subarray(i * mu.dim, (i + 1) * mu.dim), r * mu.dim);
    weights[r] = mu.weights[i]!;
  }
  return { points, weights, count: indices.length, dim: mu.dim };
}

/**
 * The sum of measures as one cloud: all points, all masses.
 *
 * @throws ShapeError if there is none or their dimensions differ.
 */
export function pool(measures: readonly Measure[]): Measure {
  const dim = commonDimension(measures);
  const count = measures.reduce((sum, mu) => sum + mu.count, 0);
  const points = new Float64Array(count * dim);
  const weights = new Float64Array(count);
  let at = 0;
  for (const mu of measures) {
    points.set(mu.points, at * dim);
    weights.set(mu.weights, at);
    at += mu.count;
  }
  return { points, weights, count, dim };
}

/** @throws ShapeError if there is no measure or two differ in dimension. */
export function commonDimension(measures: readonly Measure[]): number {
  const first = measures[0];
  if (!first) throw new ShapeError("there are no measures; at least one is needed", { found: 0 });
  measures.forEach((mu, s) => {
    if (mu.dim !== first.dim) {
      throw new ShapeError(`measure ${s} has dimension ${mu.dim}, measure 0 has dimension ${first.dim}`, {
        expected: first.dim,
        found: mu.dim,
      });
    }
  });
  return first.dim;
}
