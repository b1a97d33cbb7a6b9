import { squaredDistances } from "../../numeric/gram.js";
import { matrix } from "../../numeric/matrix.js";
import { costRounding } from "../c-transform.js";
import { matrixBounds } from "../matrix-bounds.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import { quantileFeatures } from "./quantile-features.js";

/** A lower bound of the objective, and the transport problem that it comes from. */
export interface ThirdBound {
  /** n x m: what matching i with j costs at least, alpha W2^2(distances from i, distances from j) + (1 - alpha) M_ij. */
  readonly costs: Float64Array;
  /** Optimal for these costs: points go where the distances to all others are alike. */
  readonly plan: SparsePlan;
  readonly lower: number;
}

/**
 * Mémoli's third lower bound: for any plan p
 *
 *   sum |D1_ik - D2_jl|^2 p_ij p_kl >= sum_ij p_ij W2^2(sum_k a_k delta(D1_ik), sum_l b_l delta(D2_jl)),
 *
 * so the least transport cost for these costs, fused with the features, bounds the objective. Two differently spread
 * spaces give a positive bound; an isometric copy gives 0. It is never below the first two bounds of Mémoli, of the
 * eccentricities and of all distances at once. (The costs on the line are sharp for equal masses on each side, else a
 * little below: see quantileFeatures.)
 *
 * O(n m (n + m)) time at most, O(n m + (n + m)^2) memory. Mémoli 2011, section 6.
 */
export function thirdBound(problem: GromovProblem): ThirdBound {
  const { costs, length } = matchingCosts(problem);
  const { plan, f } = solveMatrix(costs, problem.a, problem.b);
  const proved = matrixBounds(costs, problem.a, problem.b, plan, f).lower - rounding(problem, length);
  return { costs, plan, lower: isNonNegative(problem) ? Math.max(0, proved) : proved };
}

function matchingCosts({ n, m, a, b, alpha, sourceDistances, targetDistances, features }: GromovProblem): {
  costs: Float64Array;
  length: number;
} {
  const { source, target, length } = quantileFeatures(sourceDistances, a, targetDistances, b);
  const costs = squaredDistances(matrix(n, length, source), matrix(m, length, target)).data;
  if (features) {
    for (let p = 0; p < costs.length; p++) costs[p] = alpha * costs[p]! + (1 - alpha) * features.costs[p]!;
  }
  return { costs, length };
}

/**
 * What the rounding of the costs may be worth. The features are, but for k roundings of numbers up to the largest distance,
 * those of masses that differ from the true ones by k roundings; moving so much mass changes a squared distance on the
 * line by the largest square; a product of two rows of features rounds k times. k = n + m + 2 length + 8 is plenty.
 * Euclidean distances as computed differ from those of the points by a factor: |D1 - D2|^2 summed over a plan then
 * changes by a relative `distanceRounding` and as much of (|D1| + |D2|)^2. Features change by their own rounding.
 */
function rounding(problem: GromovProblem, length: number): number {
  const { n, m, alpha, mass, largestDistance, features } = problem;
  const k = n + m + 2 * length + 8;
  const square = 4 * largestDistance * largestDistance * mass * mass;
  const ofDistances = 8 * k * Number.EPSILON * square + distanceRounding(problem) * 3 * square;
  const ofFeatures = features ? (features.rounding + 2 * Number.EPSILON) * features.largest * mass : 0;
  return alpha * ofDistances + (1 - alpha) * ofFeatures + Number.MIN_VALUE * (n + m);
}

/** Relative error of the distances as computed: none where they were given as numbers. */
export function distanceRounding({ euclidean, source, target }: GromovProblem): number {
  return euclidean ? costRounding(Math.max(source.dim, target.dim)) : 0;
}

/** Can the objective not be negative? */
function isNonNegative({ features }: GromovProblem): boolean {
  return !features || features.costs.every((cost) => cost >= 0);
}
