import type { Measure } from "../measure/measure.js";

/**
 * The distance that particles have gone from one cloud to another, sqrt(sum_i w_i |y_i - x_i|^2 / sum_i w_i), noise and all: no less
 * than the Wasserstein distance. Undefined if the clouds are not of the same number of particles.
 */
export function travelled(from: Measure, to: Measure): number | undefined {
  if (from.count !== to.count) return;
  const { points, weights, dim } = from;
  let sum = 0;
  let mass = 0;
  weights.forEach((weight, i) => {
    mass += weight;
    for (let k = i * dim; k < (i + 1) * dim; k++) sum += weight * (to.points[k]! - points[k]!) ** 2;
  });
  return Math.sqrt(sum / mass);
}
