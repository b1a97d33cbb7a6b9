import { compensatedSum } from "../../numeric/sum.js";
import { marginals } from "../plan.js";
import type { SparsePlan } from "../sparse-plan.js";
import { weightedSum } from "../weighted-sum.js";
import { planProduct } from "./plan-product.js";
import type { GromovProblem } from "./problem.js";
import { rowSquares } from "./row-squares.js";

/** The objective at any plan: without cancellation where the plan has few entries. */
export function objective(problem: GromovProblem, plan: SparsePlan): number {
  const quadratic = isSparse(problem, plan)
    ? directQuadratic(problem, plan)
    : Math.max(0, decomposedQuadratic(problem, plan));
  return problem.alpha * quadratic + featureCost(problem, plan);
}

/** sum_ij matrix_ij p_ij, compensated. O(entries). */
export function against(matrix: Float64Array, { rows, cols, mass, shape }: SparsePlan): number {
  const terms = new Float64Array(mass.length);
  for (let e = 0; e < mass.length; e++) terms[e] = mass[e]! * matrix[rows[e]! * shape[1] + cols[e]!]!;
  return compensatedSum(terms);
}

/** (1 - alpha) <M, p>. */
export function featureCost({ alpha, features }: GromovProblem, plan: SparsePlan): number {
  return features ? (1 - alpha) * against(features.costs, plan) : 0;
}

/**
 * sum |D1_ik - D2_jl|^2 p_ij p_kl over all pairs of entries: without cancellation, so that isometric copies give 0 to
 * rounding of the distances. O(entries^2) time.
 */
export function directQuadratic(problem: GromovProblem, { rows, cols, mass }: SparsePlan): number {
  const { n, m, sourceDistances, targetDistances } = problem;
  const terms = new Float64Array(mass.length);
  for (let e = 0; e < mass.length; e++) {
    const p = rows[e]! * n;
    const q = cols[e]! * m;
    let sum = 0;
    for (let s = 0; s < mass.length; s++) {
      const difference = sourceDistances[p + rows[s]!]! - targetDistances[q + cols[s]!]!;
      sum += difference * difference * mass[s]!;
    }
    terms[e] = mass[e]! * sum;
  }
  return compensatedSum(terms);
}

/**
 * The same from D1 p D2: sum D1^2 r r + sum D2^2 c c - 2 <p, D1 p D2> for the marginals r and c of p. Its rounding is in units
 * of the first two sums, so it may come out as a little less than 0. O(n m (n + m)) time. Peyré, Cuturi and Solomon
 * 2016, proposition 1.
 */
export function decomposedQuadratic(problem: GromovProblem, plan: SparsePlan): number {
  const { source: r, target: c } = marginals(plan);
  const ofSource = weightedSum(rowSquares(problem.sourceDistances, r), r);
  const ofTarget = weightedSum(rowSquares(problem.targetDistances, c), c);
  return ofSource + ofTarget - 2 * against(planProduct(problem, plan), plan);
}

/** Is the sum over pairs of entries the cheaper way? */
export function isSparse({ n, m }: GromovProblem, plan: SparsePlan): boolean {
  return plan.mass.length ** 2 <= n * m * (n + m) + 16 * (n + m) ** 2;
}
