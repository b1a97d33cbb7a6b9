import { type Measure, totalMass } from "../measure/measure.js";
import { compensatedSum } from "../numeric/sum.js";
import { relativeExcess } from "./balance.js";
import { costRounding, cTransform } from "./c-transform.js";
import type { Frame } from "./frame.js";
import type { Potentials } from "./transport.js";
import { underflow } from "./underflow.js";

/** Potentials and what they prove: the optimal cost is at least `lower`, the rounding of its own sums included. */
export interface DualBound {
  readonly potentials: Potentials;
  readonly lower: number;
}

/**
 * Rounding of sum f_i a_i + sum g_j b_j, relative to the sum of the moduli: half an epsilon for each product, half for
 * the compensated sum, half for the factor of b, and as much again for the end.
 */
const SUM_ROUNDING = 2 * Number.EPSILON;

/**
 * Lower bound of the optimal cost from any source potential: g by the c-transform of what is usable, then f of the
 * unusable points by the c-transform of g. If this proves less than the means do, f comes from the means.
 *
 * Rounding: g is rounded down; the sums of f_i a_i and g_j b_j are known to `SUM_ROUNDING` of their moduli, which is
 * taken off; and dividing f and g by 1 + costRounding makes them feasible for the true costs, not only for the
 * computed ones. f has mean 0 over the mass, so that a free constant, however large, does not widen the bracket.
 */
export function dualBound(source: Measure, target: Measure, frame: Frame, given: Float64Array): DualBound {
  const own = boundFrom(source, target, given);
  if (own.lower >= totalMass(source) * frame.betweenMeans) return own;
  const means = boundFrom(source, target, frame.shiftX);
  return own.lower >= means.lower ? own : means;
}

function boundFrom(source: Measure, target: Measure, given: Float64Array): DualBound {
  const potentials = feasiblePotentials(source, target, given);
  return { potentials, lower: provedValue(source, target, potentials) };
}

/** Potentials that are feasible for every pair, points without mass included. */
function feasiblePotentials(source: Measure, target: Measure, given: Float64Array): Potentials {
  const { points: x, dim } = source;
  const f = usable(source, given);
  const g = cTransform(x, f, target.points, dim);
  const unknown = Int32Array.from(f.keys()).filter((i) => f[i] === -Infinity);
  const left = new Float64Array(unknown.length * dim);
  unknown.forEach((i, r) => {
    left.set(x.subarray(i * dim, (i + 1) * dim), r * dim);
  });
  const completed = cTransform(target.points, g, left, dim);
  unknown.forEach((i, r) => {
    f[i] = completed[r]!;
  });
  return { f, g };
}

/** The potential minus its mean, where it is finite and the point has mass; -Infinity, that is unknown, elsewhere. */
function usable({ weights }: Measure, given: Float64Array): Float64Array {
  const known = weights.map((a, i) => (a > 0 && Number.isFinite(given[i]!) ? a : 0));
  const mass = compensatedSum(known);
  const mean = compensatedSum(known.map((a, i) => (a > 0 ? (a / mass) * given[i]! : 0)));
  return known.map((a, i) => (a > 0 ? given[i]! - mean : -Infinity));
}

/** A number that sum f_i a_i + (1 + excess) sum g_j b_j does not fall below, or 0 if that is more. */
function provedValue(source: Measure, target: Measure, { f, g }: Potentials): number {
  const terms = new Float64Array(f.length + g.length);
  for (let i = 0; i < f.length; i++) terms[i] = f[i]! * source.weights[i]!;
  const ofTarget = terms.subarray(f.length);
  for (let j = 0; j < g.length; j++) ofTarget[j] = g[j]! * target.weights[j]!;
  const value = compensatedSum(terms) + relativeExcess(source, target) * compensatedSum(ofTarget);
  const rounding = SUM_ROUNDING * compensatedSum(terms.map(Math.abs));
  const sure = value - rounding - underflow(source, target);
  return Math.max(0, (1 - costRounding(source.dim)) * sure);
}
