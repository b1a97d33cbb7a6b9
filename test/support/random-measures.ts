import { type Measure, measure } from "../../src/measure/measure.js";
import type { Random } from "../../src/numeric/random.js";

/** A normal cloud with random masses (every fifth of them 0) of total 1. */
export function randomCloud(random: Random, count: number, dim: number): Measure {
  const weights = Float64Array.from({ length: count }, (_, i) => (i % 5 === 4 ? 0 : 0.1 + random.uniform()));
  const mass = weights.reduce((sum, w) => sum + w, 0);
  return measure(
    Float64Array.from({ length: count * dim }, () => random.normal()),
    { dim, weights: weights.map((w) => w / mass) },
  );
}

/** A normal cloud of equal masses. */
export function uniformCloud(random: Random, count: number, dim: number): Measure {
  return measure(
    Float64Array.from({ length: count * dim }, () => random.normal()),
    { dim },
  );
}

/** The same masses at x + t. */
export function shifted(mu: Measure, t: readonly number[]): Measure {
  return measure(
    mu.points.map((x, p) => x + t[p % mu.dim]!),
    { dim: mu.dim, weights: mu.weights },
  );
}
