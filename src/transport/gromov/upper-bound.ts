import type { Marginals } from "../plan.js";
import type { SparsePlan } from "../sparse-plan.js";
import { decomposedQuadratic, directQuadratic, featureCost, isSparse } from "./objective.js";
import type { GromovProblem } from "./problem.js";
import { roundedPlan } from "./rounded-plan.js";
import { distanceRounding } from "./third-bound.js";

/**
 * Upper bound of the least objective: that of the plan rounded to its marginals. Rows, then columns with too much are
 * scaled down; what is missing goes from rows to columns in the order of their indices.
 *
 * Rounding: the sum over pairs of entries has terms of one sign, so it is right to a relative error; the decomposed one
 * to an error of the distances' squares. Marginals that are still off by a little may be put right by mass that moves at
 * any cost. Distances as computed are off by a relative error each, so by Minkowski's inequality the root of the sum
 * is off by that part of |D1| + |D2|.
 *
 * @param sent the marginals of the plan.
 */
export function upperBound(problem: GromovProblem, plan: SparsePlan, sent: Marginals): number {
  const { n, m, alpha, mass, largestDistance, features, sourceMoment, targetMoment } = problem;
  const { rounded, lost } = roundedPlan(problem, plan, sent);
  const moved = 4 * lost * (2 * mass + 4 * lost); // of p x p, in L1
  const quadratic = quadraticAtMost(problem, rounded) + moved * 4 * largestDistance * largestDistance;
  const size = Math.sqrt(sourceMoment) + Math.sqrt(targetMoment);
  const root = Math.sqrt(quadratic) + distanceRounding(problem) * size;
  const ofDistances = (1 + 8 * Number.EPSILON) * (distanceRounding(problem) > 0 ? root * root : quadratic);
  const ofFeatures = features ? featureCost(problem, rounded) + featureRounding(problem, lost) : 0;
  return alpha * ofDistances + ofFeatures + Number.MIN_VALUE * (n + m) ** 2;
}

function quadraticAtMost(problem: GromovProblem, plan: SparsePlan): number {
  const { n, m, sourceMoment, targetMoment } = problem;
  if (isSparse(problem, plan)) {
    return (1 + (plan.mass.length + 8) * Number.EPSILON) * directQuadratic(problem, plan);
  }
  const value = decomposedQuadratic(problem, plan);
  return Math.max(0, value) + 4 * (n + m + 8) * Number.EPSILON * (sourceMoment + targetMoment);
}

function featureRounding({ alpha, features, mass }: GromovProblem, lost: number): number {
  const part = (features!.rounding + 4 * Number.EPSILON) * mass + 4 * lost;
  return (1 - alpha) * part * features!.largest;
}
