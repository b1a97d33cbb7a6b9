import { type Cost, type CostOfSquaredDistance, costFunction } from "../../measure/cost.js";
import { costRounding } from "../c-transform.js";

/** Relative error of the computed Hellinger-Kantorovich cost at a given angle: sine, square and logarithm. */
const COST_ERROR = 16 * Number.EPSILON;
/** Relative error that root and division add to that of the squared distance. */
const ANGLE_ERROR = 4 * Number.EPSILON;

/** A cost that is not above the true one, from a computed squared distance in R^dim. */
export function costBelow(cost: Cost, dim: number): CostOfSquaredDistance {
  return bounded(cost, -1, costRounding(dim));
}

/** A cost that is not below the true one; infinite where it may be. */
export function costAbove(cost: Cost, dim: number): CostOfSquaredDistance {
  return bounded(cost, 1, costRounding(dim));
}

function bounded(cost: Cost, sign: 1 | -1, rounding: number): CostOfSquaredDistance {
  if (cost.name === "squared-euclidean") return (squared) => (1 + sign * rounding) * squared;
  const computed = costFunction(cost);
  const ofDistance = 1 + sign * (rounding + ANGLE_ERROR);
  const ofCost = 1 + sign * COST_ERROR;
  return (squared) => ofCost * computed(ofDistance * squared);
}
