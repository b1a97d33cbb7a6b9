import type { HullProblem } from "./simplex-quadratic.js";

/** A pivot below this part of the largest diagonal entry is rounding: the points are dependent. */
const LEAST_PIVOT = 1e-14;

/**
 * Shares of sum 1, of any sign, of the point nearest to b in the affine hull of some of the points; undefined where these are
 * affinely dependent up to rounding.
 *
 * With K_st = <a_s - b, a_t - b> in units of its largest entry, u solves (K + 1 1^T) u = 1, and the shares are u / sum u.
 *
 * O(k^3) time for k points. Wolfe 1976, section 3.
 */
export function affineMinimiser(
  { gram, cross, norm }: HullProblem,
  members: readonly number[],
): number[] | undefined {
  const k = members.length;
  const system = new Float64Array(k * k);
  let unit = 0;
  for (let p = 0; p < k; p++) {
    const s = members[p]!;
    for (let q = 0; q <= p; q++) {
      const t = members[q]!;
      system[p * k + q] = gram.data[s * gram.cols + t]! - cross[s]! - cross[t]! + norm;
    }
    unit = Math.max(unit, system[p * k + p]!);
  }
  if (!(unit > 0)) return k === 1 ? [1] : undefined; // all of them are b
  for (let p = 0; p < k; p++) for (let q = 0; q <= p; q++) system[p * k + q] = system[p * k + q]! / unit + 1;
  if (!factorise(system, k)) return undefined;
  const u = solveOnes(system, k);
  const sum = u.reduce((total, value) => total + value, 0);
  return sum > 0 ? Array.from(u, (value) => value / sum) : undefined;
}

/** Cholesky factor in place of the lower triangle; false where a pivot is rounding. */
function factorise(a: Float64Array, k: number): boolean {
  for (let q = 0; q < k; q++) {
    for (let p = q; p < k; p++) {
      let value = a[p * k + q]!;
      for (let r = 0; r < q; r++) value -= a[p * k + r]! * a[q * k + r]!;
      if (p > q) a[p * k + q] = value / a[q * k + q]!;
      else if (value > LEAST_PIVOT) a[p * k + q] = Math.sqrt(value);
      else return false;
    }
  }
  return true;
}

/** x with L L^T x = 1. */
function solveOnes(l: Float64Array, k: number): Float64Array {
  const x = new Float64Array(k).fill(1);
  for (let p = 0; p < k; p++) {
    for (let q = 0; q < p; q++) x[p]! -= l[p * k + q]! * x[q]!;
    x[p]! /= l[p * k + p]!;
  }
  for (let p = k - 1; p >= 0; p--) {
    for (let q = p + 1; q < k; q++) x[p]! -= l[q * k + p]! * x[q]!;
    x[p]! /= l[p * k + p]!;
  }
  return x;
}
