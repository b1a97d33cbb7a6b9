import type { EntropicPlan } from "../entropic/entropic-plan.js";
import type { SoftPotentials, SoftProblemOfMasses } from "./invariant-step.js";
import type { UnbalancedProblem } from "./problem.js";

/** The plan a_i b_j exp((f_i + g_j - c_ij) / epsilon) / sqrt(mass a * mass b); the root is split between its potentials. */
export function entropicPlan(
  { source, target, cost }: UnbalancedProblem,
  { logScale }: SoftProblemOfMasses,
  { f, g }: SoftPotentials,
  epsilon: number,
): EntropicPlan {
  const share = (epsilon * logScale) / 2;
  return {
    kind: "entropic",
    epsilon,
    cost,
    dim: source.dim,
    x: source.points,
    y: target.points,
    sourceWeights: source.weights,
    targetWeights: target.weights,
    potentials: { f: held(f, source.weights, share), g: held(g, target.weights, share) },
    shape: [source.count, target.count],
  };
}

/** -Infinity where a point has no mass or reaches none. */
function held(potential: Float64Array, weights: Float64Array, share: number): Float64Array {
  return potential.map((value, i) => (weights[i]! > 0 && value < Infinity ? value - share : -Infinity));
}
