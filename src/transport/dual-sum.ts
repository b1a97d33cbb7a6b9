import { compensatedSum } from "../numeric/sum.js";
import type { Potentials } from "./potentials.js";

/**
 * Rounding of sum f_i a_i + sum g_j b_j, relative to the sum of the moduli: half an epsilon for each product, half for
 * the compensated sum, half for the factor of b, and as much again for the end.
 */
const SUM_ROUNDING = 2 * Number.EPSILON;

/** sum f_i a_i + (1 + excess) sum g_j b_j, rounded down. O(n + m). */
export function dualSum({ f, g }: Potentials, a: Float64Array, b: Float64Array, excess: number): number {
  const terms = new Float64Array(f.length + g.length);
  for (let i = 0; i < f.length; i++) terms[i] = f[i]! * a[i]!;
  const ofTarget = terms.subarray(f.length);
  for (let j = 0; j < g.length; j++) ofTarget[j] = g[j]! * b[j]!;
  const value = compensatedSum(terms) + excess * compensatedSum(ofTarget);
  for (let t = 0; t < terms.length; t++) terms[t] = Math.abs(terms[t]!);
  return value - SUM_ROUNDING * compensatedSum(terms);
}

/** The potential minus its mean, where it is finite and the point has mass; -Infinity, that is unknown, elsewhere. */
export function usablePotential(weights: Float64Array, given: Float64Array): Float64Array {
  const count = weights.length;
  const known = new Float64Array(count);
  for (let i = 0; i < count; i++) known[i] = Number.isFinite(given[i]!) ? weights[i]! : 0;
  const mass = compensatedSum(known);
  const f = new Float64Array(count);
  for (let i = 0; i < count; i++) f[i] = known[i]! > 0 ? (known[i]! / mass) * given[i]! : 0;
  const mean = compensatedSum(f);
  for (let i = 0; i < count; i++) f[i] = known[i]! > 0 ? given[i]! - mean : -Infinity;
  return f;
}
