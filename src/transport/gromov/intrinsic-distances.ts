import { MeasureError, ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";

/**
 * Distances within each of two spaces, row-major n x n and m x m: computed from a measure, or given. They need not obey the
 * triangle inequality, so squared or geodesic distances, shortest paths of a graph or similarities will do; they have to
 * be finite and symmetric.
 */
export type IntrinsicDistances = ((mu: Measure) => Float64Array) | GivenDistances;

export interface GivenDistances {
  readonly source: Float64Array;
  readonly target: Float64Array;
}

/** |x_i - x_k| of the points of a measure, n x n. O(n^2 d) time. */
export function euclideanDistances(mu: Measure): Float64Array {
  const distances = squaredEuclideanDistances(mu);
  for (let p = 0; p < distances.length; p++) distances[p] = Math.sqrt(distances[p]!);
  return distances;
}

/** |x_i - x_k|^2 of the points of a measure, n x n. O(n^2 d) time. */
export function squaredEuclideanDistances({ points, count, dim }: Measure): Float64Array {
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    squaredDistancesInto(points, i, points, i, dim, distances, i * count);
    for (let k = 0; k < i; k++) distances[k * count + i] = distances[i * count + k]!;
  }
  return distances;
}

/**
 * The largest modulus of a distance.
 *
 * @throws ShapeError unless there are n x n of them, symmetric to the last bit; MeasureError if one is not finite.
 */
export function requireDistances(name: string, distances: Float64Array, n: number): number {
  if (distances.length !== n * n) {
    throw new ShapeError(
      `${distances.length} distances of the ${name} for ${n} points; give an n x n matrix, row after row`,
      { expected: n * n, found: distances.length },
    );
  }
  let largest = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const value = distances[i * n + k]!;
      if (!Number.isFinite(value)) refuseValue(name, i, k, value);
      if (value !== distances[k * n + i]) refuseAsymmetry(name, i, k, value, distances[k * n + i]!);
      largest = Math.max(largest, Math.abs(value));
    }
  }
  return largest;
}

function refuseValue(name: string, i: number, k: number, value: number): never {
  throw new MeasureError(
    `the distance of points ${i} and ${k} of the ${name} is ${value}; distances must be finite: choose a larger unit ` +
      "of length, or give points that are not connected a large distance",
    { index: i, value },
  );
}

function refuseAsymmetry(name: string, i: number, k: number, value: number, other: number): never {
  throw new ShapeError(
    `the ${name} has distance ${value} from point ${i} to ${k} and ${other} back; distances must be symmetric: take the ` +
      "mean of both",
    { expected: value, found: other },
  );
}
