import { MeasureError, ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { balancedPair, requireBalanced } from "./balance.js";
import { certifyPair, type Outcome } from "./certify-pair.js";
import { fastestCTransform } from "./choose-c-transform.js";
import { commonFrame } from "./frame.js";
import type { Plan, SparsePlan } from "./plan.js";
import { forEachPiece } from "./plan-pieces.js";
import type { Potentials, Transport } from "./transport.js";

export type { Outcome };

/**
 * Bracket of the optimal cost from any plan and any source potential, independent of the solver that made them.
 *
 * lower = sum f_i a_i + sum g_j b_j for the potentials made feasible by the c-transform
 * g_j = min_i |x_i - y_j|^2 - f_i; upper = <c, p> for the plan rounded to its marginals. If the masses differ
 * (within 1e-9), b is understood as scaled to the mass of a.
 *
 * Both ends include the rounding of their own computation, so the optimum for the coordinates and masses as stored
 * lies between them and lower <= upper. So even an optimal plan leaves a gap, of about 1e-15 times
 * sum |f_i| a_i + sum |g_j| b_j: nothing beside an ordinary cost, much beside one that is tiny compared with the
 * squared extent of the clouds.
 *
 * @param potentials only f is used, and only where it is finite and the point has mass.
 * @returns the plan as given with its cost, potentials for all points, massless ones included, feasible up to the
 *   rounding of their free constant, and the certificate. The cost may leave the bracket by its rounding and by what
 *   the marginal errors are worth.
 * @throws ShapeError if sizes do not fit; MeasureError if masses differ by more than 1e-9, an entry of the plan
 *   is negative or not finite, or squared distances overflow.
 *
 * O(n m d) time at worst, O((n + m) d) memory; O((n + m) log(n + m)) time in one dimension and, for many points in two
 * to four with a potential that is near to optimal, about that too (by a kd-tree).
 * Altschuler, Weed and Rigollet 2017, algorithm 2; Peyré and Cuturi 2019, section 5.1.
 */
export function certify<P extends Plan>(
  source: Measure,
  target: Measure,
  plan: P,
  potentials: Pick<Potentials, "f">,
  outcome: Outcome,
): Transport<P> {
  requireBalanced(source, target);
  requireFitting(source, target, plan, potentials.f);
  const pair = balancedPair(source, target, commonFrame(source, target));
  return certifyPair(pair, plan, forEachPiece, potentials.f, outcome, fastestCTransform);
}

function requireFitting(source: Measure, target: Measure, plan: Plan, f: Float64Array): void {
  const { shape } = plan;
  if (shape[0] !== source.count || shape[1] !== target.count || f.length !== source.count) {
    throw new ShapeError(
      `a ${shape[0]} x ${shape[1]} plan and ${f.length} source potentials do not fit ` +
        `${source.count} source and ${target.count} target points`,
      { expected: `${source.count} x ${target.count}`, found: `${shape[0]} x ${shape[1]}` },
    );
  }
  if (plan.kind === "sparse") requireEntries(plan);
}

function requireEntries({ rows, cols, mass, shape }: SparsePlan): void {
  for (let e = 0; e < mass.length; e++) {
    if (!(mass[e]! >= 0 && mass[e]! < Infinity)) {
      throw new MeasureError(
        `entry ${e} of the plan is ${mass[e]}; the masses of a plan must be finite and at least 0`,
        { index: e, value: mass[e]! },
      );
    }
    if (!(rows[e]! >= 0 && rows[e]! < shape[0] && cols[e]! >= 0 && cols[e]! < shape[1])) {
      throw new ShapeError(
        `entry ${e} of the plan is at (${rows[e]}, ${cols[e]}), outside its shape ${shape[0]} x ${shape[1]}`,
        { expected: `${shape[0]} x ${shape[1]}`, found: `(${rows[e]}, ${cols[e]})` },
      );
    }
  }
}
