import type { Measure } from "../measure/measure.js";
import { barycentricProjection, type Plan } from "../transport/plan.js";
import { forEachPiece } from "../transport/plan-pieces.js";
import { type PreparedReference, prepareReference, type TransportSolver } from "./prepared-reference.js";
import type { Reference } from "./reference.js";
import type { TangentVector } from "./tangent.js";

export interface LogMapOptions {
  /** Default: `exact`. */
  readonly solver?: TransportSolver;
}

/**
 * Logarithm of mu at the reference: v_i = T_i - x_i, T the barycentric projection of an optimal plan.
 *
 * The velocity determines mu only if the plan is a map; `residual` tells how far it is from one:
 * cost = sum w_i |v_i|^2 + residual.
 *
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9.
 *
 * One transport problem. Wang, Slepčev, Basu, Ozolek and Rohde 2013; Linwu et al. 2025 (pyLOT).
 */
export function logMap(reference: Reference, mu: Measure, options: LogMapOptions = {}): TangentVector {
  return preparedLogMap(prepareReference(reference, options.solver), mu);
}

/** `logMap` from a reference that is prepared already. */
export function preparedLogMap({ reference, transportTo }: PreparedReference, mu: Measure): TangentVector {
  const { plan, certificate } = transportTo(mu);
  const images = barycentricProjection(plan, mu);
  const residual = spreadAround(images, plan, mu);
  const velocity = images; // ours alone from here on
  const { points } = reference.measure;
  for (let p = 0; p < velocity.length; p++) velocity[p]! -= points[p]!;
  return { referenceId: reference.id, velocity, residual, certificate };
}

/** sum pi_ij |y_j - T_i|^2 */
function spreadAround(images: Float64Array, plan: Plan, mu: Measure): number {
  const { dim, points } = mu;
  let sum = 0;
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      const t = rows[e]! * dim;
      const y = cols[e]! * dim;
      let squared = 0;
      for (let k = 0; k < dim; k++) squared += (points[y + k]! - images[t + k]!) ** 2;
      sum += mass[e]! * squared;
    }
  });
  return sum;
}
