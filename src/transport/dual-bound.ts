import { type Measure, totalMass } from "../measure/measure.js";
import type { BalancedPair } from "./balance.js";
import { type CTransform, costRounding } from "./c-transform.js";
import { dualSum, usablePotential } from "./dual-sum.js";
import type { Potentials } from "./potentials.js";
import { underflow } from "./underflow.js";

/** Potentials and what they prove: the optimal cost is at least `lower`, the rounding of its own sums included. */
export interface DualBound {
  readonly potentials: Potentials;
  readonly lower: number;
}

/**
 * Lower bound of the optimal cost from any source potential: g by the c-transform of what is usable, then f of the
 * unusable points by the c-transform of g. If this proves less than the means do, f comes from the means.
 *
 * Rounding: g is rounded down; the sums of f_i a_i and g_j b_j are known to a part of their moduli, which is
 * taken off; and dividing f and g by 1 + costRounding makes them feasible for the true costs, not only for the
 * computed ones. f has mean 0 over the mass, so that a free constant, however large, does not widen the bracket.
 */
export function dualBound(pair: BalancedPair, given: Float64Array, transform: CTransform): DualBound {
  const { source, frame } = pair;
  const own = boundFrom(pair, given, transform);
  if (own.lower >= totalMass(source) * frame.betweenMeans) return own;
  const means = boundFrom(pair, frame.shiftX, transform);
  return own.lower >= means.lower ? own : means;
}

function boundFrom(pair: BalancedPair, given: Float64Array, transform: CTransform): DualBound {
  const potentials = feasiblePotentials(pair, given, transform);
  return { potentials, lower: provedValue(pair, potentials) };
}

/** Potentials that are feasible for every pair, points without mass included. */
function feasiblePotentials(
  { source, target }: BalancedPair,
  given: Float64Array,
  transform: CTransform,
): Potentials {
  const f = usablePotential(source.weights, given);
  const g = transform(source.points, f, target.points, source.dim);
  if (f.includes(-Infinity)) completeInto(f, source, target, g, transform);
  return { f, g };
}

/** The c-transform of g for the points where f is unknown, that is -Infinity. */
export function completeInto(
  f: Float64Array,
  { points, dim }: Measure,
  target: Measure,
  g: Float64Array,
  transform: CTransform,
): void {
  const unknown = Int32Array.from(f.keys()).filter((i) => f[i] === -Infinity);
  const left = new Float64Array(unknown.length * dim);
  unknown.forEach((i, r) => {
    left.set(points.subarray(i * dim, (i + 1) * dim), r * dim);
  });
  const completed = transform(target.points, g, left, dim);
  unknown.forEach((i, r) => {
    f[i] = completed[r]!;
  });
}

/** A number that sum f_i a_i + (1 + excess) sum g_j b_j does not fall below, or 0 if that is more. */
function provedValue({ source, target, excess }: BalancedPair, potentials: Potentials): number {
  const sure = dualSum(potentials, source.weights, target.weights, excess) - underflow(source, target);
  return Math.max(0, (1 - costRounding(source.dim)) * sure);
}
