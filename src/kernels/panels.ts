/*
 * Panels: the same d numbers of eight problems side by side, entry (j, b) at 8 j + b. Every problem has a lane of its own, so
 * vectors run across problems and nothing is summed across them but where it is said. In JavaScript; assembly/panels.ts
 * does the same on vectors, with the same bits.
 */
import { logarithm, logarithmOf, powerFrom } from "./exponential.js";
import type { Doubles, f64, i32 } from "./subset.js";
import {
  BEYOND_2,
  BEYOND_3,
  BEYOND_4,
  BEYOND_5,
  BEYOND_6,
  BEYOND_7,
  BEYOND_8,
  BEYOND_9,
  BEYOND_10,
  BEYOND_11,
  BEYOND_12,
  HIGHEST,
  LOG2_E,
  LOWEST,
  SMALL_EXPONENT,
} from "./terms.js";

/** Problems side by side. */
export const LANES: i32 = 8;

/** out_i = sum_j a_ij x_j in every lane, in the order of j, for the rows x cols matrix a at `at`. */
export function multiplyPanel(
  a: Doubles,
  at: i32,
  rows: i32,
  cols: i32,
  x: Doubles,
  xt: i32,
  out: Doubles,
  ot: i32,
): void {
  for (let i = 0; i < rows; i++) {
    for (let b = 0; b < LANES; b += 4) fourLanes(a, at + i * cols, cols, x, xt + b, out, ot + i * LANES + b);
  }
}

function fourLanes(a: Doubles, at: i32, cols: i32, x: Doubles, xt: i32, out: Doubles, ot: i32): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0, p = xt; j < cols; j++, p += LANES) {
    const own = a[at + j];
    s0 += own * x[p];
    s1 += own * x[p + 1];
    s2 += own * x[p + 2];
    s3 += own * x[p + 3];
  }
  out[ot] = s0;
  out[ot + 1] = s1;
  out[ot + 2] = s2;
  out[ot + 3] = s3;
}

/** even_i = x_i + x_(n-1-i), odd_i = x_i - x_(n-1-i) for the first half of n; the one in the middle is even by itself. */
export function foldPanel(x: Doubles, xt: i32, n: i32, even: Doubles, odd: Doubles): void {
  const pairs = n >> 1;
  for (let i = 0; i < pairs; i++) {
    for (let b = 0; b < LANES; b++) {
      const low = x[xt + i * LANES + b];
      const high = x[xt + (n - 1 - i) * LANES + b];
      even[i * LANES + b] = low + high;
      odd[i * LANES + b] = low - high;
    }
  }
  if (2 * pairs === n) return;
  for (let b = 0; b < LANES; b++) {
    even[pairs * LANES + b] = x[xt + pairs * LANES + b];
    odd[pairs * LANES + b] = 0;
  }
}

/** x_i = even_i + odd_i, x_(n-1-i) = even_i - odd_i. */
export function unfoldPanel(even: Doubles, odd: Doubles, n: i32, x: Doubles, xt: i32): void {
  const pairs = (n + 1) >> 1;
  for (let i = 0; i < pairs; i++) {
    for (let b = 0; b < LANES; b++) {
      const low = even[i * LANES + b];
      const high = odd[i * LANES + b];
      x[xt + (n - 1 - i) * LANES + b] = low - high;
      x[xt + i * LANES + b] = low + high;
    }
  }
}

/** out_b = sum_j x_j in every lane. */
export function sumLanes(x: Doubles, xt: i32, n: i32, out: Doubles, ot: i32): void {
  for (let b = 0; b < LANES; b++) {
    let sum: f64 = 0;
    for (let j = 0, p = xt + b; j < n; j++, p += LANES) sum += x[p];
    out[ot + b] = sum;
  }
}

/** out_b = sum_j x_j y_j in every lane. */
export function dotLanes(x: Doubles, xt: i32, y: Doubles, yt: i32, n: i32, out: Doubles, ot: i32): void {
  for (let b = 0; b < LANES; b++) {
    let sum: f64 = 0;
    for (let j = 0, p = b; j < n; j++, p += LANES) sum += x[xt + p] * y[yt + p];
    out[ot + b] = sum;
  }
}

