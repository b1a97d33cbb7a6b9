import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";

export interface RelaxedCloud {
  readonly dim?: number;
  readonly scale?: number;
  readonly shift?: number;
  readonly mass?: number;
}

/** A normal cloud of uneven masses, every seventh of them 0. */
export function weightedCloud(seed: number, count: number, options: RelaxedCloud = {}): Measure {
  const { dim = 2, scale = 1, shift = 0, mass = 1 } = options;
  const random = seededRandom(seed);
  const points = Float64Array.from({ length: count * dim }, () => shift + scale * random.normal());
  const raw = Float64Array.from({ length: count }, (_, i) => (i % 7 === 6 ? 0 : 0.05 + random.uniform()));
  const total = raw.reduce((sum, w) => sum + w, 0);
  return measure(points, { dim, weights: raw.map((w) => (mass * w) / total) });
}

/** The points of the square lattice with this many to a side, all of mass 1, moved. */
export function lattice(side: number, ...shift: readonly [number, number]): Measure {
  const points = Array.from({ length: side * side }, (_, p) => [
    (p % side) + shift[0],
    Math.floor(p / side) + shift[1],
  ]);
  return measure(points, { weights: points.map(() => 1) });
}

/** One point. */
export const dirac = (mass: number, ...x: readonly number[]): Measure => measure([x], { weights: [mass] });

export function scaledMasses(mu: Measure, factor: number): Measure {
  return { ...mu, weights: mu.weights.map((w) => factor * w) };
}
