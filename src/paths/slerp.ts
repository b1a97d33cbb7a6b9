import { angle, sine } from "../numeric/elementary.js";

/** Writes the vector at time t between a and b, which start at `a0` and `b0`, of `length` numbers, to `out` from `at` on. */
export type Mix = (
  a: Float64Array,
  a0: number,
  b: Float64Array,
  b0: number,
  length: number,
  t: number,
  out: Float64Array,
  at: number,
) => void;

/** (1 - t) a + t b; b itself at t = 1. */
export const mixLinearly: Mix = (a, a0, b, b0, length, t, out, at) => {
  for (let k = 0; k < length; k++) {
    const x = a[a0 + k]!;
    const y = b[b0 + k]!;
    out[at + k] = t === 1 ? y : x + t * (y - x);
  }
};

/** Below this sine of the angle the plane of two directions is rounding: they are equal, or opposite. */
const SMALLEST_SINE = 1e-6;

/**
 * Spherical: the direction turns at constant speed from that of a to that of b, the norm is (1 - t) |a| + t |b|. Vectors of equal
 * or opposite direction, or without one, are mixed linearly. Shoemake 1985.
 *
 * The angle is 2 arctan(|u - v| / |u + v|) of the unit vectors, which keeps its digits where the arccosine loses them.
 */
export const mixSpherically: Mix = (a, a0, b, b0, length, t, out, at) => {
  const from = norm(a, a0, length);
  const to = norm(b, b0, length);
  const half = from > 0 && to > 0 ? halfAngle(a, a0, from, b, b0, to, length) : 0;
  const whole = sineOf(2 * half);
  if (t === 0 || t === 1 || whole < SMALLEST_SINE) {
    mixLinearly(a, a0, b, b0, length, t, out, at);
    return;
  }
  const size = from + t * (to - from);
  const p = (size * sineOf(2 * half * (1 - t))) / (whole * from);
  const q = (size * sineOf(2 * half * t)) / (whole * to);
  for (let k = 0; k < length; k++) out[at + k] = p * a[a0 + k]! + q * b[b0 + k]!;
};

function halfAngle(
  a: Float64Array,
  a0: number,
  from: number,
  b: Float64Array,
  b0: number,
  to: number,
  length: number,
): number {
  let apart = 0;
  let together = 0;
  for (let k = 0; k < length; k++) {
    const u = a[a0 + k]! / from;
    const v = b[b0 + k]! / to;
    apart += (u - v) ** 2;
    together += (u + v) ** 2;
  }
  return angle(Math.sqrt(apart), Math.sqrt(together));
}

function norm(values: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let k = start; k < start + length; k++) sum += values[k]! ** 2;
  return Math.sqrt(sum);
}

/** For 0 <= x <= pi. */
function sineOf(x: number): number {
  return sine(Math.min(Math.PI / 2, x > Math.PI / 2 ? Math.PI - x : x));
}
