import { lendKernels } from "../../kernels/lend.js";
import type { Cost } from "../../measure/cost.js";
import { lengthScale } from "./length-scale.js";

/** Two clouds, row-major, and what it costs to go from one point to another. */
export interface SoftProblem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dim: number;
  readonly cost: Cost;
}

/**
 * Soft c-transform: -epsilon log sum_j exp((h_j - c(x_i, y_j)) / epsilon) for each point of x.
 *
 * Off by a few roundings of c and h, and of epsilon; for epsilon towards 0 it becomes min_j c(x_i, y_j) - h_j. Terms below
 * 2^-72 of the largest are left out.
 *
 * @param h g_j + epsilon log b_j; -Infinity leaves point j out.
 * @returns Infinity for a point that reaches no point of y at finite cost.
 *
 * O(n m d) time, O((n + m) d) memory.
 */
export function softTransform(problem: SoftProblem, h: Float64Array, epsilon: number): Float64Array {
  const { x, y, dim, cost } = problem;
  const n = x.length / dim;
  const m = y.length / dim;
  return lendKernels(({ functions, doubles }) => {
    const soft = functions.newSoft(n, m, dim, lengthScale(cost));
    doubles(functions.softX(soft), n * dim).set(x);
    doubles(functions.softY(soft), m * dim).set(y);
    doubles(functions.softH(soft), m).set(h);
    functions.prepareSoft(soft);
    functions.runSoft(soft, epsilon);
    return doubles(functions.softF(soft), n).slice();
  });
}
