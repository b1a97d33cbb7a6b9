import { type Measure, totalMass } from "../../measure/measure.js";
import type { EntropicPlan } from "../entropic/entropic-plan.js";
import type { Potentials } from "../potentials.js";
import type { UnbalancedProblem } from "./problem.js";
import { type Reachable, spread } from "./reachable.js";

/**
 * The plan a_i b_j exp((f_i + g_j - c_ij) / epsilon) / sqrt(mass of a * mass of b) of the whole problem, from the potentials
 * of its reachable part. The two roots are taken into the masses of the formula.
 */
export function entropicPlan(
  { source, target, cost }: UnbalancedProblem,
  { sources, targets }: Reachable,
  { f, g }: Potentials,
  epsilon: number,
): EntropicPlan {
  return {
    kind: "entropic",
    epsilon,
    cost,
    dim: source.dim,
    x: source.points,
    y: target.points,
    sourceWeights: perRootOfMass(source),
    targetWeights: perRootOfMass(target),
    potentials: {
      f: spread(f, sources, source.count, -Infinity),
      g: spread(g, targets, target.count, -Infinity),
    },
    shape: [source.count, target.count],
  };
}

function perRootOfMass(mu: Measure): Float64Array {
  const root = Math.sqrt(totalMass(mu));
  return mu.weights.map((w) => w / root);
}
