/**
 * Optimal plan by its non-zero entries: mass[e] goes from source point rows[e] to target point cols[e].
 * Sorted by row, then column; no pair occurs twice. Shape is [source points, target points].
 */
export interface SparsePlan {
  readonly kind: "sparse";
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly mass: Float64Array;
  readonly shape: readonly [number, number];
}

/** The solvers so far return sparse plans; functions on plans work for every kind. */
export type Plan = SparsePlan;
