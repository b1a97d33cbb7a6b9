import type { Measure } from "../../measure/measure.js";
import type { ExactOptions } from "../exact-options.js";
import { commonFrame } from "../frame.js";
import { wholeProblem } from "../simplex/problem.js";
import { realPlan } from "../simplex/real-plan.js";
import { sourcePotential } from "../source-potential.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { type MergedPair, mergedPair, unmergedTransport } from "./merged-pair.js";
import { solveWhole } from "./solve-whole.js";
import { wholeCounts } from "./whole-counts.js";
import { workBudget } from "./work-budget.js";

/**
 * Optimal plan between two large clouds for the cost |x - y|^2, in two or more dimensions, without a cost matrix.
 *
 * Prices by auctions from coarse clusters to the points, then shortest augmenting paths on the complete graph
 * with arcs looked up in a kd-tree; the certificate does not know about either. Points that coincide are one
 * point meanwhile. Masses are treated as by `exact`, and the same is said of the plan returned.
 *
 * @returns what `exact` does; certificate.iterations counts bids and settled points.
 * @param pair of the same measures, which balance.
 * @throws MeasureError if squared distances overflow.
 *
 * In few dimensions about O(n^1.2) to O(n^1.6) time, O((n + m) d) memory. From 5 dimensions on, and below some
 * thousand points, the network simplex is the better choice.
 * Bertsekas 1988; Bertsekas and Castañon 1989; Jonker and Volgenant 1987; Mérigot 2011.
 */
export function solveLarge(
  source: Measure,
  target: Measure,
  options: ExactOptions = {},
  pair: MergedPair = mergedPair(source, target),
): Transport<SparsePlan> {
  const left = pair.merged.source.measure;
  const right = pair.merged.target.measure;
  const frame = commonFrame(left, right);
  const whole = wholeCounts(wholeProblem(left, right, frame), pair);
  const budget = workBudget(options.maxPivots, options.onProgress);
  const tree = solveWhole(whole.problem, budget);
  const plan = realPlan(left, right, frame, whole, tree);
  const f = sourcePotential(frame, whole.source.nodes, tree.potential);
  const outcome = { status: budget.ended() ?? "converged", iterations: budget.done() };
  return unmergedTransport(pair, { plan, f, outcome });
}
