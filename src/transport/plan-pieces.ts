import type { EntropicPlan } from "./entropic/entropic-plan.js";
import { forEachPart } from "./entropic/plan-rows.js";
import type { SparsePlan } from "./sparse-plan.js";
import { type VisitPiece, walkSparse } from "./walk-plan.js";

/** A plan by its entries or by a formula for them. */
export type Plan = SparsePlan | EntropicPlan;

/**
 * All entries of a plan, those that are 0 left out or not. O(entries); for an entropic plan O(n m d) time at most, O((n + m) d)
 * memory. The same plan gives the same bits, in the same order, each time.
 */
export function forEachPiece(plan: Plan, visit: VisitPiece): void {
  if (plan.kind === "sparse") walkSparse(plan, visit);
  else forEachPart(plan, visit);
}
