import type { Measure } from "../measure/measure.js";
import { geometryOf } from "./geometries.js";
import type { Reference } from "./reference.js";
import { requireAt, type Tangent } from "./tangent.js";

/**
 * Exponential at the reference, in its metric. W2: the measure with points x_i + t v_i and the reference masses. HK: points move
 * and masses change along straight lines of the cone over space. OPT: what is kept moves, what is destroyed fades. The first
 * points of the result are those of the reference, in their order; masses may be 0. For HK the singular mass is added
 * with t^2 of it, for OPT with t.
 *
 * `expMap(reference, logMap(reference, mu))` is mu itself if the optimal plan is a map, else mu with each group
 * of points that shares a reference point replaced by its mean.
 *
 * @param t step along the geodesic, default 1.
 * @throws ShapeError if the vector belongs to another reference; MeasureError if a point is not finite or no mass is left.
 */
export function expMap(reference: Reference, tangent: Tangent, t = 1): Measure {
  requireAt(reference, tangent);
  return geometryOf(reference.metric).exponential(reference.measure, tangent, t);
}
