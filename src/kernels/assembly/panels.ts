// What the words of ../panels.ts mean in WebAssembly. AssemblyScript, not TypeScript: see CONTRIBUTING.md.
import { logarithmOf, power } from "./exponential.js";
import { address } from "./subset.js";
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
} from "../terms.js";

export const LANES: i32 = 8;
/** Bytes of a row of a panel: four vectors. */
const ROW: usize = 64;

// Constants are read from memory: V8 makes those of the code anew in each round of a loop.
const BEYOND: usize = memory.data<f64>([
  1, SMALL_EXPONENT, BEYOND_2, BEYOND_3, BEYOND_4, BEYOND_5, BEYOND_6, BEYOND_7, BEYOND_8, BEYOND_9, BEYOND_10,
  BEYOND_11, BEYOND_12, HIGHEST, LOWEST, LOG2_E,
]);

@inline
function constant(t: usize): v128 {
  return v128.load64_splat(BEYOND + (t << 3));
}

@inline
function addProduct(sum: v128, a: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, x));
}

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
  const step = <usize>cols << 3;
  let p = address(a, at);
  let o = address(out, ot);
  const q = address(x, xt);
  let i = 0;
  for (; i + 2 <= rows; i += 2) {
    twoRows(p, step, q, o);
    p += 2 * step;
    o += 2 * ROW;
  }
  if (i < rows) oneRow(p, step, q, o);
}

/** Two rows by eight lanes at a time, in registers. */
@inline
function twoRows(p: usize, step: usize, x: usize, o: usize): void {
  const end = p + step;
  let q = x;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (; p < end; p += 8) {
    const u = v128.load64_splat(p);
    const v = v128.load64_splat(p + step);
    const x0 = v128.load(q);
    const x1 = v128.load(q, 16);
    const x2 = v128.load(q, 32);
    const x3 = v128.load(q, 48);
    a0 = addProduct(a0, u, x0);
    b0 = addProduct(b0, v, x0);
    a1 = addProduct(a1, u, x1);
    b1 = addProduct(b1, v, x1);
    a2 = addProduct(a2, u, x2);
    b2 = addProduct(b2, v, x2);
    a3 = addProduct(a3, u, x3);
    b3 = addProduct(b3, v, x3);
    q += ROW;
  }
  storeRow(o, a0, a1, a2, a3);
  storeRow(o + ROW, b0, b1, b2, b3);
}

@inline
function oneRow(p: usize, step: usize, x: usize, o: usize): void {
  const end = p + step;
  let q = x;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (; p < end; p += 8) {
    const u = v128.load64_splat(p);
    a0 = addProduct(a0, u, v128.load(q));
    a1 = addProduct(a1, u, v128.load(q, 16));
    a2 = addProduct(a2, u, v128.load(q, 32));
    a3 = addProduct(a3, u, v128.load(q, 48));
    q += ROW;
  }
  storeRow(o, a0, a1, a2, a3);
}

@inline
function storeRow(o: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  v128.store(o, a0);
  v128.store(o, a1, 16);
  v128.store(o, a2, 32);
  v128.store(o, a3, 48);
}

export function foldPanel(x: Doubles, xt: i32, n: i32, even: Doubles, odd: Doubles): void {
  const pairs = n >> 1;
  const middle = <usize>pairs * ROW;
  const low = address(x, xt);
  const high = low + <usize>(n - 1) * ROW;
  const e = address(even, 0);
  const o = address(odd, 0);
  for (let i: usize = 0; i < <usize>pairs; i++) {
    for (let b: usize = i * ROW; b < (i + 1) * ROW; b += 16) {
      const u = v128.load(low + b);
      const v = v128.load(high - 2 * i * ROW + b);
      v128.store(e + b, f64x2.add(u, v));
      v128.store(o + b, f64x2.sub(u, v));
    }
  }
  if (2 * pairs == n) return;
  for (let b: usize = 0; b < ROW; b += 16) {
    v128.store(e + middle + b, v128.load(low + middle + b));
    v128.store(o + middle + b, f64x2.splat(0));
  }
}

export function unfoldPanel(even: Doubles, odd: Doubles, n: i32, x: Doubles, xt: i32): void {
  const pairs = (n + 1) >> 1;
  const low = address(x, xt);
  const high = low + <usize>(n - 1) * ROW;
  const e = address(even, 0);
  const o = address(odd, 0);
  for (let i: usize = 0; i < <usize>pairs; i++) {
    for (let b: usize = i * ROW; b < (i + 1) * ROW; b += 16) {
      const u = v128.load(e + b);
      const v = v128.load(o + b);
      v128.store(high - 2 * i * ROW + b, f64x2.sub(u, v));
      v128.store(low + b, f64x2.add(u, v));
    }
  }
}