/** out_b = min_j x_j in every lane; a NaN is passed over. */
export function leastLanes(x: Doubles, xt: i32, n: i32, out: Doubles, ot: i32): void {
  for (let b = 0; b < LANES; b++) {
    let least: f64 = Infinity;
    for (let j = 0, p = xt + b; j < n; j++, p += LANES) if (x[p] < least) least = x[p];
    out[ot + b] = least;
  }
}

/** max |x_p - y_p| over a whole panel. */
export function largestOff(x: Doubles, xt: i32, y: Doubles, yt: i32, n: i32): f64 {
  let most: f64 = 0;
  for (let p = 0; p < n * LANES; p++) {
    const off = Math.abs(x[xt + p] - y[yt + p]);
    if (most < off) most = off;
  }
  return most;
}

/** sums[st + j] += factor times the sum of the lanes of x_j. */
export function addAcross(sums: Doubles, st: i32, x: Doubles, xt: i32, n: i32, factor: f64): void {
  for (let j = 0, p = xt; j < n; j++, p += LANES) {
    const even = x[p] + x[p + 2] + (x[p + 4] + x[p + 6]);
    const odd = x[p + 1] + x[p + 3] + (x[p + 5] + x[p + 7]);
    sums[st + j] += factor * (even + odd);
  }
}

/** x_j = values[vt + j] in all lanes. */
export function fillLanes(x: Doubles, xt: i32, values: Doubles, vt: i32, n: i32): void {
  for (let p = 0; p < n * LANES; p++) x[xt + p] = values[vt + (p >> 3)];
}

/** x_j *= factors_b in lane b. */
export function scaleLanes(x: Doubles, xt: i32, n: i32, factors: Doubles, ft: i32): void {
  for (let p = 0; p < n * LANES; p++) x[xt + p] *= factors[ft + (p & 7)];
}

/** x_j += terms_b in lane b. */
export function shiftLanes(x: Doubles, xt: i32, n: i32, terms: Doubles, tt: i32): void {
  for (let p = 0; p < n * LANES; p++) x[xt + p] += terms[tt + (p & 7)];
}

/** out = x. */
export function copyPanel(x: Doubles, xt: i32, out: Doubles, ot: i32, n: i32): void {
  for (let p = 0; p < n * LANES; p++) out[ot + p] = x[xt + p];
}

/** out = a b. */
export function multiplyPanels(
  a: Doubles,
  at: i32,
  b: Doubles,
  bt: i32,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  for (let p = 0; p < n * LANES; p++) out[ot + p] = a[at + p] * b[bt + p];
}

/** out = factor a / b. */
export function dividePanels(
  a: Doubles,
  at: i32,
  b: Doubles,
  bt: i32,
  factor: f64,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  for (let p = 0; p < n * LANES; p++) out[ot + p] = (factor * a[at + p]) / b[bt + p];
}

/** out += factor x. */
export function addPanel(out: Doubles, ot: i32, x: Doubles, xt: i32, factor: f64, n: i32): void {
  for (let p = 0; p < n * LANES; p++) out[ot + p] += factor * x[xt + p];
}

/** out = log x, for normal x > 0. */
export function logPanel(x: Doubles, xt: i32, out: Doubles, ot: i32, n: i32): void {
  for (let p = 0; p < n * LANES; p++) out[ot + p] = logarithm(x[xt + p]);
}

/** out = exp(factor x); 0 below 1e-308. */
export function expPanel(x: Doubles, xt: i32, factor: f64, out: Doubles, ot: i32, n: i32): void {
  const scale = factor * LOG2_E;
  for (let p = 0; p < n * LANES; p++) out[ot + p] = bounded(scale * x[xt + p]);
}

/** 2^x for x of any size. */
function bounded(x: f64): f64 {
  return powerFrom(HIGHEST < x ? HIGHEST : x, LOWEST);
}

/** out_j = exp(phi (logs_j - log x_j)), with one number logs[lt + j] for all lanes; a plain quotient for phi = 1. */
export function raiseQuotients(
  logs: Doubles,
  lt: i32,
  x: Doubles,
  xt: i32,
  phi: f64,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  const scale = phi * LOG2_E;
  for (let p = 0; p < n * LANES; p++) {
    const log = logs[lt + (p >> 3)];
    if (phi === 1) out[ot + p] = bounded(scale * log) / x[xt + p];
    else out[ot + p] = bounded(scale * (log - logarithm(x[xt + p])));
  }
}

