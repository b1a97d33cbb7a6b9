import { measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { oneD } from "../one-d.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import { principalAxesStart } from "./principal-axes-start.js";
import { productPlan } from "./product-plan.js";
import type { GromovStart } from "./start.js";

/** The product plan a_i b_j / mass: what other libraries begin from. */
export const productStart: GromovStart = (problem) => [productPlan(problem)];

/** The plan of the third lower bound: points go where the distances to all others are alike. */
export const thirdBoundStart: GromovStart = (_, { plan }) => [plan];

/** Points go to points of the same rank of eccentricity, (sum_k D_ik^2 a_k)^(1/2): from the centre outwards. */
export const eccentricityStart: GromovStart = ({ a, b, sourceSquares, targetSquares }) => {
  const source = measure(sourceSquares.map(Math.sqrt), { dim: 1, weights: a });
  const target = measure(targetSquares.map(Math.sqrt), { dim: 1, weights: b });
  return [oneD(source, target).plan];
};

/** The optimal plan for the features alone; none where there are no features. */
export const featureStart: GromovStart = ({ a, b, features }) =>
  features ? [solveMatrix(features.costs, a, b).plan] : [];

/**
 * Optimal plans for the costs of the third bound, changed at random: each is multiplied by a number between 0 and 2, and up
 * to the mean cost is added. Plan s depends on the stream and s alone.
 */
export function randomStarts(random: Random, count: number): GromovStart {
  return function* ({ a, b }, { costs }) {
    const mean = costs.reduce((sum, cost) => sum + Math.abs(cost), 0) / costs.length;
    for (let s = 0; s < count; s++) {
      const stream = random.fork(s);
      const changed = costs.map((cost) => 2 * stream.uniform() * cost + stream.uniform() * mean);
      yield solveMatrix(changed, a, b).plan;
    }
  };
}

/**
 * What is tried where nothing else is said: three or four plans, and two to eight that lay principal axes upon each other, the most
 * promising first.
 */
export const defaultStarts: readonly GromovStart[] = [
  thirdBoundStart,
  featureStart,
  principalAxesStart,
  eccentricityStart,
  productStart,
];
