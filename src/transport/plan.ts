import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";

/**
 * Optimal plan by its non-zero entries: mass[e] goes from source point rows[e] to target point cols[e].
 * Sorted by row, then column; no pair occurs twice. Shape is [source points, target points].
 */
export interface SparsePlan {
  readonly kind: "sparse";
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly mass: Float64Array;
  readonly shape: readonly [number, number];
}

/** The solvers so far return sparse plans; functions on plans work for every kind. */
export type Plan = SparsePlan;

/**
 * Sparse plan from entries in any order, sorted by row, then column. Entries of one pair are added; entries of
 * mass 0 are left out. O(n + m + entries) time and memory (two counting sorts).
 */
export function sparsePlan(
  entries: Pick<SparsePlan, "rows" | "cols" | "mass">,
  shape: readonly [number, number],
): SparsePlan {
  const order = inOrder(
    inOrder(positiveEntries(entries.mass), entries.cols, shape[1]),
    entries.rows,
    shape[0],
  );
  const rows = new Int32Array(order.length);
  const cols = new Int32Array(order.length);
  const mass = new Float64Array(order.length);
  let last = -1;
  for (let p = 0; p < order.length; p++) {
    const e = order[p]!;
    const repeated = last >= 0 && rows[last] === entries.rows[e] && cols[last] === entries.cols[e];
    if (!repeated) last++;
    rows[last] = entries.rows[e]!;
    cols[last] = entries.cols[e]!;
    mass[last]! += entries.mass[e]!;
  }
  const end = last + 1;
  if (end === order.length) return { kind: "sparse", rows, cols, mass, shape };
  return {
    kind: "sparse",
    rows: rows.slice(0, end),
    cols: cols.slice(0, end),
    mass: mass.slice(0, end),
    shape,
  };
}

function positiveEntries(mass: Float64Array): Int32Array {
  const found = new Int32Array(mass.length);
  let count = 0;
  for (let e = 0; e < mass.length; e++) if (mass[e]! > 0) found[count++] = e;
  return found.subarray(0, count);
}

/** The items in the order of their key in 0 .. range-1; equal keys keep theirs. Nothing to do if they are in order. */
function inOrder(items: Int32Array, keys: Int32Array, range: number): Int32Array {
  return isInOrder(items, keys) ? items : stableSort(items, keys, range);
}

function isInOrder(items: Int32Array, keys: Int32Array): boolean {
  for (let p = 1; p < items.length; p++) if (keys[items[p - 1]!]! > keys[items[p]!]!) return false;
  return true;
}

/** Counting sort. */
function stableSort(items: Int32Array, keys: Int32Array, range: number): Int32Array {
  const starts = new Int32Array(range + 1);
  for (let p = 0; p < items.length; p++) starts[keys[items[p]!]! + 1]!++;
  for (let r = 0; r < range; r++) starts[r + 1]! += starts[r]!;
  const sorted = new Int32Array(items.length);
  for (let p = 0; p < items.length; p++) {
    const e = items[p]!;
    sorted[starts[keys[e]!]!++] = e;
  }
  return sorted;
}

/** What a plan takes from each source point and gives to each target point. */
export interface Marginals {
  readonly source: Float64Array;
  readonly target: Float64Array;
}

/** O(n + m + entries). */
export function marginals(plan: Plan): Marginals {
  const { rows, cols, mass, shape } = plan;
  const source = new Float64Array(shape[0]);
  const target = new Float64Array(shape[1]);
  for (let e = 0; e < mass.length; e++) {
    source[rows[e]!]! += mass[e]!;
    target[cols[e]!]! += mass[e]!;
  }
  return { source, target };
}

/**
 * Plan times a vector over the target points: result_i = sum_j plan_ij vector_j. For the product with a vector
 * over the source points, transpose the plan first. O(n + entries).
 *
 * @throws ShapeError if the vector has not one entry per target point.
 */
export function applyPlan(plan: Plan, vector: ArrayLike<number>): Float64Array {
  const { rows, cols, mass, shape } = plan;
  requireTargets(plan, vector.length, "numbers in the vector");
  const result = new Float64Array(shape[0]);
  for (let e = 0; e < mass.length; e++) result[rows[e]!]! += mass[e]! * vector[cols[e]!]!;
  return result;
}

/** The same plan from target to source. O(n + m + entries). */
export function transposePlan(plan: Plan): Plan {
  const { rows, cols, mass, shape } = plan;
  return sparsePlan({ rows: cols, cols: rows, mass }, [shape[1], shape[0]]);
}

/**
 * Mean of the target points that each source point is sent to: T_i = sum_j plan_ij y_j / sum_j plan_ij,
 * row-major, n x d.
 *
 * A source point without mass in the plan gets the mean of all that the plan moves: a definite place, but one
 * that says nothing about the point. T is an optimal map only if the plan is one.
 *
 * @throws ShapeError if `target` is not the measure that the plan leads to. O((n + entries) d) time.
 * Ambrosio, Gigli and Savaré 2008, definition 5.4.2.
 */
export function barycentricProjection(plan: Plan, target: Measure): Float64Array {
  requireTargets(plan, target.count, "target points");
  const { points, dim } = target;
  const { source } = marginals(plan);
  const images = new Float64Array(plan.shape[0] * dim);
  const { rows, cols, mass } = plan;
  for (let e = 0; e < mass.length; e++) {
    const share = mass[e]! / source[rows[e]!]!;
    const t = rows[e]! * dim;
    const y = cols[e]! * dim;
    for (let k = 0; k < dim; k++) images[t + k]! += share * points[y + k]!;
  }
  if (source.includes(0)) placeMassless(images, source, dim);
  return images;
}

/** Rows of mass 0 get the mean of the others, weighted by mass; they stay at 0 if no row has mass. */
function placeMassless(images: Float64Array, masses: Float64Array, dim: number): void {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (total === 0) return;
  const mean = new Float64Array(dim);
  masses.forEach((mass, i) => {
    for (let k = 0; k < dim; k++) mean[k]! += (mass / total) * images[i * dim + k]!;
  });
  masses.forEach((mass, i) => {
    if (mass === 0) images.set(mean, i * dim);
  });
}

/** One entry of a plan. */
export interface PlanEntry {
  readonly row: number;
  readonly col: number;
  readonly mass: number;
}

/**
 * The entries of largest mass, largest first, equal masses by row and column; all of them if there are fewer
 * than `count`. O(entries log entries).
 *
 * @throws ShapeError unless `count` is a whole number of at least 0.
 */
export function topEntries(plan: Plan, count: number): PlanEntry[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new ShapeError(`the number of entries is ${count}; it must be a whole number of at least 0`, {
      found: count,
    });
  }
  const { rows, cols, mass } = plan;
  const order = Int32Array.from(mass.keys()).sort((a, b) => mass[b]! - mass[a]! || a - b);
  return Array.from(order.subarray(0, count), (e) => ({ row: rows[e]!, col: cols[e]!, mass: mass[e]! }));
}

function requireTargets(plan: Plan, found: number, what: string): void {
  const expected = plan.shape[1];
  if (found !== expected) {
    throw new ShapeError(`${found} ${what} for a plan to ${expected} points; give one per point`, {
      expected,
      found,
    });
  }
}
