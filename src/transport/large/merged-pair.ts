import { type Measure, massive } from "../../measure/measure.js";
import { type Merged, mergeRepeated } from "../../measure/merge.js";
import { commonFrame } from "../frame.js";
import { provenTransport, type Solution } from "../proven-transport.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { firstOccurrence } from "./first-occurrence.js";
import { splitPlan } from "./split-plan.js";

/**
 * Two measures, and the same without points of mass 0 (their index is -1) and with points that coincide made one:
 * many solvers fight over these in vain.
 */
export interface MergedPair {
  readonly source: Measure;
  readonly target: Measure;
  readonly merged: { readonly source: Merged; readonly target: Merged };
  /** Do any points with mass coincide? If not, the merged measures are the given ones but for points of mass 0. */
  readonly repeated: boolean;
}

/** O((n + m) d) expected time when no points coincide, O((n + m) log(n + m)) if some do. */
export function mergedPair(source: Measure, target: Measure): MergedPair {
  const left = mergedOf(source);
  const right = mergedOf(target);
  const repeated = left.repeated || right.repeated;
  return { source, target, merged: { source: left, target: right }, repeated };
}

interface MergedSide extends Merged {
  readonly repeated: boolean;
}

function mergedOf(mu: Measure): MergedSide {
  if (!mu.weights.includes(0)) return mergedMassive(mu);
  const held = massive(mu);
  const { measure, indexOf, repeated } = mergedMassive(held.measure);
  const ofEach = new Int32Array(mu.count).fill(-1);
  held.indices.forEach((i, r) => {
    ofEach[i] = indexOf[r]!;
  });
  return { measure, indexOf: ofEach, repeated };
}

/** Most clouds have no repeated points, and finding that out is faster than sorting them. */
function mergedMassive(mu: Measure): MergedSide {
  const first = firstOccurrence(mu.points, mu.dim);
  const repeated = first.some((leader, i) => leader !== i);
  return repeated ? { ...mergeRepeated(mu), repeated } : { measure: mu, indexOf: first, repeated };
}

/** The transport between the given measures, from what a solver found for the merged ones. */
export function unmergedTransport(
  { source, target, merged }: MergedPair,
  { plan, f, outcome }: Solution,
): Transport<SparsePlan> {
  const left = { indexOf: merged.source.indexOf, weights: source.weights };
  const right = { indexOf: merged.target.indexOf, weights: target.weights };
  const ofEach = Float64Array.from(left.indexOf, (place) => (place < 0 ? -Infinity : f[place]!));
  const own = { plan: splitPlan(plan, left, right), f: ofEach, outcome };
  return provenTransport(source, target, commonFrame(source, target), own);
}
