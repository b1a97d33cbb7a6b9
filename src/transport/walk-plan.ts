import type { SparsePlan } from "./sparse-plan.js";

/** Some entries: mass[e] goes from source point rows[e] to target point cols[e], for e < count. Valid during the call. */
export type VisitPiece = (rows: Int32Array, cols: Int32Array, mass: Float64Array, count: number) => void;

/**
 * All entries of a plan of some kind, in the same order each time. Who knows the kind says how to walk, so that those who
 * have sparse plans only carry nothing of the other kind.
 */
export type WalkPlan<P> = (plan: P, visit: VisitPiece) => void;

/** The entries of a sparse plan, all at once. */
export const walkSparse: WalkPlan<SparsePlan> = ({ rows, cols, mass }, visit) =>
  visit(rows, cols, mass, mass.length);
