import type { Doubles, f64, i32 } from "./subset.js";

/** sum over t < count of a[at + t] b[bt + t]: terms t, t + 8, t + 16, ... each in a sum of their own. */
export function dotProduct(a: Doubles, at: i32, b: Doubles, bt: i32, count: i32): f64 {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let t = 0;
  for (let p = at, q = bt; t + 8 <= count; t += 8, p += 8, q += 8) {
    s0 += a[p] * b[q];
    s1 += a[p + 1] * b[q + 1];
    s2 += a[p + 2] * b[q + 2];
    s3 += a[p + 3] * b[q + 3];
    s4 += a[p + 4] * b[q + 4];
    s5 += a[p + 5] * b[q + 5];
    s6 += a[p + 6] * b[q + 6];
    s7 += a[p + 7] * b[q + 7];
  }
  let sum = s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
  for (; t < count; t++) sum += a[at + t] * b[bt + t];
  return sum;
}

/** out[ot + t] += sum of u[from + r] a[at + r pitch + t] over r = 0 .. rows-1, in this order, for t < count. */
export function addRows(
  out: Doubles,
  ot: i32,
  a: Doubles,
  at: i32,
  pitch: i32,
  u: Doubles,
  from: i32,
  rows: i32,
  count: i32,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const p = at + r * pitch;
    const u0 = u[from + r];
    const u1 = u[from + r + 1];
    const u2 = u[from + r + 2];
    const u3 = u[from + r + 3];
    for (let t = 0; t < count; t++) {
      const q = p + t;
      const sum = out[ot + t] + u0 * a[q] + u1 * a[q + pitch];
      out[ot + t] = sum + u2 * a[q + 2 * pitch] + u3 * a[q + 3 * pitch];
    }
  }
  for (; r < rows; r++) {
    const factor = u[from + r];
    for (let t = 0; t < count; t++) out[ot + t] += factor * a[at + r * pitch + t];
  }
}

/** a[at + t] *= factor b[bt + t] for t < count. */
export function scaleBy(a: Doubles, at: i32, b: Doubles, bt: i32, factor: f64, count: i32): void {
  for (let t = 0; t < count; t++) a[at + t] *= factor * b[bt + t];
}

/** a[at + t] = 0 for t < count. */
export function clear(a: Doubles, at: i32, count: i32): void {
  for (let t = 0; t < count; t++) a[at + t] = 0;
}
