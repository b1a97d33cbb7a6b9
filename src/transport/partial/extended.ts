import { totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Outcome } from "../certify.js";
import { type SparsePlan, sparsePlan } from "../plan.js";
import type { PartialProblem, PartialSolution } from "./problem.js";

/**
 * Partial transport as balanced transport with one more point on each side, the last: mass that is left goes to it, or
 * comes from it, at a constant cost. For a price this is the price, and the two points are at cost 0; for a given mass M
 * it is 0, the points take |a| - M and give |b| - M, and what goes from one to the other costs more than any pair.
 * Chapel, Alaya and Gasso 2020, section 3.2.
 */
export interface Extended {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Cost between an extra point and the points of the other side, and between the extra points. */
  readonly leaving: number;
  readonly corner: number;
}

export function extended(
  { source, target, mass, farthest }: PartialProblem,
  price: number | undefined,
): Extended {
  const most = mass ?? Math.min(totalMass(source), totalMass(target));
  const a = upTo(2 * most, source.weights);
  const b = upTo(2 * most, target.weights);
  return {
    a: withLast(a, left(b, mass)),
    b: withLast(b, left(a, mass)),
    leaving: price ?? 0,
    corner: price === undefined ? farthest || 1 : 0,
  };
}

/** More than twice what can move at all makes no difference, and costs digits of smaller masses. */
function upTo(most: number, masses: Float64Array): Float64Array {
  return masses.map((value) => Math.min(value, most));
}

/** What the extra point opposite a side has: all of its mass, or what a given mass leaves of it. */
function left(masses: Float64Array, mass: number | undefined): number {
  return mass === undefined ? compensatedSum(masses) : Math.max(0, compensatedSum(withLast(masses, -mass)));
}

function withLast(values: Float64Array, last: number): Float64Array {
  const all = new Float64Array(values.length + 1);
  all.set(values);
  all[values.length] = last;
  return all;
}

/** What a solver of the extended problem ends with. */
export interface ExtendedSolution {
  readonly plan: SparsePlan;
  /** -Infinity where it is unknown. */
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly outcome: Outcome;
}

/**
 * Part by which the price of a given mass is lowered. At the price itself both potentials of points that are not used up
 * meet the cost, and whatever rounding takes off is lost for all of their mass, which may be far more than what moves;
 * below, only the last of the mass that moves counts.
 */
const MARGIN = 64 * Number.EPSILON;

/** The partial plan, and the source potential with the price as its largest value. */
export function withoutExtra(
  { leaving }: Extended,
  { plan, f, g }: ExtendedSolution,
  price: number | undefined,
): PartialSolution {
  const n = f.length - 1;
  const m = g.length - 1;
  const capOfF = g[m]! > -Infinity ? leaving - g[m]! : largest(f.subarray(0, n));
  const capOfG = f[n]! > -Infinity ? leaving - f[n]! : largest(g.subarray(0, m));
  const own = price ?? Math.max(0, (1 - MARGIN) * ((capOfF + capOfG) / 2));
  return {
    plan: ownEntries(plan, n, m),
    f: f.subarray(0, n).map((value) => own - (capOfF - value)),
    price: own,
  };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

function ownEntries({ rows, cols, mass }: SparsePlan, n: number, m: number): SparsePlan {
  const kept = Int32Array.from(rows.keys()).filter((e) => rows[e]! < n && cols[e]! < m);
  const entries = {
    rows: kept.map((e) => rows[e]!),
    cols: kept.map((e) => cols[e]!),
    mass: Float64Array.from(kept, (e) => mass[e]!),
  };
  return sparsePlan(entries, [n, m]);
}