export function sumLanes(x: Doubles, xt: i32, n: i32, out: Doubles, ot: i32): void {
  let p = address(x, xt);
  const end = p + <usize>n * ROW;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (; p < end; p += ROW) {
    a0 = f64x2.add(a0, v128.load(p));
    a1 = f64x2.add(a1, v128.load(p, 16));
    a2 = f64x2.add(a2, v128.load(p, 32));
    a3 = f64x2.add(a3, v128.load(p, 48));
  }
  storeRow(address(out, ot), a0, a1, a2, a3);
}

export function dotLanes(x: Doubles, xt: i32, y: Doubles, yt: i32, n: i32, out: Doubles, ot: i32): void {
  let p = address(x, xt);
  let q = address(y, yt);
  const end = p + <usize>n * ROW;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (; p < end; p += ROW) {
    a0 = addProduct(a0, v128.load(p), v128.load(q));
    a1 = addProduct(a1, v128.load(p, 16), v128.load(q, 16));
    a2 = addProduct(a2, v128.load(p, 32), v128.load(q, 32));
    a3 = addProduct(a3, v128.load(p, 48), v128.load(q, 48));
    q += ROW;
  }
  storeRow(address(out, ot), a0, a1, a2, a3);
}

export function leastLanes(x: Doubles, xt: i32, n: i32, out: Doubles, ot: i32): void {
  let p = address(x, xt);
  const end = p + <usize>n * ROW;
  let a0 = f64x2.splat(Infinity);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (; p < end; p += ROW) {
    a0 = f64x2.pmin(a0, v128.load(p));
    a1 = f64x2.pmin(a1, v128.load(p, 16));
    a2 = f64x2.pmin(a2, v128.load(p, 32));
    a3 = f64x2.pmin(a3, v128.load(p, 48));
  }
  storeRow(address(out, ot), a0, a1, a2, a3);
}

export function largestOff(x: Doubles, xt: i32, y: Doubles, yt: i32, n: i32): f64 {
  let p = address(x, xt);
  let q = address(y, yt);
  const end = p + <usize>n * ROW;
  let most = f64x2.splat(0);
  for (; p < end; p += 16) {
    most = f64x2.pmax(most, f64x2.abs(f64x2.sub(v128.load(p), v128.load(q))));
    q += 16;
  }
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

export function addAcross(sums: Doubles, st: i32, x: Doubles, xt: i32, n: i32, factor: f64): void {
  let p = address(x, xt);
  let o = address(sums, st);
  for (let j = 0; j < n; j++) {
    const low = f64x2.add(v128.load(p), v128.load(p, 16));
    const sum = f64x2.add(low, f64x2.add(v128.load(p, 32), v128.load(p, 48)));
    store<f64>(o, load<f64>(o) + factor * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    p += ROW;
    o += 8;
  }
}

export function fillLanes(x: Doubles, xt: i32, values: Doubles, vt: i32, n: i32): void {
  let p = address(x, xt);
  let q = address(values, vt);
  for (let j = 0; j < n; j++) {
    const value = v128.load64_splat(q);
    storeRow(p, value, value, value, value);
    p += ROW;
    q += 8;
  }
}

export function scaleLanes(x: Doubles, xt: i32, n: i32, factors: Doubles, ft: i32): void {
  const p = address(x, xt);
  const q = address(factors, ft);
  for (let b: usize = 0; b < <usize>n * ROW; b += 16) {
    v128.store(p + b, f64x2.mul(v128.load(p + b), v128.load(q + (b & 48))));
  }
}

export function shiftLanes(x: Doubles, xt: i32, n: i32, terms: Doubles, tt: i32): void {
  const p = address(x, xt);
  const q = address(terms, tt);
  for (let b: usize = 0; b < <usize>n * ROW; b += 16) {
    v128.store(p + b, f64x2.add(v128.load(p + b), v128.load(q + (b & 48))));
  }
}

export function copyPanel(x: Doubles, xt: i32, out: Doubles, ot: i32, n: i32): void {
  memory.copy(address(out, ot), address(x, xt), <usize>n * ROW);
}

export function multiplyPanels(a: Doubles, at: i32, b: Doubles, bt: i32, out: Doubles, ot: i32, n: i32): void {
  const p = address(a, at);
  const q = address(b, bt);
  const o = address(out, ot);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    v128.store(o + t, f64x2.mul(v128.load(p + t), v128.load(q + t)));
  }
}

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
  const p = address(a, at);
  const q = address(b, bt);
  const o = address(out, ot);
  const scale = f64x2.splat(factor);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    v128.store(o + t, f64x2.div(f64x2.mul(scale, v128.load(p + t)), v128.load(q + t)));
  }
}

