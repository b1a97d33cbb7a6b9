import { weightedSum } from "../weighted-sum.js";
import type { Advance, Visited } from "./fixed-point.js";
import { forEachRow } from "./plan-rows.js";
import type { WeightedProblem } from "./sweep.js";

/** A visit to a point g, with the f that is its softmin. */
export interface VisitedPair extends Visited {
  readonly f: Float64Array;
}

/** Multiplications of a Newton step, about, up to which one is made: a tenth of a second. */
const LARGEST_WORK = 1e8;

/** What is added to the diagonal, in parts of the masses: the constant that potentials are free in costs nothing. */
const RIDGE = 1e-12;

/** A pivot below this part of its mass is rounding: its potential stays. */
const SMALLEST_PIVOT = 1e-16;

/** Shares of a row's mass below this are left out of the Hessian. */
const SMALLEST_SHARE = 1e-18;

/** Is a Newton step cheap enough for this problem? */
export function affordsNewton({ a, b }: WeightedProblem): boolean {
  return a.length * b.length * Math.min(a.length, b.length) <= LARGEST_WORK;
}

/** A step is shortened as long as the dual value rises less than this part of what its slope promises. */
const SUFFICIENT = 1e-4;

/**
 * Longest step, in epsilons. Between parts of the plan that hardly touch, Newton's is as long as the mass that is lacking
 * over what little crosses, but what crosses grows exponentially.
 */
const LONGEST = 20;

/** Halvings of a step before the plain one is taken instead. */
const HALVINGS = 8;

/**
 * Newton's steps on the dual problem with a line search, each from where a plain step leads: that puts points of little mass
 * right, which would otherwise ask for the longest steps.
 */
export function newtonSteps(
  problem: WeightedProblem,
  epsilon: number,
  visit: (g: Float64Array) => VisitedPair,
): Advance<VisitedPair> {
  const { a, b } = problem;
  const dual = ({ f, point }: VisitedPair): number => weightedSum(f, a) + weightedSum(point, b);
  return (state) => {
    const plain = visit(state.image);
    const { step, slope } = newtonStep(problem, plain, epsilon);
    const before = dual(plain);
    const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let t = Math.min(1, (LONGEST * epsilon) / longest), k = 0; k < HALVINGS; k++, t /= 2) {
      const next = visit(plain.point.map((value, j) => value + t * step[j]!));
      const rises = dual(next) >= before + SUFFICIENT * t * slope;
      if (next.error < plain.error || (rises && next.error < Infinity)) return next;
    }
    return plain;
  };
}

/**
 * Newton's step for g of the concave dual problem with f the softmin of g: for rows of sum a and columns of sum q,
 *
 *   [diag a, P; P^T, diag q] (df, dg) = epsilon (0, b - q),
 *
 * of which the larger side is eliminated. O(n m min(n, m)) time, O(n m) memory.
 * Brauer, Clason, Lorenz and Wirth 2017, section 3.
 */
function newtonStep(problem: WeightedProblem, { f, point: g }: VisitedPair, epsilon: number) {
  const { a, b } = problem;
  const plan = denseRows(problem, f, g, epsilon);
  const q = columnSums(plan, b.length);
  const right = b.map((value, j) => epsilon * (value - q[j]!));
  const step = stepFor(plan, a, q, right);
  return { step, slope: weightedSum(step, right) / epsilon };
}

function stepFor(plan: Float64Array, a: Float64Array, q: Float64Array, right: Float64Array): Float64Array {
  const n = a.length;
  const m = q.length;
  if (m <= n) return solveSchur(plan, n, m, a, q, right);
  // -P diag(1/q) right for df, then dg = (right - P^T df) / q
  const moved = new Float64Array(n);
  for (let i = 0, e = 0; i < n; i++) {
    for (let j = 0; j < m; j++, e++) moved[i]! -= (plan[e]! * right[j]!) / q[j]!;
  }
  const df = solveSchur(transposed(plan, n, m), m, n, q, a, moved);
  const rest = right.slice();
  for (let i = 0, e = 0; i < n; i++) for (let j = 0; j < m; j++, e++) rest[j]! -= plan[e]! * df[i]!;
  return rest.map((value, j) => value / q[j]!);
}

function denseRows(
  { x, y, dim, cost, a, b }: WeightedProblem,
  f: Float64Array,
  g: Float64Array,
  epsilon: number,
): Float64Array {
  const m = b.length;
  const plan = new Float64Array(a.length * m);
  const shape = [a.length, m] as const;
  const potentials = { f, g };
  const masses = { sourceWeights: a, targetWeights: b };
  forEachRow({ kind: "entropic", epsilon, cost, dim, x, y, ...masses, potentials, shape }, (i, row) =>
    plan.set(row, i * m),
  );
  return plan;
}

function columnSums(plan: Float64Array, m: number): Float64Array {
  const sums = new Float64Array(m);
  for (let e = 0, j = 0; e < plan.length; e++) {
    sums[j]! += plan[e]!;
    if (++j === m) j = 0;
  }
  return sums;
}

function transposed(plan: Float64Array, n: number, m: number): Float64Array {
  const result = new Float64Array(plan.length);
  for (let i = 0, e = 0; i < n; i++) for (let j = 0; j < m; j++, e++) result[j * n + i] = plan[e]!;
  return result;
}

/** Solution of (diag q - P^T diag(1/a) P) z = right for an n x m matrix P. */
function solveSchur(
  plan: Float64Array,
  n: number,
  m: number,
  a: Float64Array,
  q: Float64Array,
  right: Float64Array,
): Float64Array {
  const matrix = new Float64Array(m * m); // the lower triangle
  const columns = new Int32Array(m);
  for (let i = 0; i < n; i++) {
    const row = plan.subarray(i * m, (i + 1) * m);
    const floor = SMALLEST_SHARE * a[i]!;
    let count = 0;
    for (let j = 0; j < m; j++) if (row[j]! > floor) columns[count++] = j;
    for (let s = 0; s < count; s++) {
      const j = columns[s]!;
      const share = row[j]! / a[i]!;
      for (let t = 0; t <= s; t++) matrix[j * m + columns[t]!]! -= share * row[columns[t]!]!;
    }
  }
  for (let j = 0; j < m; j++) matrix[j * m + j]! += (1 + RIDGE) * q[j]!;
  return solveInPlace(matrix, m, q, right);
}

/** By Cholesky; a pivot that is nothing beside its mass leaves its unknown at 0. */
function solveInPlace(l: Float64Array, m: number, masses: Float64Array, right: Float64Array): Float64Array {
  const z = right.slice();
  for (let j = 0; j < m; j++) {
    const row = j * m;
    for (let k = 0; k < j; k++) l[row + k] = (l[row + k]! - innerProduct(l, row, k * m, k)) / l[k * m + k]!;
    const pivot = l[row + j]! - innerProduct(l, row, row, j);
    l[row + j] = pivot > SMALLEST_PIVOT * masses[j]! ? Math.sqrt(pivot) : Infinity;
    for (let t = 0; t < j; t++) z[j]! -= l[row + t]! * z[t]!;
    z[j]! /= l[row + j]!;
  }
  for (let j = m - 1; j >= 0; j--) {
    z[j]! /= l[j * m + j]!;
    for (let t = 0; t < j; t++) z[t]! -= l[j * m + t]! * z[j]!;
  }
  return z;
}

function innerProduct(l: Float64Array, p: number, q: number, count: number): number {
  let sum = 0;
  for (let t = 0; t < count; t++) sum += l[p + t]! * l[q + t]!;
  return sum;
}
