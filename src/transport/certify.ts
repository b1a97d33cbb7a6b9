import { MeasureError, ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { compensatedSum } from "../numeric/sum.js";
import { requireBalanced } from "./balance.js";
import { dualBound } from "./dual-bound.js";
import { commonFrame } from "./frame.js";
import { marginals, type Plan } from "./plan.js";
import { planCost, roundedCost } from "./rounded-cost.js";
import type { Potentials, Transport } from "./transport.js";

/** How the solver ended: what cannot be checked from outside. */
export type Outcome = Pick<Certificate, "status" | "iterations">;

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
 * O(n m d) time (O((n + m) log(n + m)) in one dimension), O((n + m) d) memory.
 * Altschuler, Weed and Rigollet 2017, algorithm 2; Peyré and Cuturi 2019, section 5.1.
 */
export function certify(
  source: Measure,
  target: Measure,
  plan: Plan,
  potentials: Pick<Potentials, "f">,
  outcome: Outcome,
): Transport {
  requireBalanced(source, target);
  requireFitting(source, target, plan, potentials.f);
  const frame = commonFrame(source, target);
  const dual = dualBound(source, target, frame, potentials.f);
  const sent = marginals(plan);
  return {
    cost: planCost(source, target, plan),
    plan,
    potentials: fixConstant(source, target, dual.potentials),
    certificate: {
      status: outcome.status,
      iterations: outcome.iterations,
      lower: dual.lower,
      upper: roundedCost(source, target, plan, frame),
      sourceError: distanceL1(sent.source, source.weights),
      targetError: distanceL1(sent.target, target.weights),
    },
  };
}

function requireFitting(source: Measure, target: Measure, plan: Plan, f: Float64Array): void {
  const { rows, cols, mass, shape } = plan;
  if (shape[0] !== source.count || shape[1] !== target.count || f.length !== source.count) {
    throw new ShapeError(
      `a ${shape[0]} x ${shape[1]} plan and ${f.length} source potentials do not fit ` +
        `${source.count} source and ${target.count} target points`,
      { expected: `${source.count} x ${target.count}`, found: `${shape[0]} x ${shape[1]}` },
    );
  }
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

/** The free constant such that sum f_i a_i = sum g_j b_j. */
function fixConstant(source: Measure, target: Measure, { f, g }: Potentials): Potentials {
  const difference = weightedSum(g, target.weights) - weightedSum(f, source.weights);
  const t = difference / (compensatedSum(source.weights) + compensatedSum(target.weights));
  return { f: f.map((value) => value + t), g: g.map((value) => value - t) };
}

function weightedSum(values: Float64Array, weights: Float64Array): number {
  return compensatedSum(values.map((value, i) => value * weights[i]!));
}

function distanceL1(found: Float64Array, wanted: Float64Array): number {
  return compensatedSum(found.map((value, i) => Math.abs(value - wanted[i]!)));
}
