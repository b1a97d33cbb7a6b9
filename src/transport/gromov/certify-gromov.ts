import type { Outcome } from "../certify.js";
import { distanceL1 } from "../distance-l1.js";
import { marginals } from "../plan.js";
import type { Potentials } from "../potentials.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { weightedSum } from "../weighted-sum.js";
import { objective } from "./objective.js";
import type { GromovProblem } from "./problem.js";
import type { ThirdBound } from "./third-bound.js";
import { upperBound } from "./upper-bound.js";

/** The transport with its certificate, from a plan and the potentials of the problem linearised there. */
export function certifyGromov(
  problem: GromovProblem,
  { lower }: ThirdBound,
  plan: SparsePlan,
  linear: Potentials | undefined,
  { status, iterations }: Outcome,
): Transport<SparsePlan> {
  const sent = marginals(plan);
  return {
    cost: objective(problem, plan),
    plan,
    potentials: fullPotentials(problem, linear),
    certificate: {
      status,
      iterations,
      lower,
      upper: Math.max(lower, upperBound(problem, plan, sent)),
      sourceError: distanceL1(sent.source, problem.source.weights),
      targetError: distanceL1(sent.target, problem.target.weights),
    },
  };
}

/** With the terms of one point in the gradient, 2 alpha sum_k D_ik^2 a_k, and the free constant such that sum f a = sum g b. */
function fullPotentials(problem: GromovProblem, linear: Potentials | undefined): Potentials {
  const { a, b, mass, alpha, sourceSquares, targetSquares } = problem;
  const f = sourceSquares.map((square, i) => 2 * alpha * square + (linear?.f[i] ?? 0));
  const g = targetSquares.map((square, j) => 2 * alpha * square + (linear?.g[j] ?? 0));
  const t = (weightedSum(g, b) - weightedSum(f, a)) / (2 * mass);
  return { f: f.map((value) => value + t), g: g.map((value) => value - t) };
}
