import type { EntropicPlan } from "./entropic/entropic-plan.js";
import { forEachRow } from "./entropic/plan-rows.js";
import type { SparsePlan } from "./sparse-plan.js";

/** A plan by its entries or by a formula for them. */
export type Plan = SparsePlan | EntropicPlan;

/** Some entries: mass[e] goes from source point rows[e] to target point cols[e], for e < count. Valid during the call. */
export type VisitPiece = (rows: Int32Array, cols: Int32Array, mass: Float64Array, count: number) => void;

/** All entries of a plan, as they are stored or row by row. O(entries); for an entropic plan O(n m d) time, O(m) memory. */
export function forEachPiece(plan: Plan, visit: VisitPiece): void {
  if (plan.kind === "sparse") {
    visit(plan.rows, plan.cols, plan.mass, plan.mass.length);
    return;
  }
  const m = plan.shape[1];
  const rows = new Int32Array(m);
  const cols = Int32Array.from(rows.keys());
  forEachRow(plan, (i, mass) => visit(rows.fill(i), cols, mass, m));
}
