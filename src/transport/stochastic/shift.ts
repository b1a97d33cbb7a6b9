import { type Measure, moments } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { draw, type Sampler } from "./sampler.js";

/*
 * Far from the target squared distances lose the digits that tell its points apart, so the law is moved by -s onto it, s
 * being the difference of the means:
 *
 *   |x - y|^2 = |(x - s) - y|^2 + 2 <x - s - c, s> + |s|^2 - 2 <y - c, s>,   c the mean of the target,
 *
 * where all terms but the first belong to one point alone: the same plans are optimal.
 */

const MEAN_SAMPLE = 1000;

/** Mean of the source (of a law, by a sample) minus that of the target. */
export function shiftBetween(source: Sampler | Measure, target: Measure, random: Random): Float64Array {
  const { mean } = moments(target);
  return sourceMean(source, target.dim, random).map((value, k) => value - mean[k]!);
}

function sourceMean(source: Sampler | Measure, dim: number, random: Random): Float64Array {
  if (typeof source !== "function") return moments(source).mean;
  const points = draw(source, random, MEAN_SAMPLE, dim);
  return moments({ points, weights: new Float64Array(MEAN_SAMPLE).fill(1), count: MEAN_SAMPLE, dim }).mean;
}

/** Points minus the shift. */
export function moved(points: Float64Array, shift: Float64Array): Float64Array {
  return points.map((value, p) => value - shift[p % shift.length]!);
}

export function movedSampler(sampler: Sampler, shift: Float64Array): Sampler {
  return (random, count) => moved(draw(sampler, random, count, shift.length), shift);
}

/** What |x - y|^2 - (g_j - 2 <y_j - c, s>) has more than |(x - s) - y_j|^2 - g_j: 2 <x - s - c, s> + |s|^2. */
export function lifts(movedPoints: Float64Array, shift: Float64Array, centre: Float64Array): Float64Array {
  const { length: dim } = shift;
  const square = shift.reduce((sum, value) => sum + value * value, 0);
  const result = new Float64Array(movedPoints.length / dim).fill(square);
  for (let p = 0; p < movedPoints.length; p++) {
    const k = p % dim;
    result[Math.floor(p / dim)]! += 2 * (movedPoints[p]! - centre[k]!) * shift[k]!;
  }
  return result;
}

/** 2 <y_j - c, s> for the points of the target. */
export function lowerings(target: Measure, shift: Float64Array): Float64Array {
  const { mean } = moments(target);
  const result = new Float64Array(target.count);
  for (let p = 0; p < target.points.length; p++) {
    const k = p % target.dim;
    result[Math.floor(p / target.dim)]! += 2 * (target.points[p]! - mean[k]!) * shift[k]!;
  }
  return result;
}
