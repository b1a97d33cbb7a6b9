import { type Measure, massive, measure, pool, scaleWeights } from "../measure/measure.js";
import { marginals, type Plan } from "../transport/plan.js";
import type { Curve } from "./geometry.js";
import { leftMasses } from "./left-masses.js";
import { planPieces } from "./plan-pieces.js";

/**
 * Along a partial plan: what is kept moves on straight lines, what is destroyed fades as 1 - t, what is created grows as t.
 * Bai et al. 2023, section 3. OPT has no geodesics: from the source this is at cost t^2 of what is moved and t of the rest,
 * at most.
 */
export function optBetween(source: Measure, target: Measure, plan: Plan): Curve {
  const { from, to, masses } = planPieces(source, target, plan);
  const moved = marginals(plan);
  const fading = massive({ ...source, weights: leftMasses(source, moved.source, target) }).measure;
  const growing = massive({ ...target, weights: leftMasses(target, moved.target, source) }).measure;
  return (t) => {
    const points = from.map((x, p) => x + t * (to[p]! - x));
    const kept = { points, weights: masses, count: masses.length, dim: source.dim };
    const all = pool([kept, scaleWeights(fading, 1 - t), scaleWeights(growing, t)]);
    return measure(all.points, { dim: source.dim, weights: all.weights });
  };
}
