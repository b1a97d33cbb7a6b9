import { type Measure, totalMass } from "../measure/measure.js";

/** Part of the total mass that marginals of a partial plan may be off by: a difference of so much is none. */
const ROUNDING = 2 ** -47;

/** What a partial plan leaves of the mass of each point. */
export function leftMasses(mu: Measure, moved: Float64Array, other: Measure): Float64Array {
  const rounding = ROUNDING * (totalMass(mu) + totalMass(other));
  return mu.weights.map((mass, i) => {
    const left = mass - moved[i]!;
    return moved[i] === 0 || left > rounding ? left : 0;
  });
}
