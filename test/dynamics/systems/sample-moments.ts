import type { Measure } from "../../../src/index.js";

/** Sample mean and variance of a coordinate, points of equal weight. */
export function sampleMoments({ points, count, dim }: Measure, axis = 0): { mean: number; variance: number } {
  let first = 0;
  for (let p = axis; p < points.length; p += dim) first += points[p]!;
  const mean = first / count;
  let second = 0;
  for (let p = axis; p < points.length; p += dim) second += (points[p]! - mean) ** 2;
  return { mean, variance: second / count };
}
