import type { Measure } from "../../measure/measure.js";
import { type Merged, mergeRepeated } from "../../measure/merge.js";
import type { Outcome } from "../certify.js";
import { commonFrame } from "../frame.js";
import type { Plan } from "../plan.js";
import { provenTransport } from "../proven-transport.js";
import type { Transport } from "../transport.js";
import { firstOccurrence } from "./first-occurrence.js";
import { splitPlan } from "./split-plan.js";

/** Two measures, and the same with points that coincide made one: many solvers fight over these in vain. */
export interface MergedPair {
  readonly source: Measure;
  readonly target: Measure;
  readonly merged: { readonly source: Merged; readonly target: Merged };
  /** Do any points coincide? If not, the merged measures are the given ones. */
  readonly repeated: boolean;
}

/** O((n + m) d) expected time when no points coincide, O((n + m) log(n + m)) if some do. */
export function mergedPair(source: Measure, target: Measure): MergedPair {
  const merged = { source: mergedOf(source), target: mergedOf(target) };
  const repeated = merged.source.measure !== source || merged.target.measure !== target;
  return { source, target, merged, repeated };
}

/** Most clouds have no repeated points, and finding that out is faster than sorting them. */
function mergedOf(mu: Measure): Merged {
  const first = firstOccurrence(mu.points, mu.dim);
  return first.every((leader, i) => leader === i) ? { measure: mu, indexOf: first } : mergeRepeated(mu);
}

/** What a solver found for the merged measures, potentials of the source in the given coordinates. */
export interface MergedSolution {
  readonly plan: Plan;
  readonly f: Float64Array;
  readonly outcome: Outcome;
}

/** The transport between the given measures, with the certificate that it has there. */
export function unmergedTransport(
  { source, target, merged }: MergedPair,
  { plan, f, outcome }: MergedSolution,
): Transport {
  const left = { indexOf: merged.source.indexOf, weights: source.weights };
  const right = { indexOf: merged.target.indexOf, weights: target.weights };
  const ofEach = Float64Array.from(left.indexOf, (place) => f[place]!);
  const own = { plan: splitPlan(plan, left, right), f: ofEach, outcome };
  return provenTransport(source, target, commonFrame(source, target), own);
}
