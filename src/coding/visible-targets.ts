import { toRow } from "../lot/embedding.js";
import { geometryOf } from "../lot/geometries.js";
import { logMap } from "../lot/log-map.js";
import type { Reference } from "../lot/reference.js";
import { type Measure, pool } from "../measure/measure.js";
import { barycentricProjection } from "../transport/plan.js";
import type { Cover } from "./cover.js";

/** Where the visible parts of the reference points should go. */
export interface VisibleTargets {
  /** A row: sqrt(w_i) times the tangent vector at reference point i. */
  readonly target: Float64Array;
  /** Share of each reference point that is seen, 0 to 1; where it is 0 the target says nothing. */
  readonly visible: Float64Array;
}

/** Of a damaged measure, by the plan from the present synthesis to it. */
export function visibleTargets(reference: Reference, damaged: Measure, step: Cover): VisibleTargets {
  const visible = step.visible.subarray(0, reference.measure.count); // then singular points, of HK
  return geometryOf(reference.metric).isBalanced
    ? { target: displacements(reference, damaged, step), visible }
    : { target: completedRow(reference, damaged, step), visible };
}

/** sqrt(w_i) (mean of the matched y_j - x_i). */
function displacements({ measure }: Reference, damaged: Measure, { transport }: Cover): Float64Array {
  const { points, weights, dim } = measure;
  const images = barycentricProjection(transport.plan, damaged);
  return images.map((y, p) => Math.sqrt(weights[Math.floor(p / dim)]!) * (y - points[p]!));
}

/** The logarithm of the damaged measure and what it does not cover, where masses may grow. */
function completedRow(reference: Reference, damaged: Measure, { missing }: Cover): Float64Array {
  const whole = missing.count > 0 ? pool([damaged, missing]) : damaged;
  return toRow(reference, logMap(reference, whole));
}