export function addPanel(out: Doubles, ot: i32, x: Doubles, xt: i32, factor: f64, n: i32): void {
  const p = address(x, xt);
  const o = address(out, ot);
  const scale = f64x2.splat(factor);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    v128.store(o + t, addProduct(v128.load(o + t), scale, v128.load(p + t)));
  }
}

@inline
function logarithms(x: v128): v128 {
  return logarithmOf(x, f64x2.sub(x, constant(0)));
}

/** 2^x for x of any size. */
@inline
function bounded(x: v128): v128 {
  const y = f64x2.pmin(x, constant(13));
  return power(y, f64x2.ge(y, constant(14)));
}

// A round of a loop costs V8 about as much as four operations, and short ones run ahead of each other: rows are written out,
// and what takes a logarithm and an exponential runs twice over the panel.

export function logPanel(x: Doubles, xt: i32, out: Doubles, ot: i32, n: i32): void {
  let p = address(x, xt);
  let o = address(out, ot);
  for (const end = p + <usize>n * ROW; p < end; p += ROW) {
    v128.store(o, logarithms(v128.load(p)));
    v128.store(o, logarithms(v128.load(p, 16)), 16);
    v128.store(o, logarithms(v128.load(p, 32)), 32);
    v128.store(o, logarithms(v128.load(p, 48)), 48);
    o += ROW;
  }
}

export function expPanel(x: Doubles, xt: i32, factor: f64, out: Doubles, ot: i32, n: i32): void {
  powers(address(x, xt), factor * LOG2_E, address(out, ot), n);
}

/** out = 2^(factor x). */
function powers(x: usize, factor: f64, out: usize, n: i32): void {
  let p = x;
  let o = out;
  const scale = f64x2.splat(factor);
  for (const end = p + <usize>n * ROW; p < end; p += ROW) {
    v128.store(o, bounded(f64x2.mul(scale, v128.load(p))));
    v128.store(o, bounded(f64x2.mul(scale, v128.load(p, 16))), 16);
    v128.store(o, bounded(f64x2.mul(scale, v128.load(p, 32))), 32);
    v128.store(o, bounded(f64x2.mul(scale, v128.load(p, 48))), 48);
    o += ROW;
  }
}

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
  if (phi == 1) divideInto(address(logs, lt), address(x, xt), address(out, ot), n);
  else {
    lessLogarithms(address(logs, lt), address(x, xt), address(out, ot), n);
    powers(address(out, ot), phi * LOG2_E, address(out, ot), n);
  }
}

/** out_j = exp(logs_j) / x_j. */
@inline
function divideInto(logs: usize, x: usize, out: usize, n: i32): void {
  let l = logs;
  let p = x;
  let o = out;
  for (const end = p + <usize>n * ROW; p < end; p += ROW) {
    const numerator = bounded(f64x2.mul(constant(15), v128.load64_splat(l)));
    v128.store(o, f64x2.div(numerator, v128.load(p)));
    v128.store(o, f64x2.div(numerator, v128.load(p, 16)), 16);
    v128.store(o, f64x2.div(numerator, v128.load(p, 32)), 32);
    v128.store(o, f64x2.div(numerator, v128.load(p, 48)), 48);
    l += 8;
    o += ROW;
  }
}

