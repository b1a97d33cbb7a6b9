import { exponential, logarithm } from "../../numeric/elementary.js";

/** An entropic transport problem whose costs are a matrix, n x m. */
export interface MatrixProblem {
  readonly costs: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly epsilon: number;
}

/** f_i = -epsilon log sum_j b_j exp((g_j - c_ij) / epsilon). O(n m) time. */
export function rowSoftmin({ costs, a, b, epsilon }: MatrixProblem, g: Float64Array): Float64Array {
  const m = b.length;
  const f = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    let largest = -Infinity;
    for (let j = 0, p = i * m; j < m; j++, p++) {
      if (b[j]! > 0) largest = Math.max(largest, g[j]! - costs[p]!);
    }
    let sum = 0;
    for (let j = 0, p = i * m; j < m; j++, p++) {
      if (b[j]! > 0) sum += b[j]! * exponential((g[j]! - costs[p]! - largest) / epsilon);
    }
    f[i] = -largest - epsilon * logarithm(sum);
  }
  return f;
}
