import { type Measure, measure } from "../measure/measure.js";
import type { Reference } from "./reference.js";
import { requireAt, type Tangent } from "./tangent.js";

/**
 * Exponential at the reference: the measure with points x_i + t v_i and the reference masses.
 *
 * `expMap(reference, logMap(reference, mu))` is mu itself if the optimal plan is a map, else mu with each group
 * of points that shares a reference point replaced by its mean.
 *
 * @param t step along the geodesic, default 1.
 * @throws ShapeError if the vector belongs to another reference; MeasureError if a point is not finite.
 */
export function expMap(reference: Reference, tangent: Tangent, t = 1): Measure {
  requireAt(reference, tangent);
  const { points, weights, dim } = reference.measure;
  return measure(
    points.map((x, p) => x + t * tangent.velocity[p]!),
    { dim, weights },
  );
}
