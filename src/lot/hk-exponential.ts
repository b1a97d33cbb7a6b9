import { type Measure, measure, pool, scaleWeights } from "../measure/measure.js";
import { angle } from "../numeric/elementary.js";
import { squaredNorm } from "../numeric/squared-distance.js";
import type { TangentFields } from "./geometry.js";

/**
 * The measure at time t: with a = t |v| / kappa and b = 1 + t alpha / 2 the mass of a point is multiplied by a^2 + b^2, and
 * it moves by kappa atan2(a, b) in the direction of v. Singular masses are multiplied by t^2.
 *
 * The first points are those of the reference, in their order; masses that have gone are 0. Where 1 + t alpha / 2 is below 0
 * (beyond the end of a geodesic; vectors that no logarithm made) b is 0: the mass that is left is a^2 of it.
 *
 * O(n d).
 */
export function hkExponential(
  kappa: number,
  { points, weights, count, dim }: Measure,
  { velocity, growth, singular }: TangentFields,
  t: number,
): Measure {
  const places = points.slice();
  const masses = weights.slice();
  for (let i = 0; i < count; i++) {
    const speed = Math.sqrt(squaredNorm(velocity, i, dim));
    const a = (t * speed) / kappa;
    const b = Math.max(0, 1 + (t * growth![i]!) / 2);
    masses[i]! *= a * a + b * b;
    const step = speed > 0 ? (Math.sign(t) * kappa * angle(Math.abs(a), b)) / speed : 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) places[k]! += step * velocity[k]!;
  }
  const moved = { points: places, weights: masses, count, dim };
  const grown = singular ? [scaleWeights(singular, t * t)] : [];
  const all = pool([moved, ...grown]);
  return measure(all.points, { dim, weights: all.weights });
}