/**
 * logs = (1 - omega) logs + omega (terms_b - phi log k), out = w exp(logs). What was in logs plays no part for omega = 1.
 */
export function raiseScalings(
  w: Doubles,
  wt: i32,
  k: Doubles,
  kt: i32,
  phi: f64,
  terms: Doubles,
  omega: f64,
  logs: Doubles,
  lt: i32,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  for (let p = 0; p < n * LANES; p++) {
    const fitted = terms[p & 7] - phi * logarithm(k[kt + p]);
    const log = omega === 1 ? fitted : (1 - omega) * logs[lt + p] + omega * fitted;
    logs[lt + p] = log;
    out[ot + p] = w[wt + p] * bounded(LOG2_E * log);
  }
}

/** out = -rho (exp(-(epsilon / rho) x) - 1), epsilon x for rho = Infinity. */
export function conjugatePanel(
  x: Doubles,
  xt: i32,
  epsilon: f64,
  rho: f64,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  const scale = -epsilon / rho;
  for (let p = 0; p < n * LANES; p++) {
    const value = x[xt + p];
    out[ot + p] = rho === Infinity ? epsilon * value : -rho * lessOne(scale * value);
  }
}

/** exp(x) - 1, to all its digits next to 0. */
function lessOne(x: f64): f64 {
  return x + beyond(x);
}

/** exp(x) - 1 - x, to all its digits next to 0. */
function beyond(x: f64): f64 {
  if (!(Math.abs(x) <= SMALL_EXPONENT)) return bounded(LOG2_E * x) - 1 - x;
  const high = BEYOND_8 + x * (BEYOND_9 + x * (BEYOND_10 + x * (BEYOND_11 + x * BEYOND_12)));
  const low = BEYOND_4 + x * (BEYOND_5 + x * (BEYOND_6 + x * (BEYOND_7 + x * high)));
  return x * x * (BEYOND_2 + x * (BEYOND_3 + x * low));
}

/**
 * From the logarithms of `atoms` panels, one behind the other, to that of their power mean,
 *
 *   q = (sum_s lambda_s a_s^t)^(1/t),  log q = l + log(1 + sum_s lambda_s (exp x_s - 1 - x_s)) / t
 *
 * with l the mean of the logarithms and x_s = t (log a_s - l); l itself for t = 0. The panels become log a_s - log q.
 */
export function powerMeanPanels(
  logs: Doubles,
  at: i32,
  weights: Doubles,
  atoms: i32,
  t: f64,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  const pitch = n * LANES;
  for (let p = 0; p < pitch; p++) {
    let mean: f64 = 0;
    for (let s = 0; s < atoms; s++) mean += weights[s * LANES + (p & 7)] * logs[at + s * pitch + p];
    if (t !== 0) {
      let sum: f64 = 0;
      for (let s = 0; s < atoms; s++) {
        sum += weights[s * LANES + (p & 7)] * beyond(t * (logs[at + s * pitch + p] - mean));
      }
      mean += logarithmOf(1 + sum, sum) / t;
    }
    for (let s = 0; s < atoms; s++) logs[at + s * pitch + p] -= mean;
    out[ot + p] = mean;
  }
}

/**
 * Backwards through the power mean and v = (q / a)^phi, for one atom with off = log a - log q and weight lambda:
 *
 *   out = byQ lambda exp(t off) - phi byV,   sums_b += sum_j byQ (exp(t off) - 1) / t,  of byQ off for t = 0.
 */
export function meanAdjoint(
  byQ: Doubles,
  off: Doubles,
  at: i32,
  byV: Doubles,
  vt: i32,
  weights: Doubles,
  wt: i32,
  t: f64,
  phi: f64,
  out: Doubles,
  ot: i32,
  sums: Doubles,
  st: i32,
  n: i32,
): void {
  const scale = t === 0 ? 1 : 1 / t;
  for (let b = 0; b < LANES; b++) {
    let sum: f64 = 0;
    const weight = weights[wt + b];
    for (let j = 0, p = b; j < n; j++, p += LANES) {
      const x = off[at + p];
      const less = t === 0 ? 0 : lessOne(t * x);
      const term = t === 0 ? x : less;
      out[ot + p] = byQ[p] * (weight * (1 + less)) - phi * byV[vt + p];
      sum += byQ[p] * term;
    }
    sums[st + b] += scale * sum;
  }
}
