import { MeasureError, ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Outcome } from "../certify.js";
import { distanceL1 } from "../distance-l1.js";
import type { Plan } from "../plan.js";
import { forEachPiece } from "../plan-pieces.js";
import type { Potentials } from "../potentials.js";
import type { Transport } from "../transport.js";
import { unbalancedBound } from "./feasible-potentials.js";
import { movedMass } from "./moved-mass.js";
import { bestScale, objective } from "./objective.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import type { RelaxationOptions } from "./relaxation.js";

/**
 * The answer of every solver with relaxed marginals. `cost` is <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b) at the plan
 * returned, with KL(r | s) = sum r log(r / s) - r + s: the linear part and both KL terms, never an entropy.
 *
 * The certificate brackets the least such value over all plans. `potentials` solve its dual problem
 *
 *   max rho sum a_i (1 - exp(-f_i / rho)) + rho sum b_j (1 - exp(-g_j / rho)),  f_i + g_j <= c_ij,
 *
 * their constant is the one that proves most; they are Infinity at points that reach no mass of the other side.
 * `sourceError` and `targetError` are the L1 distances of the plan's marginals from a and b: the mass destroyed and
 * created, which is no error here.
 */
export interface UnbalancedTransport<P extends Plan = Plan> extends Transport<P> {
  /** <c, p>, the part of `cost` that moving takes. */
  readonly linear: number;
  /** The mass of the plan. */
  readonly massMoved: number;
}

/**
 * Bracket of the optimum with relaxed marginals from any plan and any source potential, independent of the solver that
 * made them.
 *
 * lower: the dual value for the potentials made feasible by c-transforms; upper: the objective at the plan or, if that
 * gains more than 1e-6 of it, at the plan multiplied by the factor that is best for it. Both include the rounding of their
 * own computation. `cost` is the objective at the plan as it is: it lies above `upper` where the plan has been multiplied.
 *
 * @param potentials only f is used, and only where it is finite and the point has mass.
 * @throws ShapeError if sizes do not fit or the relaxation is not one; MeasureError if an entry of the plan is negative,
 *   not finite or at a point without mass, or squared distances overflow.
 *
 * O(n m d) time at worst, O((n + m) d) memory.
 * Liero, Mielke and Savaré 2018, section 4; Séjourné, Vialard and Peyré 2022, section 2.
 */
export function certifyUnbalanced<P extends Plan>(
  source: Measure,
  target: Measure,
  plan: P,
  potentials: Pick<Potentials, "f">,
  options: RelaxationOptions & Outcome,
): UnbalancedTransport<P> {
  const problem = unbalancedProblem(source, target, options);
  requireFitting(problem, plan, potentials.f);
  return certifyProblem(problem, plan, potentials.f, options);
}

/** Scaling that gains less is rounding, and not worth a bracket that the cost of the plan lies outside of. */
const WORTHWHILE = 1 - 1e-6;

/** `certifyUnbalanced` without its checks. */
export function certifyProblem<P extends Plan>(
  problem: UnbalancedProblem,
  plan: P,
  f: Float64Array,
  { status, iterations }: Outcome,
): UnbalancedTransport<P> {
  const { source, target, rho } = problem;
  const a = source.weights;
  const b = target.weights;
  const dual = unbalancedBound(problem, f);
  const moved = movedMass(problem, plan);
  const asItIs = objective(a, b, rho, moved);
  const scaled = objective(a, b, rho, moved, bestScale(a, b, rho, moved));
  const lost = underflow(problem);
  return {
    cost: asItIs.value,
    linear: moved.linear,
    massMoved: compensatedSum(moved.source),
    plan,
    potentials: dual.potentials,
    certificate: {
      status,
      iterations,
      lower: Math.max(0, dual.lower - lost),
      upper: (scaled.upper < WORTHWHILE * asItIs.upper ? scaled.upper : asItIs.upper) + lost,
      sourceError: distanceL1(moved.source, a),
      targetError: distanceL1(moved.target, b),
    },
  };
}

/** What products below the smallest double may lose: once for each mass, times rho too, and each square of a distance. */
function underflow({ source, target, rho }: UnbalancedProblem): number {
  const masses = totalMass(source) + totalMass(target);
  return Number.MIN_VALUE * (2 * (1 + rho) * (source.count + target.count) + 2 * source.dim * masses);
}

function requireFitting({ source, target }: UnbalancedProblem, plan: Plan, f: Float64Array): void {
  const { shape } = plan;
  if (shape[0] !== source.count || shape[1] !== target.count || f.length !== source.count) {
    throw new ShapeError(
      `a ${shape[0]} x ${shape[1]} plan and ${f.length} source potentials do not fit ` +
        `${source.count} source and ${target.count} target points`,
      { expected: `${source.count} x ${target.count}`, found: `${shape[0]} x ${shape[1]}` },
    );
  }
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) requireEntry(source, target, rows[e]!, cols[e]!, mass[e]!);
  });
}

function requireEntry(source: Measure, target: Measure, i: number, j: number, mass: number): void {
  if (!(i >= 0 && i < source.count && j >= 0 && j < target.count)) {
    throw new ShapeError(
      `an entry of the plan is at (${i}, ${j}), outside of ${source.count} x ${target.count}`,
      {
        expected: `${source.count} x ${target.count}`,
        found: `(${i}, ${j})`,
      },
    );
  }
  if (!(mass >= 0 && mass < Infinity)) {
    throw new MeasureError(
      `entry (${i}, ${j}) of the plan is ${mass}; the masses of a plan must be finite and at least 0`,
      { value: mass },
    );
  }
  if (mass > 0 && !(source.weights[i]! > 0 && target.weights[j]! > 0)) {
    throw new MeasureError(
      `the plan moves ${mass} from point ${i} to point ${j}, one of which has no mass; leave such entries out`,
      { value: mass },
    );
  }
}