/** out_j = logs_j - log x_j. */
@inline
function lessLogarithms(logs: usize, x: usize, out: usize, n: i32): void {
  let l = logs;
  let p = x;
  let o = out;
  for (const end = p + <usize>n * ROW; p < end; p += ROW) {
    const log = v128.load64_splat(l);
    v128.store(o, f64x2.sub(log, logarithms(v128.load(p))));
    v128.store(o, f64x2.sub(log, logarithms(v128.load(p, 16))), 16);
    v128.store(o, f64x2.sub(log, logarithms(v128.load(p, 32))), 32);
    v128.store(o, f64x2.sub(log, logarithms(v128.load(p, 48))), 48);
    l += 8;
    o += ROW;
  }
}

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
  const p = address(w, wt);
  const q = address(k, kt);
  const a = address(terms, 0);
  const l = address(logs, lt);
  const o = address(out, ot);
  const factor = f64x2.splat(phi);
  const share = f64x2.splat(omega);
  const rest = f64x2.splat(1 - omega);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    let log = f64x2.sub(v128.load(a + (t & 48)), f64x2.mul(factor, logarithms(v128.load(q + t))));
    if (omega != 1) log = f64x2.add(f64x2.mul(rest, v128.load(l + t)), f64x2.mul(share, log));
    v128.store(l + t, log);
  }
  powers(l, LOG2_E, o, n);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    v128.store(o + t, f64x2.mul(v128.load(p + t), v128.load(o + t)));
  }
}

export function conjugatePanel(
  x: Doubles,
  xt: i32,
  epsilon: f64,
  rho: f64,
  out: Doubles,
  ot: i32,
  n: i32,
): void {
  const p = address(x, xt);
  const o = address(out, ot);
  const scale = f64x2.splat(-epsilon / rho);
  const outer = f64x2.splat(rho == Infinity ? epsilon : -rho);
  for (let t: usize = 0; t < <usize>n * ROW; t += 16) {
    const value = v128.load(p + t);
    v128.store(o + t, f64x2.mul(outer, rho == Infinity ? value : lessOne(f64x2.mul(scale, value))));
  }
}

@inline
function lessOne(x: v128): v128 {
  return f64x2.add(x, beyond(x));
}

/** constant + x sum. */
@inline
function next(t: usize, x: v128, sum: v128): v128 {
  return f64x2.add(constant(t), f64x2.mul(x, sum));
}

@inline
function beyond(x: v128): v128 {
  const high = next(8, x, next(9, x, next(10, x, next(11, x, constant(12)))));
  const low = next(4, x, next(5, x, next(6, x, next(7, x, high))));
  const near = f64x2.mul(f64x2.mul(x, x), next(2, x, next(3, x, low)));
  const isNear = f64x2.le(f64x2.abs(x), constant(1));
  if (i64x2.all_true(isNear)) return near;
  const far = f64x2.sub(f64x2.sub(bounded(f64x2.mul(constant(15), x)), constant(0)), x);
  return v128.bitselect(near, far, isNear);
}

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
  const pitch = <usize>n * ROW;
  let p = address(logs, at);
  const w = address(weights, 0);
  let o = address(out, ot);
  for (const end = p + pitch; p < end; p += ROW) {
    meanOfRow(p, pitch, w, atoms, o);
    if (t != 0) beyondMean(p, pitch, w, atoms, t, o);
    lessRow(p, pitch, atoms, o);
    o += ROW;
  }
}

/** o = sum_s w_s of what stands at p, p + pitch, .. */
@inline
function meanOfRow(p: usize, pitch: usize, w: usize, atoms: i32, o: usize): void {
  let m0 = f64x2.splat(0);
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  let q = p;
  let v = w;
  for (let s = 0; s < atoms; s++) {
    m0 = addProduct(m0, v128.load(v), v128.load(q));
    m1 = addProduct(m1, v128.load(v, 16), v128.load(q, 16));
    m2 = addProduct(m2, v128.load(v, 32), v128.load(q, 32));
    m3 = addProduct(m3, v128.load(v, 48), v128.load(q, 48));
    q += pitch;
    v += ROW;
  }
  storeRow(o, m0, m1, m2, m3);
}

/** o += log(1 + sum_s w_s (exp x_s - 1 - x_s)) / t with x_s = t (l_s - o). */
@inline
function beyondMean(p: usize, pitch: usize, w: usize, atoms: i32, t: f64, o: usize): void {
  const exponent = f64x2.splat(t);
  let m0 = f64x2.splat(0);
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  let q = p;
  let v = w;
  for (let s = 0; s < atoms; s++) {
    m0 = addProduct(m0, v128.load(v), beyondOff(exponent, q, o));
    m1 = addProduct(m1, v128.load(v, 16), beyondOff(exponent, q + 16, o + 16));
    m2 = addProduct(m2, v128.load(v, 32), beyondOff(exponent, q + 32, o + 32));
    m3 = addProduct(m3, v128.load(v, 48), beyondOff(exponent, q + 48, o + 48));
    q += pitch;
    v += ROW;
  }
  addLogarithm(o, m0, exponent);
  addLogarithm(o + 16, m1, exponent);
  addLogarithm(o + 32, m2, exponent);
  addLogarithm(o + 48, m3, exponent);
}

