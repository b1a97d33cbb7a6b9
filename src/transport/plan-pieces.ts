import type { EntropicPlan } from "./entropic/entropic-plan.js";
import { forEachRow } from "./entropic/plan-rows.js";
import type { SparsePlan } from "./sparse-plan.js";

/** A plan by its entries or by a formula for them. */
export type Plan = SparsePlan | EntropicPlan;

/**
 * Some entries of one row: mass[e] goes from source point `row` to target point cols[e], for from <= e < to. The arrays
 * are valid during the call.
 */
export type VisitPiece = (
  row: number,
  cols: Int32Array,
  mass: Float64Array,
  from: number,
  to: number,
) => void;

/** All entries of a plan, row by row as they are stored. O(entries); for an entropic plan O(n m d) time, O(m) memory. */
export function forEachPiece(plan: Plan, visit: VisitPiece): void {
  if (plan.kind === "sparse") {
    const { rows, cols, mass } = plan;
    for (let from = 0, to = 1; from < rows.length; from = to++) {
      while (to < rows.length && rows[to] === rows[from]) to++;
      visit(rows[from]!, cols, mass, from, to);
    }
    return;
  }
  const all = Int32Array.from({ length: plan.shape[1] }, (_, j) => j);
  forEachRow(plan, (i, row) => visit(i, all, row, 0, row.length));
}
