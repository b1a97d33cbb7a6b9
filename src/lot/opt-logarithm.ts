import { type Measure, massive } from "../measure/measure.js";
import { barycentricProjection, marginals, type Plan } from "../transport/plan.js";
import { spreadAround } from "./barycentric-spread.js";
import type { LogarithmFields } from "./geometry.js";
import { leftMasses } from "./left-masses.js";

/**
 * Kept shares and velocities of a partial plan, in the coordinates of `optGeometry`, and the mass that it creates.
 * residual = sum pi_ij |y_j - T_i|^2, T the barycentric projection. O(entries d).
 */
export function optLogarithm(sigma: Measure, mu: Measure, plan: Plan): LogarithmFields {
  const { dim, points, weights, count } = sigma;
  const { source, target } = marginals(plan);
  const images = barycentricProjection(plan, mu);
  const residual = spreadAround(images, plan, mu);
  const left = leftMasses(sigma, source, mu);
  const growth = new Float64Array(count);
  const velocity = images; // ours alone from here on
  for (let i = 0; i < count; i++) {
    const destroyed = left[i]! / weights[i]!;
    growth[i] = 0 - Math.sqrt(destroyed);
    const root = Math.sqrt(1 - destroyed);
    for (let k = i * dim; k < (i + 1) * dim; k++) velocity[k] = root * (velocity[k]! - points[k]!);
  }
  const created = massive({ ...mu, weights: leftMasses(mu, target, sigma) }).measure;
  return { velocity, growth, singular: created, residual };
}