@inline
function beyondOff(exponent: v128, q: usize, o: usize): v128 {
  return beyond(f64x2.mul(exponent, f64x2.sub(v128.load(q), v128.load(o))));
}

@inline
function addLogarithm(o: usize, sum: v128, exponent: v128): void {
  const log = logarithmOf(f64x2.add(constant(0), sum), sum);
  v128.store(o, f64x2.add(v128.load(o), f64x2.div(log, exponent)));
}

/** Takes what stands at o off the rows at p, p + pitch, .. */
@inline
function lessRow(p: usize, pitch: usize, atoms: i32, o: usize): void {
  const m0 = v128.load(o);
  const m1 = v128.load(o, 16);
  const m2 = v128.load(o, 32);
  const m3 = v128.load(o, 48);
  let q = p;
  for (let s = 0; s < atoms; s++) {
    v128.store(q, f64x2.sub(v128.load(q), m0));
    v128.store(q, f64x2.sub(v128.load(q, 16), m1), 16);
    v128.store(q, f64x2.sub(v128.load(q, 32), m2), 32);
    v128.store(q, f64x2.sub(v128.load(q, 48), m3), 48);
    q += pitch;
  }
}

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
  const first = address(out, ot);
  if (t != 0) lessOnes(address(off, at), t, first, n);
  const factors = t == 0 ? address(off, at) : first;
  sumFactors(address(byQ, 0), factors, t == 0 ? 1 : 1 / t, address(sums, st), n);
  const w = address(weights, wt);
  const w0 = v128.load(w);
  const w1 = v128.load(w, 16);
  const w2 = v128.load(w, 32);
  const w3 = v128.load(w, 48);
  const damping = f64x2.splat(phi);
  let q = address(byQ, 0);
  let v = address(byV, vt);
  let o = first;
  for (const end = q + <usize>n * ROW; q < end; q += ROW) {
    adjointAt(q, v, w0, t, damping, o);
    adjointAt(q + 16, v + 16, w1, t, damping, o + 16);
    adjointAt(q + 32, v + 32, w2, t, damping, o + 32);
    adjointAt(q + 48, v + 48, w3, t, damping, o + 48);
    v += ROW;
    o += ROW;
  }
}

/** out = exp(t x) - 1. */
@inline
function lessOnes(x: usize, t: f64, out: usize, n: i32): void {
  let p = x;
  let o = out;
  const exponent = f64x2.splat(t);
  for (const end = p + <usize>n * ROW; p < end; p += ROW) {
    v128.store(o, lessOne(f64x2.mul(exponent, v128.load(p))));
    v128.store(o, lessOne(f64x2.mul(exponent, v128.load(p, 16))), 16);
    v128.store(o, lessOne(f64x2.mul(exponent, v128.load(p, 32))), 32);
    v128.store(o, lessOne(f64x2.mul(exponent, v128.load(p, 48))), 48);
    o += ROW;
  }
}

/** sums_b += scale sum_j q_j x_j in every lane. */
@inline
function sumFactors(q0: usize, x0: usize, scale: f64, sums: usize, n: i32): void {
  let q = q0;
  let x = x0;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (const end = q + <usize>n * ROW; q < end; q += ROW) {
    s0 = addProduct(s0, v128.load(q), v128.load(x));
    s1 = addProduct(s1, v128.load(q, 16), v128.load(x, 16));
    s2 = addProduct(s2, v128.load(q, 32), v128.load(x, 32));
    s3 = addProduct(s3, v128.load(q, 48), v128.load(x, 48));
    x += ROW;
  }
  const factor = f64x2.splat(scale);
  s0 = addProduct(v128.load(sums), factor, s0);
  s1 = addProduct(v128.load(sums, 16), factor, s1);
  s2 = addProduct(v128.load(sums, 32), factor, s2);
  s3 = addProduct(v128.load(sums, 48), factor, s3);
  storeRow(sums, s0, s1, s2, s3);
}

/** o = q w (1 + o) - damping v; q w for t = 0 in the first term. */
@inline
function adjointAt(q: usize, v: usize, w: v128, t: f64, damping: v128, o: usize): void {
  const less = t == 0 ? f64x2.splat(0) : v128.load(o);
  const factor = f64x2.mul(w, f64x2.add(constant(0), less));
  v128.store(o, f64x2.sub(f64x2.mul(v128.load(q), factor), f64x2.mul(damping, v128.load(v))));
}
