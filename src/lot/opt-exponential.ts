import { type Measure, massive, measure, pool, scaleWeights } from "../measure/measure.js";
import { squaredNorm } from "../numeric/squared-distance.js";
import type { TangentFields } from "./geometry.js";

/**
 * The measure at time t: of each point the kept share moves by t u, what is destroyed fades as 1 - t and the singular mass
 * grows as t. The first points are those of the reference, in their order, with what is kept of them. The interpolation of
 * Bai et al. 2023, section 3.
 *
 * Defined for vectors that no logarithm made too (means, rows along an axis), and for any t:
 *
 *   share destroyed  s = c^2 with c = -growth cut to 0 .. 1: growth above 0 keeps all, below -1 destroys all,
 *   velocity         u = v / sqrt(1 - s), cut to the length sqrt(2 price), over which mass is destroyed rather than moved;
 *                    what is destroyed lies still,
 *   fading, growing  1 - t and t cut to 0 .. 1 and to 0 and above: for t below 0 the kept share goes back and all mass stays.
 *
 * So no mass is added but the singular one, and the way back is not the way of the vector reversed. O(n d).
 */
export function optExponential(price: number, sigma: Measure, fields: TangentFields, t: number): Measure {
  const { dim, weights, count } = sigma;
  const destroyed = fields.growth!.map((growth) => clamped(-growth) ** 2);
  const reach = Math.sqrt(2 * price);
  const places = sigma.points.slice();
  for (let i = 0; i < count; i++) {
    const root = Math.sqrt(1 - destroyed[i]!);
    if (root === 0) continue;
    const [start, end] = [i * dim, (i + 1) * dim];
    const speed = Math.sqrt(squaredNorm(fields.velocity, i, dim)) / root;
    const step = (t / root) * (speed > reach ? reach / speed : 1);
    for (let k = start; k < end; k++) places[k]! += step * fields.velocity[k]!;
  }
  const kept = { ...sigma, points: places, weights: weights.map((w, i) => w * (1 - destroyed[i]!)) };
  const lost = { ...sigma, weights: weights.map((w, i) => w * destroyed[i]!) };
  const parts = [scaleWeights(lost, clamped(1 - t))];
  if (fields.singular) parts.push(scaleWeights(fields.singular, Math.max(0, t)));
  const all = pool([kept, ...parts.map((part) => massive(part).measure)]);
  return measure(all.points, { dim, weights: all.weights });
}

function clamped(part: number): number {
  return Math.min(1, Math.max(0, part));
}
