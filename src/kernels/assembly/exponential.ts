// What the words of ../exponential.ts mean in WebAssembly. AssemblyScript, not TypeScript: see CONTRIBUTING.md.
import { address } from "./subset";
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
} from "./terms";

/*
 * Constants in memory: those of the code are put together again in each round of a loop, which takes longer than to read
 * them.
 */
const TABLE: usize = memory.data<f64>([
  ROUNDING, 1, POWER_1, POWER_2, POWER_3, POWER_4, POWER_5, LOWEST, SMALLEST_TERM, HIGHEST,
  LOG_1, LOG_2, LOG_3, LOG_4, LOG_5, LOG_6, LOG_7, LN2_HIGH, LN2_LOW, 0.5, 2,
  ARC_1, ARC_2, ARC_3, ARC_4, ARC_5, ARC_6, ARC_7, ARC_8, ARC_9, ARC_10,
]);
@inline
function scaled(a: v128, b: f64): v128 {
  return f64x2.mul(a, f64x2.splat(b));
}

/** a + z b. */
@inline
function next(a: f64, z: v128, b: v128): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(z, b));
}

@inline
function exponentialFrom(x: v128, lowest: f64): v128 {
  const t = f64x2.pmin(x, f64x2.splat(HIGHEST));
  const rounded = f64x2.add(scaled(t, LOG2_E), f64x2.splat(ROUNDING));
  const k = f64x2.sub(rounded, f64x2.splat(ROUNDING));
  const high = f64x2.sub(t, scaled(k, LN2_HIGH));
  const low = scaled(k, LN2_LOW);
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  const p = next(EXP_1, z, next(EXP_2, z, next(EXP_3, z, next(EXP_4, z, scaled(z, EXP_5)))));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  const q = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, q), high));
  // k stands in the last bits of `rounded`: to the exponent with it
  return v128.and(i64x2.add(y, i64x2.shl(rounded, 52)), f64x2.ge(x, f64x2.splat(lowest)));
}

export function exponential(x: f64): f64 {
  return f64x2.extract_lane(exponentialFrom(f64x2.splat(x), LOWEST), 0);
}

@inline
function logarithmOf(x: v128, rest: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e00000000)), 52);
  const mantissa = i64x2.sub(x, i64x2.shl(k, 52));
  const near = i64x2.eq(k, i64x2.splat(0));
  const f = v128.bitselect(rest, f64x2.sub(mantissa, f64x2.splat(1)), near);
  const real = f64x2.sub(i64x2.add(k, f64x2.splat(ROUNDING)), f64x2.splat(ROUNDING));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const p = next(LOG_4, z, next(LOG_5, z, next(LOG_6, z, scaled(z, LOG_7))));
  const r = f64x2.mul(z, next(LOG_1, z, next(LOG_2, z, next(LOG_3, z, p))));
  const half = f64x2.mul(scaled(f, 0.5), f);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), scaled(real, LN2_LOW));
  return f64x2.sub(scaled(real, LN2_HIGH), f64x2.sub(f64x2.sub(half, small), f));
}

export function logarithm(x: f64): f64 {
  return f64x2.extract_lane(logarithmOf(f64x2.splat(x), f64x2.splat(x - 1)), 0);
}

/** (f - (c - g)) inverse. */
@inline
function exponents(f: v128, c: v128, g: v128, inverse: v128): v128 {
  return f64x2.mul(f64x2.sub(f, f64x2.sub(c, g)), inverse);
}

@inline
function anyFrom(a: v128, b: v128, lowest: f64): bool {
  const bound = f64x2.splat(lowest);
  return v128.any_true(v128.or(f64x2.ge(a, bound), f64x2.ge(b, bound)));
}

export function softSum(costs: Doubles, at: i32, h: Doubles, ht: i32, count: i32, least: f64, inverse: f64): f64 {
  let p = address(costs, at);
  let q = address(h, ht);
  const f = f64x2.splat(least);
  const factor = f64x2.splat(inverse);
  let u = f64x2.splat(0);
  let v = u;
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    const a = exponents(f, v128.load(p), v128.load(q), factor);
    const b = exponents(f, v128.load(p, 16), v128.load(q, 16), factor);
    p += 32;
    q += 32;
    if (!anyFrom(a, b, SMALLEST_TERM)) continue;
    u = f64x2.add(u, exponentialFrom(a, SMALLEST_TERM));
    v = f64x2.add(v, exponentialFrom(b, SMALLEST_TERM));
  }
  u = f64x2.add(u, v);
  let sum = f64x2.extract_lane(u, 0) + f64x2.extract_lane(u, 1);
  for (; t < count; t++) {
    const a = exponents(f, v128.load64_splat(p), v128.load64_splat(q), factor);
    sum += f64x2.extract_lane(exponentialFrom(a, SMALLEST_TERM), 0);
    p += 8;
    q += 8;
  }
  return sum;
}

export function exponentials(costs: Doubles, at: i32, g: Doubles, gt: i32, count: i32, f: f64, inverse: f64): void {
  let p = address(costs, at);
  let q = address(g, gt);
  const own = f64x2.splat(f);
  const factor = f64x2.splat(inverse);
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    const a = exponents(own, v128.load(p), v128.load(q), factor);
    const b = exponents(own, v128.load(p, 16), v128.load(q, 16), factor);
    if (anyFrom(a, b, LOWEST)) {
      v128.store(p, exponentialFrom(a, LOWEST));
      v128.store(p, exponentialFrom(b, LOWEST), 16);
    } else {
      v128.store(p, f64x2.splat(0));
      v128.store(p, f64x2.splat(0), 16);
    }
    p += 32;
    q += 32;
  }
  for (; t < count; t++) {
    const a = exponents(own, v128.load64_splat(p), v128.load64_splat(q), factor);
    store<f64>(p, f64x2.extract_lane(exponentialFrom(a, LOWEST), 0));
    p += 8;
    q += 8;
  }
}

@inline
function arcCost(squared: v128, square: v128, scale: v128): v128 {
  const v = f64x2.mul(squared, scale);
  const one = f64x2.splat(1);
  const high = next(ARC_6, v, next(ARC_7, v, next(ARC_8, v, next(ARC_9, v, scaled(v, ARC_10)))));
  const p = next(ARC_1, v, next(ARC_2, v, next(ARC_3, v, next(ARC_4, v, next(ARC_5, v, high)))));
  const log = scaled(logarithmOf(f64x2.sub(one, v), f64x2.neg(v)), 2);
  const cost = f64x2.mul(square, f64x2.neg(f64x2.add(log, f64x2.mul(v, p))));
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
