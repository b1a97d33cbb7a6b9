import { exponential, logarithm } from "../../numeric/elementary.js";
import { type Matrix, matrix } from "../../numeric/matrix.js";
import type { EntropicProblem, EntropicState } from "./entropic-step.js";

/** A tilt changes by no more in one step: masses by a factor of about 7. */
const LARGEST_CHANGE = 2;
/** rho / epsilon beyond this counts as this: more would drown the first part of the Hessian in the rounding of the second. */
const LARGEST_RATIO = 1e12;

/**
 * Tilts that come closer to the maximum of the dual over constants kappa_s = rho (tilt_s - old tilt_s), added to the
 * potentials f_s and taken off g_s; at each place j the g_sj are then shifted by one number so that they stay feasible.
 *
 * With A_s and B_s the masses of D_s exp(-f_s / rho) and q exp(-g_s / rho), which are equal at the maximum, and shares
 * w_sj = lambda_s exp(-g_sj / rho), of sum 1 over s, the gradient is lambda_s (A_s - B_s) and minus the Hessian
 *
 *   diag(lambda_s (A_s + B_s)) / rho + (1 / epsilon - 1 / rho) sum_j q_j w_sj w_tj.
 *
 * This is Newton's step with A - B and A + B replaced by sqrt(A B) log(A / B) and 2 sqrt(A B): the exact one where all targets are
 * multiples of q, however far the masses are off.
 *
 * @param problem with the atoms tilted. @param state after a step: the potentials without the tilts.
 *
 * O(N (n + m) + N^2 m + N^3). For one plan this is the translation of Séjourné, Vialard and Peyré 2022, section 3.
 */
export function improvedTilts(
  { kernel, logAtoms, lambda, rho }: EntropicProblem,
  { logU, logQ, logV }: EntropicState,
  tilts: Float64Array,
): Float64Array {
  const part = kernel.epsilon / rho;
  const stiffness = Math.min(1 / part, LARGEST_RATIO) - 1;
  const { rows: n, cols: m } = kernel.forward;
  const count = lambda.length;
  const largest = logQ.reduce((most, value) => Math.max(most, value), -Infinity);
  const histogram = logQ.map((value) => exponential(value - largest)); // the mass may be any number
  const shares = logV.map((value, p) => {
    const s = Math.floor(p / m);
    return lambda[s]! * exponential(tilts[s]! - part * value);
  });
  const hessian = overlaps(shares, histogram, count);
  for (let p = 0; p < hessian.data.length; p++) hessian.data[p]! *= stiffness;
  const gradient = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    let sent = 0;
    for (let i = s * n; i < (s + 1) * n; i++) {
      if (logAtoms[i]! > -Infinity) sent += exponential(logAtoms[i]! - part * logU[i]! - largest);
    }
    let received = 0;
    for (let j = 0; j < m; j++) received += (shares[s * m + j]! * histogram[j]!) / lambda[s]!;
    const size = lambda[s]! * Math.sqrt(sent * received);
    const usable = size > 0 && size < Infinity; // else the masses are too far apart to tell: the plain step goes on
    gradient[s] = usable ? size * logarithm(sent / received) : 0;
    hessian.data[s * count + s]! += usable ? 2 * size : 1;
  }
  const change = solved(hessian, gradient);
  if (!change.every(Number.isFinite)) return tilts; // shares overflow: the potentials are still far off
  return tilts.map((tilt, s) => tilt + Math.max(-LARGEST_CHANGE, Math.min(LARGEST_CHANGE, change[s]!)));
}

/** sum_j q_j w_sj w_tj */
function overlaps(shares: Float64Array, histogram: Float64Array, count: number): Matrix {
  const m = histogram.length;
  const result = matrix(count, count);
  for (let s = 0; s < count; s++) {
    for (let t = 0; t <= s; t++) {
      let sum = 0;
      for (let j = 0; j < m; j++) sum += histogram[j]! * shares[s * m + j]! * shares[t * m + j]!;
      result.data[s * count + t] = sum;
      result.data[t * count + s] = sum;
    }
  }
  return result;
}

/** A pivot below this part of its diagonal entry is rounding. */
const LEAST_PIVOT = 1e-13;

/** A^-1 b for a positive semi-definite matrix, 0 where A is singular to rounding: A = L D L^T, in place. */
function solved({ data: a }: Matrix, b: Float64Array): Float64Array {
  const count = b.length;
  const pivots = new Float64Array(count);
  const x = b.slice();
  for (let r = 0; r < count; r++) {
    const least = LEAST_PIVOT * a[r * count + r]!;
    for (let k = 0; k < r; k++) {
      const factor = a[r * count + k]! * pivots[k]!;
      for (let t = r; t < count; t++) a[t * count + r]! -= a[t * count + k]! * factor;
      x[r]! -= a[r * count + k]! * x[k]!;
    }
    const regular = a[r * count + r]! > least;
    pivots[r] = regular ? a[r * count + r]! : 0;
    for (let t = r + 1; t < count; t++) a[t * count + r] = regular ? a[t * count + r]! / pivots[r]! : 0;
  }
  for (let r = count - 1; r >= 0; r--) {
    x[r] = pivots[r]! > 0 ? x[r]! / pivots[r]! : 0;
    for (let t = r + 1; t < count; t++) x[r]! -= pivots[r]! > 0 ? a[t * count + r]! * x[t]! : 0;
  }
  return x;
}
