import { angle, sine } from "../numeric/elementary.js";

/** Writes the vector at time t between a and b to `out`; all have the same length. */
export type Mix = (a: Float64Array, b: Float64Array, t: number, out: Float64Array) => void;

/** (1 - t) a + t b; b itself at t = 1. */
export const mixLinearly: Mix = (a, b, t, out) => {
  for (let k = 0; k < a.length; k++) out[k] = t === 1 ? b[k]! : a[k]! + t * (b[k]! - a[k]!);
};

/** Below this sine of the angle the plane of two directions is rounding: they are equal, or opposite. */
const SMALLEST_SINE = 1e-6;

/**
 * Spherical: the direction turns at constant speed from that of a to that of b, the norm is (1 - t) |a| + t |b|. Vectors of equal
 * or opposite direction, or without one, are mixed linearly. Shoemake 1985.
 *
 * The angle is 2 arctan(|u - v| / |u + v|) of the unit vectors, which keeps its digits where the arccosine loses them.
 */
export const mixSpherically: Mix = (a, b, t, out) => {
  const from = norm(a);
  const to = norm(b);
  const theta = from > 0 && to > 0 ? angleBetween(a, from, b, to) : 0;
  const whole = sineOf(theta);
  if (t === 0 || t === 1 || whole < SMALLEST_SINE) {
    mixLinearly(a, b, t, out);
    return;
  }
  const size = from + t * (to - from);
  const p = (size * sineOf(theta * (1 - t))) / (whole * from);
  const q = (size * sineOf(theta * t)) / (whole * to);
  for (let k = 0; k < a.length; k++) out[k] = p * a[k]! + q * b[k]!;
};

/** Of vectors of these norms, 0 to pi. */
function angleBetween(a: Float64Array, from: number, b: Float64Array, to: number): number {
  let apart = 0;
  let together = 0;
  for (let k = 0; k < a.length; k++) {
    const u = a[k]! / from;
    const v = b[k]! / to;
    apart += (u - v) ** 2;
    together += (u + v) ** 2;
  }
  return 2 * angle(Math.sqrt(apart), Math.sqrt(together));
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** For 0 <= x <= pi. */
function sineOf(x: number): number {
  return sine(Math.max(0, x > Math.PI / 2 ? Math.PI - x : x));
}
