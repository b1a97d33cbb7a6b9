import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import type { Entries } from "./sandwich.js";

/** Mass t of two entries e and s of a plan that goes crosswise: from (i, j) and (k, l) to (i, l) and (k, j). */
export interface Exchange {
  readonly e: number;
  readonly s: number;
  readonly t: number;
  /** By how much the objective falls; 0 where no exchange is of use. */
  readonly gain: number;
}

/**
 * The best exchange between two entries of a plan. The objective along it is known exactly, curvature included, so this
 * sees what the linearised problem cannot: where the objective is concave, plans that no small step improves.
 *
 * @param costs the gradient at the plan, but for terms of one point alone. O(entries^2) time.
 */
export function bestExchange(problem: GromovProblem, plan: SparsePlan, costs: Float64Array): Exchange {
  const { n, m, alpha, sourceDistances: d1, targetDistances: d2 } = problem;
  const { rows, cols, mass } = plan;
  const ownSource = diagonal(d1, n);
  const ownTarget = diagonal(d2, m);
  let best: Exchange = { e: 0, s: 0, t: 0, gain: 0 };
  for (let e = 0; e < mass.length; e++) {
    const i = rows[e]!;
    const j = cols[e]!;
    for (let s = e + 1; s < mass.length; s++) {
      const k = rows[s]!;
      const l = cols[s]!;
      if (i === k || j === l) continue;
      const slope = costs[i * m + l]! + costs[k * m + j]! - costs[i * m + j]! - costs[k * m + l]!;
      const apart = ownSource[i]! + ownSource[k]! - 2 * d1[i * n + k]!;
      const curvature = -2 * alpha * apart * (ownTarget[j]! + ownTarget[l]! - 2 * d2[j * m + l]!);
      const most = Math.min(mass[e]!, mass[s]!);
      const t = curvature > 0 ? Math.min(most, -slope / (2 * curvature)) : most;
      const gain = -t * (slope + t * curvature);
      if (t > 0 && gain > best.gain) best = { e, s, t, gain };
    }
  }
  return best;
}

/** The plan after an exchange. O(entries). */
export function exchangedPlan({ rows, cols, mass, shape }: SparsePlan, { e, s, t }: Exchange): SparsePlan {
  const entries = {
    rows: new Int32Array(mass.length + 2),
    cols: new Int32Array(mass.length + 2),
    mass: new Float64Array(mass.length + 2),
  };
  entries.rows.set(rows);
  entries.cols.set(cols);
  entries.mass.set(mass);
  entries.mass[e]! -= t;
  entries.mass[s]! -= t;
  entries.rows.set([rows[e]!, rows[s]!], mass.length);
  entries.cols.set([cols[s]!, cols[e]!], mass.length);
  entries.mass.fill(t, mass.length);
  return sparsePlan(entries, shape);
}

/** What the exchange adds to the plan. */
export function exchangedEntries({ rows, cols }: SparsePlan, { e, s, t }: Exchange): Entries {
  return {
    rows: Int32Array.of(rows[e]!, rows[s]!, rows[e]!, rows[s]!),
    cols: Int32Array.of(cols[e]!, cols[s]!, cols[s]!, cols[e]!),
    mass: Float64Array.of(-t, -t, t, t),
  };
}

function diagonal(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!);
}
