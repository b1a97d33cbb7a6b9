import { type Measure, massive, measure, pool } from "../measure/measure.js";
import type { TangentFields } from "./geometry.js";

/**
 * The measure at time t: of each point the kept share moves by t u, what is destroyed fades as 1 - t and the singular mass
 * grows as t; masses below 0 are 0. The first points are those of the reference, in their order, with what is kept of them.
 * O(n d). The interpolation of Bai et al. 2023, section 3.
 */
export function optExponential(sigma: Measure, fields: TangentFields, t: number): Measure {
  const { dim, weights, count } = sigma;
  const destroyed = fields.growth!.map((g) => Math.min(1, g * g));
  const places = sigma.points.slice();
  for (let i = 0; i < count; i++) {
    const root = Math.sqrt(1 - destroyed[i]!);
    for (let k = i * dim; root > 0 && k < (i + 1) * dim; k++) places[k]! += (t * fields.velocity[k]!) / root;
  }
  const kept = { ...sigma, points: places, weights: weights.map((w, i) => w * (1 - destroyed[i]!)) };
  const fading = scaled({ ...sigma, weights: weights.map((w, i) => w * destroyed[i]!) }, 1 - t);
  const growing = fields.singular ? [scaled(fields.singular, t)] : [];
  const all = pool([kept, massive(fading).measure, ...growing.map((mu) => massive(mu).measure)]);
  return measure(all.points, { dim, weights: all.weights });
}

function scaled(mu: Measure, factor: number): Measure {
  const positive = Math.max(0, factor);
  return { ...mu, weights: mu.weights.map((w) => positive * w) };
}
