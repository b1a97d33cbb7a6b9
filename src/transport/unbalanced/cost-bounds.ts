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

/** More than `costBelow` takes off. */
const SCREEN_ERROR = 64 * Number.EPSILON;
/** Squares of angles so much above that of a quarter turn, relatively, are so whatever the rounding. */
const INFINITE_FROM = 1e-9;

/**
 * Less than `costBelow`, and much less work: the first terms of the Taylor series of the cost. For the cost of
 * Hellinger-Kantorovich it is near up to about 3/4 of its reach; beyond the reach it is Infinity too.
 */
export function costScreen(cost: Cost, dim: number): CostOfSquaredDistance {
  const kept = 1 - costRounding(dim) - SCREEN_ERROR;
  const scale = cost.name === "squared-euclidean" ? 0 : 1 / (cost.kappa * cost.kappa);
  if (scale === 0 || scale === Infinity) return (squared) => kept * squared;
  const beyond = (1 + INFINITE_FROM) * (Math.PI / 2) * (Math.PI / 2);
  return (squared) => {
    const u = scale * squared;
    if (u > beyond) return Infinity;
    const series = 1 / 6 + u * (2 / 45 + u * (17 / 1260 + u * (62 / 14175 + u * (691 / 467775))));
    return kept * squared * (1 + u * series); // of -2 log cos t, u = t^2: all of its terms are positive
  };
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
