import { exponential } from "../numeric/elementary.js";
import type { LossSettings } from "./loss.js";

/** What <plan, C> is and how it changes with the logarithms of the factors of the plan. */
export interface PlanCost {
  readonly cost: number;
  /** sum_j P_ij C_ij and sum_i P_ij C_ij. */
  readonly rows: Float64Array;
  readonly cols: Float64Array;
}

/** Cost of the plan P_ij = exp(a_i + b_j) K_ij, from logarithms. O(d^2). */
export function planCost({ costs, kernel }: LossSettings, a: Float64Array, b: Float64Array): PlanCost {
  const d = a.length;
  const { exponents } = kernel.forward;
  const rows = new Float64Array(d);
  const cols = new Float64Array(d);
  let cost = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0, p = i * d; j < d; j++, p++) {
      const moved = costs[p]! === 0 ? 0 : exponential(a[i]! + b[j]! + exponents[p]!) * costs[p]!;
      rows[i]! += moved;
      cols[j]! += moved;
    }
    cost += rows[i]!;
  }
  return { cost, rows, cols };
}
