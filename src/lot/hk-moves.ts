import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import type { Plan } from "../transport/plan.js";
import { forEachPiece } from "../transport/plan-pieces.js";

/** Mass of a plan from source point i to target point j, over a distance of angle * kappa. */
export type VisitMove = (i: number, j: number, mass: number, angle: number) => void;

/**
 * The moves of a plan over less than kappa pi / 2; what an entropic plan has beyond, by rounding, is left out.
 * O(entries d).
 */
export function forEachMove(
  kappa: number,
  source: Measure,
  target: Measure,
  plan: Plan,
  visit: VisitMove,
): void {
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      if (mass[e] === 0) continue;
      const i = rows[e]!;
      const j = cols[e]!;
      const angle = Math.sqrt(squaredDistance(source.points, i, target.points, j, source.dim)) / kappa;
      if (angle < Math.PI / 2) visit(i, j, mass[e]!, angle);
    }
  });
}

/** What the moves of a plan take from each source point and bring to each target point. */
export interface MovedMasses {
  readonly sent: Float64Array;
  readonly received: Float64Array;
  /** q_ij with q^2 = (b_j / received_j) / (a_i / sent_i): by q^2 the mass of a particle from i to j is multiplied. */
  readonly ratio: (i: number, j: number) => number;
}

export function movedMasses(kappa: number, source: Measure, target: Measure, plan: Plan): MovedMasses {
  const sent = new Float64Array(source.count);
  const received = new Float64Array(target.count);
  forEachMove(kappa, source, target, plan, (i, j, mass) => {
    sent[i]! += mass;
    received[j]! += mass;
  });
  const ratio = (i: number, j: number): number =>
    Math.sqrt(target.weights[j]! / received[j]!) * Math.sqrt(sent[i]! / source.weights[i]!);
  return { sent, received, ratio };
}

/** Places of the points that have mass, none of which takes part in a move. */
export function unmoved({ weights }: Measure, moved: Float64Array): Int32Array {
  return Int32Array.from(weights.keys()).filter((i) => weights[i]! > 0 && moved[i] === 0);
}
