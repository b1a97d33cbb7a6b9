// What the words of ../exponential.ts mean in WebAssembly. AssemblyScript, not TypeScript: see CONTRIBUTING.md.
import { address } from "./subset.js";
import {
  ARC_1,
  ARC_2,
  ARC_3,
  ARC_4,
  ARC_5,
  ARC_6,
  ARC_7,
  ARC_8,
  ARC_9,
  ARC_10,
  HIGHEST,
  LN2_HIGH,
  LN2_LOW,
  LOG_1,
  LOG_2,
  LOG_3,
  LOG_4,
  LOG_5,
  LOG_6,
  LOG_7,
  LOWEST,
  PER_QUARTER_TURN,
  POWER_1,
  POWER_2,
  POWER_3,
  POWER_4,
  POWER_5,
  ROUNDING,
  SMALLEST_TERM,
} from "../terms.js";

// Constants are read from memory: V8 makes those of the code anew in each round of a loop, which takes twice as long.
const POWER: usize = memory.data<f64>([
  1, POWER_1, POWER_2, POWER_3, POWER_4, POWER_5, ROUNDING, SMALLEST_TERM, HIGHEST,
]);
const LOG: usize = memory.data<f64>([2, LOG_1, LOG_2, LOG_3, LOG_4, LOG_5, LOG_6, LOG_7, LN2_HIGH, LN2_LOW, 0.5]);
const ARC: usize = memory.data<f64>([1, ARC_1, ARC_2, ARC_3, ARC_4, ARC_5, ARC_6, ARC_7, ARC_8, ARC_9, ARC_10]);

@inline
function constant(table: usize, t: usize): v128 {
  return v128.load64_splat(table + (t << 3));
}

/** table[t] + z b. */
@inline
function next(table: usize, t: usize, z: v128, b: v128): v128 {
  return f64x2.add(constant(table, t), f64x2.mul(z, b));
}

/** 2^x in the lanes that are kept, for x of -1022 .. 1023 there. */
@inline
export function power(x: v128, kept: v128): v128 {
  const rounded = f64x2.add(x, constant(POWER, 6));
  const r = f64x2.sub(x, f64x2.sub(rounded, constant(POWER, 6)));
  const z = f64x2.mul(r, r);
  const p = f64x2.mul(r, next(POWER, 1, z, next(POWER, 2, z, constant(POWER, 3))));
  const q = next(POWER, 4, z, f64x2.add(constant(POWER, 5), z));
  const half = f64x2.div(p, f64x2.sub(q, p));
  const y = f64x2.add(constant(POWER, 0), f64x2.add(half, half));
  // the whole part stands in the last bits of `rounded`: to the exponent with it
  return v128.and(i64x2.add(y, i64x2.shl(rounded, 52)), kept);
}

@inline
function isTerm(x: v128): v128 {
  return f64x2.ge(x, constant(POWER, 7));
}

function powerFrom(x: f64, lowest: f64): f64 {
  const exponent = f64x2.splat(x);
  return f64x2.extract_lane(power(exponent, f64x2.ge(exponent, f64x2.splat(lowest))), 0);
}

export function powerOfTwo(x: f64): f64 {
  return powerFrom(HIGHEST < x ? HIGHEST : x, LOWEST);
}

export function bitsPerCost(epsilon: f64): f64 {
  return min(Math.LOG2E / epsilon, f64.MAX_VALUE);
}

@inline
export function logarithmOf(x: v128, rest: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e00000000)), 52);
  const mantissa = i64x2.sub(x, i64x2.shl(k, 52));
  const near = i64x2.eq(k, i64x2.splat(0));
  const f = v128.bitselect(rest, f64x2.sub(mantissa, constant(POWER, 0)), near);
  const real = f64x2.sub(i64x2.add(k, constant(POWER, 6)), constant(POWER, 6));
  const s = f64x2.div(f, f64x2.add(constant(LOG, 0), f));
  const z = f64x2.mul(s, s);
  const p = next(LOG, 4, z, next(LOG, 5, z, next(LOG, 6, z, constant(LOG, 7))));
  const r = f64x2.mul(z, next(LOG, 1, z, next(LOG, 2, z, next(LOG, 3, z, p))));
  const half = f64x2.mul(f64x2.mul(constant(LOG, 10), f), f);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(real, constant(LOG, 9)));
  return f64x2.sub(f64x2.mul(real, constant(LOG, 8)), f64x2.sub(f64x2.sub(half, small), f));
}

