import { costFunction } from "../../measure/cost.js";
import { exponential } from "../../numeric/elementary.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import type { EntropicPlan } from "./entropic-plan.js";

/**
 * The rows of an entropic plan, one after the other: `visit(i, row)` with row[j] = p_ij, valid during the call. The same
 * plan gives the same bits each time. O(n m d) time, O(m) memory.
 */
export function forEachRow(plan: EntropicPlan, visit: (i: number, row: Float64Array) => void): void {
  const { x, y, dim, cost, epsilon, sourceWeights, targetWeights, potentials, shape } = plan;
  const [n, m] = shape;
  const { f, g } = potentials;
  const costOf = costFunction(cost);
  const row = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    squaredDistancesInto(x, i, y, m, dim, row, 0);
    const a = sourceWeights[i]!;
    for (let j = 0; j < m; j++) {
      const b = targetWeights[j]!;
      row[j] = a > 0 && b > 0 ? a * b * exponential((f[i]! + g[j]! - costOf(row[j]!)) / epsilon) : 0;
    }
    visit(i, row);
  }
}
