import { type Measure, totalMass } from "../../measure/measure.js";
import { type Merged, mergeRepeated } from "../../measure/merge.js";
import type { OnProgress } from "../../numeric/certificate.js";
import { requireBalanced } from "../balance.js";
import { certify } from "../certify.js";
import { proveConverged } from "../closed-gap.js";
import { commonFrame, type Frame, potentialsFromFrame } from "../frame.js";
import { type WholeProblem, wholeProblem } from "../simplex/problem.js";
import { realPlan } from "../simplex/real-plan.js";
import type { Tree } from "../simplex/tree.js";
import type { Transport } from "../transport.js";
import { firstOccurrence } from "./first-occurrence.js";
import { solveWhole } from "./solve-whole.js";
import { splitPlan } from "./split-plan.js";
import { wholeCounts } from "./whole-counts.js";
import { workBudget } from "./work-budget.js";

export interface LargeOptions {
  /** Told about every 20,000 steps; returning `false` ends the work with status "aborted" and a feasible plan. */
  readonly onProgress?: OnProgress;
}

/**
 * Optimal plan between two large clouds for the cost |x - y|^2, in two or more dimensions, without a cost matrix.
 *
 * Prices by auctions from coarse clusters to the points, then shortest augmenting paths on the complete graph
 * with arcs looked up in a kd-tree; the certificate does not know about either. Points that coincide are one
 * point meanwhile. Masses are treated as by `exact`, and the same is said of the plan returned.
 *
 * @returns what `exact` does; certificate.iterations counts bids and settled points.
 * @throws what `exact` does.
 *
 * In few dimensions about O(n^1.2) to O(n^1.6) time, O((n + m) d) memory. From 5 dimensions on, and below some
 * thousand points, the network simplex is the better choice.
 * Bertsekas 1988; Bertsekas and Castañon 1989; Jonker and Volgenant 1987; Mérigot 2011.
 */
export function solveLarge(source: Measure, target: Measure, options: LargeOptions = {}): Transport {
  requireBalanced(source, target);
  const merged = { source: mergedOf(source), target: mergedOf(target) };
  const left = merged.source.measure;
  const right = merged.target.measure;
  const frame = commonFrame(left, right);
  const whole = wholeCounts(wholeProblem(left, right, frame), { source, target }, merged);
  const budget = workBudget(options.onProgress);
  const tree = solveWhole(whole.problem, budget);
  const plan = splitPlan(
    realPlan(left, right, frame, whole, tree),
    { indexOf: merged.source.indexOf, weights: source.weights },
    { indexOf: merged.target.indexOf, weights: target.weights },
  );
  const own = sourcePotential(left.count, frame, whole, tree);
  const f = Float64Array.from(merged.source.indexOf, (i) => own[i]!);
  const outcome = { status: budget.ended() ?? "converged", iterations: budget.done() };
  const largest = totalMass(source) * frame.scale * frame.scale * frame.largestCost;
  return proveConverged(certify(source, target, plan, { f }, outcome), largest);
}

/** Most clouds have no repeated points, and finding that out is faster than sorting them. */
function mergedOf(mu: Measure): Merged {
  const first = firstOccurrence(mu.points, mu.dim);
  return first.every((leader, i) => leader === i) ? { measure: mu, indexOf: first } : mergeRepeated(mu);
}

/** Potentials of the tree for all source points; -Infinity, that is unknown, for those it does not hold. */
function sourcePotential(n: number, frame: Frame, { source }: WholeProblem, tree: Tree): Float64Array {
  const f = new Float64Array(n).fill(-Infinity);
  source.nodes.forEach((i, node) => {
    f[i] = tree.potential[node]!;
  });
  return potentialsFromFrame(frame, { f, g: new Float64Array(0) }).f;
}
