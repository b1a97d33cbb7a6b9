import { lendEntropicKernels } from "../../kernels/entropic.js";
import type { Cost } from "../../measure/cost.js";
import { lengthScale } from "./length-scale.js";
import { gathered, scattered, spatiallyOrdered } from "./spatial-order.js";

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
 * O(n m d) time at most: where epsilon is small beside the extent of large clouds in up to 8 dimensions, far pairs are not
 * looked at. O((n + m) d) memory.
 */
export function softTransform(problem: SoftProblem, h: Float64Array, epsilon: number): Float64Array {
  return preparedSoftTransform(problem)(h, epsilon);
}

/** As `softTransform`, for many h and epsilon: large clouds are put in order only once. */
export function preparedSoftTransform({
  x,
  y,
  dim,
  cost,
}: SoftProblem): (h: Float64Array, epsilon: number) => Float64Array {
  const [rows, columns] = spatiallyOrdered(x, y, dim);
  const n = rows.order.length;
  const m = columns.order.length;
  return (h, epsilon) =>
    lendEntropicKernels(({ functions, doubles }) => {
      const soft = functions.newSoft(n, m, dim, lengthScale(cost));
      doubles(functions.softX(soft), n * dim).set(rows.points);
      doubles(functions.softY(soft), m * dim).set(columns.points);
      doubles(functions.softH(soft), m).set(gathered(h, columns));
      functions.prepareSoft(soft);
      functions.runSoft(soft, epsilon);
      return scattered(doubles(functions.softF(soft), n), rows);
    });
}
