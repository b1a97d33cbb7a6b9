import { type Cost, costFunction } from "../../measure/cost.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";

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
 * @param h g_j + epsilon log b_j; -Infinity leaves point j out.
 * @returns Infinity for a point that reaches no point of y at finite cost.
 *
 * O(n m d) time, O(n + m) memory.
 */
export function softTransform(problem: SoftProblem, h: Float64Array, epsilon: number): Float64Array {
  const { x, y, dim, cost } = problem;
  const costOf = costFunction(cost);
  const n = x.length / dim;
  const m = y.length / dim;
  const row = new Float64Array(m);
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    squaredDistancesInto(x, i, y, m, dim, row, 0);
    let largest = -Infinity;
    for (let j = 0; j < m; j++) {
      const value = h[j]! === -Infinity ? -Infinity : h[j]! - costOf(row[j]!);
      row[j] = value;
      if (value > largest) largest = value;
    }
    if (largest === -Infinity) {
      result[i] = Infinity;
      continue;
    }
    let sum = 0;
    for (let j = 0; j < m; j++) sum += exponential((row[j]! - largest) / epsilon);
    result[i] = -(largest + epsilon * logarithm(sum));
  }
  return result;
}
