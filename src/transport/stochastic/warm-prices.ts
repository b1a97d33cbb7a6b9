import { type Measure, resample } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { cTransform } from "../c-transform.js";
import { exact } from "../exact.js";
import type { StartPrices } from "./dual-ascent.js";
import { draw, type Sampler } from "./sampler.js";

/** Points of the first sample: what `exact` does in a tenth of a second and, on the line, where it sorts, in a second. */
const FIRST_SAMPLE = 1000;
const ON_THE_LINE = { perCell: 100, most: 1e6 };

/**
 * First prices: the potential of an exact transport from a sample to the target or, off the line and if that is large, a
 * sample of it. What is wrong with them is local, and soon mended by gradients, which alone would take long to move masses
 * far; on the line it is no more than what chance does to so many samples.
 */
export function warmPrices(sampler: Sampler, target: Measure, random: Random): StartPrices {
  const { dim, count } = target;
  const samples =
    dim === 1
      ? Math.min(ON_THE_LINE.most, Math.max(FIRST_SAMPLE, ON_THE_LINE.perCell * count))
      : FIRST_SAMPLE;
  const points = draw(sampler, random, samples, dim);
  const source: Measure = {
    points,
    weights: new Float64Array(samples).fill(1 / samples),
    count: samples,
    dim,
  };
  const part = count > samples ? resample(target, { count: samples, random }) : target;
  const { potentials } = exact(source, part);
  return { g: cTransform(points, potentials.f, target.points, dim), samples };
}
