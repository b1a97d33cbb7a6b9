import type { Measure } from "../measure/measure.js";
import { requireBalanced } from "./balance.js";
import { chooseRoad } from "./choose-road.js";
import { type ExactOptions, withSteps } from "./exact-options.js";
import { noLevels } from "./simplex/levels.js";
import type { DenseMeans } from "./simplex/solve-dense.js";
import type { SparsePlan } from "./sparse-plan.js";
import type { Transport } from "./transport.js";

export type { ExactOptions };

/**
 * Optimal plan between two measures for the cost |x - y|^2, by the fastest of three exact roads.
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
 *   certificate.iterations counts steps (see `maxPivots`), on the line the entries of the plan.
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9 or squared
 *   distances overflow.
 *
 * On the line O((n + m) log(n + m)) time, by sorting. Large clouds in few dimensions: about O(n^1.2) to O(n^1.6), by
 * auctions and shortest augmenting paths, O((n + m) d) memory. All others: about O((n + m)^2), by the network simplex,
 * and a cost matrix where it is small enough. Neither has a polynomial guarantee, both have a cap on steps.
 */
export function exact(source: Measure, target: Measure, options: ExactOptions = {}): Transport<SparsePlan> {
  return exactBetween(source, target, options, {});
}

/**
 * `exact` from one source to many targets: what the source alone decides is found once. The answers are those of
 * `exact`, bit for bit, in any order of the targets. O(n) memory as long as the function is held.
 */
export function exactFrom(
  source: Measure,
): (target: Measure, options?: ExactOptions) => Transport<SparsePlan> {
  const means = { sourceLevels: noLevels() };
  return (target, options = {}) => exactBetween(source, target, options, means);
}

function exactBetween(
  source: Measure,
  target: Measure,
  options: ExactOptions,
  means: DenseMeans,
): Transport<SparsePlan> {
  requireBalanced(source, target);
  return chooseRoad(source, target)(source, target, withSteps(options), means);
}