export function logarithm(x: f64): f64 {
  return f64x2.extract_lane(logarithmOf(f64x2.splat(x), f64x2.splat(x - 1)), 0);
}

/** (f - (c - g)) scale. */
@inline
function exponents(f: v128, c: v128, g: v128, scale: v128): v128 {
  return f64x2.mul(f64x2.sub(f, f64x2.sub(c, g)), scale);
}

@inline
function boundedExponents(f: v128, c: v128, g: v128, scale: v128): v128 {
  return f64x2.pmin(exponents(f, c, g, scale), constant(POWER, 8));
}

export function softSum(costs: Doubles, at: i32, h: Doubles, ht: i32, count: i32, least: f64, scale: f64): f64 {
  let p = address(costs, at);
  let q = address(h, ht);
  const f = f64x2.splat(least);
  const factor = f64x2.splat(scale);
  let u = f64x2.splat(0);
  let v = u;
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    const a = exponents(f, v128.load(p), v128.load(q), factor);
    const b = exponents(f, v128.load(p, 16), v128.load(q, 16), factor);
    const first = isTerm(a);
    const second = isTerm(b);
    p += 32;
    q += 32;
    if (!v128.any_true(v128.or(first, second))) continue;
    u = f64x2.add(u, power(a, first));
    v = f64x2.add(v, power(b, second));
  }
  u = f64x2.add(u, v);
  let sum = f64x2.extract_lane(u, 0) + f64x2.extract_lane(u, 1);
  for (; t < count; t++) {
    sum += powerFrom((least - (load<f64>(p) - load<f64>(q))) * scale, SMALLEST_TERM);
    p += 8;
    q += 8;
  }
  return sum;
}

export function softPowers(
  costs: Doubles,
  at: i32,
  g: Doubles,
  gt: i32,
  count: i32,
  f: f64,
  scale: f64,
  lowest: f64,
  out: Doubles,
  ot: i32,
): void {
  let p = address(costs, at);
  let q = address(g, gt);
  let o = address(out, ot);
  const own = f64x2.splat(f);
  const factor = f64x2.splat(scale);
  const least = f64x2.splat(lowest);
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    const a = boundedExponents(own, v128.load(p), v128.load(q), factor);
    const b = boundedExponents(own, v128.load(p, 16), v128.load(q, 16), factor);
    let first = f64x2.ge(a, least);
    let second = f64x2.ge(b, least);
    if (v128.any_true(v128.or(first, second))) {
      first = power(a, first);
      second = power(b, second);
    }
    v128.store(o, first);
    v128.store(o, second, 16);
    p += 32;
    q += 32;
    o += 32;
  }
  for (; t < count; t++) {
    const x = (f - (load<f64>(p) - load<f64>(q))) * scale;
    store<f64>(o, powerFrom(HIGHEST < x ? HIGHEST : x, lowest));
    p += 8;
    q += 8;
    o += 8;
  }
}

@inline
function arcCost(squared: v128, square: v128, scale: v128): v128 {
  const v = f64x2.mul(squared, scale);
  const one = constant(POWER, 0);
  const high = next(ARC, 6, v, next(ARC, 7, v, next(ARC, 8, v, next(ARC, 9, v, constant(ARC, 10)))));
  const p = next(ARC, 1, v, next(ARC, 2, v, next(ARC, 3, v, next(ARC, 4, v, next(ARC, 5, v, high)))));
  const log = logarithmOf(f64x2.sub(one, v), f64x2.neg(v));
  const cost = f64x2.mul(square, f64x2.neg(f64x2.add(f64x2.add(log, log), f64x2.mul(v, p))));
  return v128.bitselect(cost, f64x2.splat(Infinity), f64x2.lt(v, one));
}

export function arcCosts(values: Doubles, at: i32, count: i32, kappa: f64): void {
  const plain = min(max(kappa * kappa, f64.MIN_NORMAL_VALUE), f64.MAX_VALUE);
  const square = f64x2.splat(plain);
  const scale = f64x2.splat(PER_QUARTER_TURN / plain);
  let p = address(values, at);
  let t = 0;
  for (; t + 2 <= count; t += 2) {
    v128.store(p, arcCost(v128.load(p), square, scale));
    p += 16;
  }
  if (t < count) store<f64>(p, f64x2.extract_lane(arcCost(v128.load64_splat(p), square, scale), 0));
}
