import { type Measure, measure } from "../../measure/measure.js";
import { normals } from "../../numeric/normals.js";
import type { Random } from "../../numeric/random.js";

export interface GaussianStart {
  readonly dim: number;
  /** In each coordinate; default: 0. */
  readonly mean?: number;
  /** In each coordinate; default: 1. */
  readonly deviation?: number;
}

/** Independent places N(mean, deviation^2) in each coordinate, of equal weights. */
export function gaussianStart(
  count: number,
  random: Random,
  { dim, mean = 0, deviation = 1 }: GaussianStart,
): Measure {
  const points = new Float64Array(count * dim);
  normals(random)(points);
  for (let p = 0; p < points.length; p++) points[p] = mean + deviation * points[p]!;
  return measure(points, { dim });
}
