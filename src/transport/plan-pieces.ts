import type { EntropicPlan } from "./entropic/entropic-plan.js";
import { forEachPart } from "./entropic/plan-rows.js";
import type { SparsePlan } from "./sparse-plan.js";

/** A plan by its entries or by a formula for them. */
export type Plan = SparsePlan | EntropicPlan;

/** Some entries: mass[e] goes from source point rows[e] to target point cols[e], for e < count. Valid during the call. */
export type VisitPiece = (rows: Int32Array, cols: Int32Array, mass: Float64Array, count: number) => void;

/**
 * All entries of a plan, those that are 0 left out or not. O(entries); for an entropic plan O(n m d) time at most, O((n + m) d)
 * memory. The same plan gives the same bits, in the same order, each time.
 */
export function forEachPiece(plan: Plan, visit: VisitPiece): void {
  if (plan.kind === "sparse") visit(plan.rows, plan.cols, plan.mass, plan.mass.length);
  else forEachPart(plan, visit);
}
