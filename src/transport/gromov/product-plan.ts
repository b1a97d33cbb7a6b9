import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";

/** a_i b_j / mass, by its n m entries. */
export function productPlan({ n, m, a, b, mass }: GromovProblem): SparsePlan {
  const rows = new Int32Array(n * m);
  const cols = new Int32Array(n * m);
  const masses = new Float64Array(n * m);
  for (let i = 0, p = 0; i < n; i++) {
    for (let j = 0; j < m; j++, p++) {
      rows[p] = i;
      cols[p] = j;
      masses[p] = (a[i]! / mass) * b[j]!;
    }
  }
  return sparsePlan({ rows, cols, mass: masses }, [n, m]);
}
