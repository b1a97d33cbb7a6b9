import type { HullProblem } from "./hull-problem.js";

/** A pivot below this, in units of the mean squared distance from b, is rounding: the points are dependent. */
const LEAST_PIVOT = 1e-14;

/**
 * Some of the points, with the Cholesky factor of K + 1 1^T of theirs, K_st = <a_s - b, a_t - b> / unit: row p of the factor has p + 1
 * numbers. It grows point by point.
 */
export interface AffineSet {
  readonly members: readonly number[];
  readonly factor: readonly Float64Array[];
}

export const NO_POINTS: AffineSet = { members: [], factor: [] };

/** Mean squared distance of the points from b; 1 where all of them are b. */
export function unitOf({ gram, cross, norm }: HullProblem): number {
  let sum = 0;
  for (let s = 0; s < cross.length; s++) sum += gram.data[s * gram.cols + s]! - 2 * cross[s]! + norm;
  return sum > 0 ? sum / cross.length : 1;
}

/** The set with one more point; undefined where it is affinely dependent on the others up to rounding. O(k^2). */
export function withPoint(
  { gram, cross, norm }: HullProblem,
  unit: number,
  { members, factor }: AffineSet,
  point: number,
): AffineSet | undefined {
  const row = new Float64Array(members.length + 1);
  for (let q = 0; q <= members.length; q++) {
    const t = members[q] ?? point;
    const product = gram.data[point * gram.cols + t]! - cross[point]! - cross[t]! + norm;
    let value = product / unit + 1;
    const other = factor[q] ?? row;
    for (let r = 0; r < q; r++) value -= row[r]! * other[r]!;
    if (q < members.length) row[q] = value / other[q]!;
    else if (value > LEAST_PIVOT) row[q] = Math.sqrt(value);
    else return undefined;
  }
  return { members: [...members, point], factor: [...factor, row] };
}

/** The set without the points at some places of it; the places rise. O(k^3) for k points after the first of them. */
export function withoutPlaces(
  problem: HullProblem,
  unit: number,
  { members, factor }: AffineSet,
  places: readonly number[],
): AffineSet | undefined {
  const first = places[0] ?? members.length;
  let set: AffineSet | undefined = { members: members.slice(0, first), factor: factor.slice(0, first) };
  for (let p = first; p < members.length && set !== undefined; p++) {
    if (!places.includes(p)) set = withPoint(problem, unit, set, members[p]!);
  }
  return set;
}

/**
 * Shares of sum 1, of any sign, of the point nearest to b in the affine hull: u / sum u with (K + 1 1^T) u = 1.
 *
 * O(k^2) for k points. Wolfe 1976, section 3.
 */
export function affineMinimiser({ factor }: AffineSet): Float64Array {
  const k = factor.length;
  const u = new Float64Array(k).fill(1);
  for (let p = 0; p < k; p++) {
    const row = factor[p]!;
    let value = u[p]!;
    for (let q = 0; q < p; q++) value -= row[q]! * u[q]!;
    u[p] = value / row[p]!;
  }
  let sum = 0;
  for (let p = k - 1; p >= 0; p--) {
    const row = factor[p]!;
    const value = u[p]! / row[p]!;
    u[p] = value;
    sum += value;
    for (let q = 0; q < p; q++) u[q]! -= row[q]! * value;
  }
  return u.map((value) => value / sum);
}
