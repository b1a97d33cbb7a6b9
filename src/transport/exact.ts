import { ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";
import type { OnProgress } from "../numeric/certificate.js";
import { requireBalanced } from "./balance.js";
import { certify } from "./certify.js";
import { proveConverged } from "./closed-gap.js";
import { commonFrame, type Frame, potentialsFromFrame } from "./frame.js";
import { oneD } from "./one-d.js";
import { pivotBudget } from "./simplex/budget.js";
import { type WholeProblem, wholeProblem } from "./simplex/problem.js";
import { realPlan } from "./simplex/real-plan.js";
import { solveSimplex } from "./simplex/solve.js";
import type { Tree } from "./simplex/tree.js";
import type { Transport } from "./transport.js";

export interface ExactOptions {
  /** Told every 1000 pivots; returning `false` ends the work with status "aborted" and the plan so far. */
  readonly onProgress?: OnProgress;
  /** Default 200 (n + m) + 10,000, far above what was ever seen; reaching it gives "iteration-limit". */
  readonly maxPivots?: number;
}

/**
 * Optimal plan between two measures for the cost |x - y|^2, by network simplex; on the line by sorting.
 *
 * Minimises  sum |x_i - y_j|^2 p_ij  subject to  p 1 = a,  p^T 1 = b,  p >= 0.
 *
 * Masses of any size are legal. Inside, they are whole multiples of 2^-50 of the total; the plan returned has the
 * masses as given: its marginals are right to about 1e-15 of the total, the rounding of their sums. Points of less
 * than 2^-50 of the total get their mass on their cheapest arc, points of mass 0 get none. Where the optimum is
 * degenerate, entries of the order of 1e-16 of the total may occur. If the masses differ (within 1e-9), the plan
 * moves the mass of the source.
 *
 * The smallest length is about 1e-160: squares of lesser ones, 1e-320, are too small for doubles. Clouds that lie closer
 * get cost 0 and a bracket from 0 to a few times 5e-324, "stalled"; choose a smaller unit of length.
 *
 * @returns a plan with at most n + m - 1 entries (a few more when masses lie below that unit), feasible for every
 *   status. "converged" is said only if the certificate's gap is at most 1e-9 of the cost or, where the cost is
 *   tiny compared with the clouds, what rounding explains (1e-14 of mass times largest squared distance); else
 *   "stalled". So a converged cost of less than 1e-5 of that product may have a relative gap above 1e-9, and one near
 *   1e-14 of it a gap as large as itself: the bracket is true, and is all that doubles tell about it.
 *   certificate.iterations counts pivots.
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9 or squared
 *   distances overflow.
 *
 * In practice O((n + m)^2) time or a little more, without a polynomial guarantee but with a cap on pivots. Memory
 * O((n + m) d) and, for n m <= 2^22, the cost matrix (at most 32 MB). Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function exact(source: Measure, target: Measure, options: ExactOptions = {}): Transport {
  requireBalanced(source, target);
  if (source.dim === 1) return oneD(source, target);
  const { maxPivots = 200 * (source.count + target.count) + 10_000, onProgress } = options;
  requirePivots(maxPivots);
  const frame = commonFrame(source, target);
  const whole = wholeProblem(source, target, frame);
  const budget = pivotBudget(maxPivots, onProgress);
  const tree = solveSimplex(whole.problem, budget);
  const plan = realPlan(source, target, frame, whole, tree);
  const f = sourcePotential(source.count, frame, whole, tree);
  const outcome = { status: budget.ended() ?? "converged", iterations: budget.done() };
  const largest = totalMass(source) * frame.scale * frame.scale * frame.largestCost;
  return proveConverged(certify(source, target, plan, { f }, outcome), largest);
}

function requirePivots(maxPivots: number): void {
  if (!(Number.isSafeInteger(maxPivots) && maxPivots >= 0)) {
    throw new ShapeError(`maxPivots is ${maxPivots}; it must be a whole number of at least 0`, {
      found: maxPivots,
    });
  }
}

/** Potentials of the tree for all source points; -Infinity, that is unknown, for those it does not hold. */
function sourcePotential(n: number, frame: Frame, { source }: WholeProblem, tree: Tree): Float64Array {
  const f = new Float64Array(n).fill(-Infinity);
  source.nodes.forEach((i, node) => {
    f[i] = tree.potential[node]!;
  });
  return potentialsFromFrame(frame, { f, g: new Float64Array(0) }).f;
}
