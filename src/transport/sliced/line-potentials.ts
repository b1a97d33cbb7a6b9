import type { Slicing } from "./slicing.js";

/** Potentials of one line for the points of a slicing, in the frame of the pair. */
export interface LinePotentials {
  readonly f: Float64Array;
  readonly g: Float64Array;
  /** Largest distance of a projection from the mean of its cloud. */
  readonly reach: number;
}

/**
 * Optimal potentials of the slice at hand: f_i + g_j = (u_i - v_j)^2 on every step of its stairs; where row and column
 * change at once, the corner between the two steps counts as one of mass 0. On sorted points that is feasible everywhere.
 *
 * Along the stairs f grows by (u' - u)(u' + u - 2 v). These increments add up to at most 8 reach^2, so compensated sums
 * of them are right to `LINE_ROUNDING` reach^2, whatever the number of points. O(n + m).
 */
export function linePotentials({ source, target, stairs }: Slicing): LinePotentials {
  const u = source.places;
  const v = target.places;
  const { rows, cols, length } = stairs;
  const f = new Float64Array(u.length);
  const g = new Float64Array(v.length);
  const first = (u[rows[0]!]! - v[cols[0]!]!) ** 2 / 2;
  const ofRows = { sum: first, lost: 0 };
  const ofCols = { sum: first, lost: 0 };
  f[rows[0]!] = first;
  g[cols[0]!] = first;
  for (let e = 1; e < length; e++) {
    const i = rows[e]!;
    const j = cols[e]!;
    const h = rows[e - 1]!;
    const k = cols[e - 1]!;
    if (i !== h) f[i] = grown(ofRows, (u[i]! - u[h]!) * (u[i]! - v[k]! + (u[h]! - v[k]!)));
    if (j !== k) g[j] = grown(ofCols, (v[j]! - v[k]!) * (v[j]! - u[i]! + (v[k]! - u[i]!)));
  }
  return { f, g, reach: Math.max(largest(u), largest(v)) };
}

/**
 * Rounding of f_i + g_j in units of the squared reach. The increments, each right to 4 epsilon of the product of its step
 * and 4 reach, are off by at most 32 epsilon for all of f and as much for g; the start by 4; the two final sums, each
 * at most 10 reach^2, by half an epsilon of that.
 */
export const LINE_ROUNDING = 80 * Number.EPSILON;

/** A compensated sum (Neumaier 1974). */
interface Running {
  sum: number;
  lost: number;
}

function grown(running: Running, value: number): number {
  const { sum } = running;
  const next = sum + value;
  running.lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  running.sum = next;
  return next + running.lost;
}

function largest(places: Float64Array): number {
  let most = 0;
  for (let i = 0; i < places.length; i++) most = Math.max(most, Math.abs(places[i]!));
  return most;
}
