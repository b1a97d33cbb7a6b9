import { type Measure, resample } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { cTransform } from "../c-transform.js";
import { exact } from "../exact.js";
import { draw, type Sampler } from "./sampler.js";

/** Points on either side of the transport that gives the first prices: a tenth of a second, whatever follows. */
const FIRST_SAMPLE = 1000;

/**
 * First prices: the potential of an exact transport from a small sample to the target or, if that is large, a sample of
 * it. What is wrong with them is local, and soon mended by gradients, which alone would take long to move masses far.
 * About 0.1 s, then O(FIRST_SAMPLE N d) time.
 */
export function warmPrices(sampler: Sampler, target: Measure, random: Random): Float64Array {
  const { dim } = target;
  const points = draw(sampler, random, FIRST_SAMPLE, dim);
  const weights = new Float64Array(FIRST_SAMPLE).fill(1 / FIRST_SAMPLE);
  const source: Measure = { points, weights, count: FIRST_SAMPLE, dim };
  const part = target.count > FIRST_SAMPLE ? resample(target, { count: FIRST_SAMPLE, random }) : target;
  const { potentials } = exact(source, part);
  return cTransform(points, potentials.f, target.points, dim);
}
