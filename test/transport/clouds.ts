import { type Measure, measure } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";

export interface CloudOptions {
  readonly dim?: number;
  readonly scale?: number;
  readonly shift?: number;
  /** Default: equal masses. */
  readonly weight?: (random: Random, i: number) => number;
}

/** Uniform masses in 0.05 .. 1.05, before normalisation. */
export const unequal = (random: Random): number => 0.05 + random.uniform();

/** A Gaussian cloud of mass 1, the same for the same seed. */
export function cloud(seed: number, count: number, options: CloudOptions = {}): Measure {
  const { dim = 2, scale = 1, shift = 0, weight = () => 1 } = options;
  const random = seededRandom(seed);
  const points = Float64Array.from({ length: count * dim }, () => shift + scale * random.normal());
  const raw = Float64Array.from({ length: count }, (_, i) => weight(random, i));
  const total = raw.reduce((sum, w) => sum + w, 0);
  return measure(points, { dim, weights: raw.map((w) => w / total) });
}

/** Each point moved by x -> factor x + shift, in every coordinate. */
export function moved(mu: Measure, factor: number, shift: number): Measure {
  return { ...mu, points: mu.points.map((value) => factor * value + shift) };
}
