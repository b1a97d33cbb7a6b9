import type { Measure } from "../measure/measure.js";
import type { Plan } from "../transport/plan.js";
import { forEachPiece } from "../transport/plan-pieces.js";

/** sum pi_ij |y_j - T_i|^2 of the images T, n x d: what a barycentric projection drops. O(entries d). */
export function spreadAround(images: Float64Array, plan: Plan, mu: Measure): number {
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
