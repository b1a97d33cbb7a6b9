/*
 * Exponentials, logarithms and what the soft transform does with them, in JavaScript; assembly/exponential.ts does the
 * same on vectors. Only operations that IEEE 754 rounds exactly, in the same order: the same bits.
 */
import type { Doubles, f64, i32 } from "./subset.js";
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
} from "./terms.js";

/** 2^k for k = -1022 .. 1023, at k + 1022. */
const POWERS = new Float64Array(2046).fill(1);
for (let k = 1; k <= 1023; k++) POWERS[1022 + k] = POWERS[1021 + k] * 2;
for (let k = 1; k <= 1022; k++) POWERS[1022 - k] = POWERS[1023 - k] / 2;

/** Scratch: a double and its bits. */
const DOUBLE = new Float64Array(1);
const BITS = new Int32Array(DOUBLE.buffer);
/** The upper bits of sqrt(1/2). */
const ROOT_OF_HALF = 0x3fe6a09e;

/** 2^x, below 2 units in the last place off; 0 below LOWEST and for NaN, constant above HIGHEST. */
export function powerOfTwo(x: f64): f64 {
  return powerFrom(HIGHEST < x ? HIGHEST : x, LOWEST);
}

export function powerFrom(x: f64, lowest: f64): f64 {
  if (!(x >= lowest)) return 0;
  const k = x + ROUNDING - ROUNDING;
  const r = x - k;
  const z = r * r;
  const p = r * (POWER_1 + z * (POWER_2 + z * POWER_3));
  const half = p / (POWER_4 + z * (POWER_5 + z) - p);
  return (1 + (half + half)) * POWERS[k + 1022];
}

/** exp(c / epsilon) is 2 to so much times c. Finite, so that 0 times it is 0. */
export function bitsPerCost(epsilon: f64): f64 {
  return Math.min(Math.LOG2E / epsilon, Number.MAX_VALUE);
}

/** log(x) for normal x > 0, below 1 unit in the last place off. */
export function logarithm(x: f64): f64 {
  return logarithmOf(x, x - 1);
}

/** log(x), where x may have lost digits next to 1 that f = x - 1 still has. */
export function logarithmOf(x: f64, rest: f64): f64 {
  DOUBLE[0] = x;
  const k = (BITS[1] - ROOT_OF_HALF) >> 20;
  BITS[1] -= k << 20;
  const f = k === 0 ? rest : DOUBLE[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (LOG_1 + z * (LOG_2 + z * (LOG_3 + z * (LOG_4 + z * (LOG_5 + z * (LOG_6 + z * LOG_7))))));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

/**
 * sum over t < count of 2^((least - (costs[at + t] - h[ht + t])) scale), whose exponents are at most 0: terms t, t + 4,
 * t + 8, ... each in a sum of their own. Terms below 2^SMALLEST_TERM are left out.
 */
export function softSum(
  costs: Doubles,
  at: i32,
  h: Doubles,
  ht: i32,
  count: i32,
  least: f64,
  scale: f64,
): f64 {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    s0 += powerFrom((least - (costs[at + t] - h[ht + t])) * scale, SMALLEST_TERM);
    s1 += powerFrom((least - (costs[at + t + 1] - h[ht + t + 1])) * scale, SMALLEST_TERM);
    s2 += powerFrom((least - (costs[at + t + 2] - h[ht + t + 2])) * scale, SMALLEST_TERM);
    s3 += powerFrom((least - (costs[at + t + 3] - h[ht + t + 3])) * scale, SMALLEST_TERM);
  }
  let sum = s0 + s2 + (s1 + s3);
  for (; t < count; t++) {
    sum += powerFrom((least - (costs[at + t] - h[ht + t])) * scale, SMALLEST_TERM);
  }
  return sum;
}

/** out[ot + t] = 2^((f - (costs[at + t] - g[gt + t])) scale) for t < count; 0 below 2^lowest, 2^HIGHEST above. */
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
  for (let t = 0; t < count; t++) {
    const x = (f - (costs[at + t] - g[gt + t])) * scale;
    out[ot + t] = powerFrom(HIGHEST < x ? HIGHEST : x, lowest);
  }
}

/**
 * Squared distances to -kappa^2 log cos^2(min(distance / kappa, pi / 2)), in place: with v the square of the angle in
 * quarter turns, log cos^2 = 2 log(1 - v) + v polynomial(v), both negative.
 */
export function arcCosts(values: Doubles, at: i32, count: i32, kappa: f64): void {
  const square = squareOf(kappa);
  const scale = PER_QUARTER_TURN / square;
  for (let t = at; t < at + count; t++) {
    const v = values[t] * scale;
    values[t] = v < 1 ? square * -(2 * logarithmOf(1 - v, -v) + v * arcPolynomial(v)) : Infinity;
  }
}

function arcPolynomial(v: f64): f64 {
  const high = ARC_6 + v * (ARC_7 + v * (ARC_8 + v * (ARC_9 + v * ARC_10)));
  return ARC_1 + v * (ARC_2 + v * (ARC_3 + v * (ARC_4 + v * (ARC_5 + v * high))));
}

/** Neither 0 nor infinite, so that 0 times it, or divided by it, is 0. */
function squareOf(kappa: f64): f64 {
  return Math.min(Math.max(kappa * kappa, 2.2250738585072014e-308), Number.MAX_VALUE);
}
