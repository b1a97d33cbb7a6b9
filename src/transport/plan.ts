import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { type EntropicPlan, transposeEntropic } from "./entropic/entropic-plan.js";
import { forEachPiece, type Plan } from "./plan-pieces.js";
import { type SparsePlan, sparsePlan } from "./sparse-plan.js";

export { type EntropicPlan, type Plan, type SparsePlan, sparsePlan };

/** What a plan takes from each source point and gives to each target point. */
export interface Marginals {
  readonly source: Float64Array;
  readonly target: Float64Array;
}

/** O(n + m + entries). */
export function marginals(plan: Plan): Marginals {
  const source = new Float64Array(plan.shape[0]);
  const target = new Float64Array(plan.shape[1]);
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      source[rows[e]!]! += mass[e]!;
      target[cols[e]!]! += mass[e]!;
    }
  });
  return { source, target };
}

/**
 * Plan times a vector over the target points: result_i = sum_j plan_ij vector_j. For the product with a vector
 * over the source points, transpose the plan first. O(n + entries).
 *
 * @throws ShapeError if the vector has not one entry per target point.
 */
export function applyPlan(plan: Plan, vector: ArrayLike<number>): Float64Array {
  requireTargets(plan, vector.length, "numbers in the vector");
  const result = new Float64Array(plan.shape[0]);
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) result[rows[e]!]! += mass[e]! * vector[cols[e]!]!;
  });
  return result;
}

/** The same plan from target to source. O(n + m + entries); for an entropic plan nothing is computed. */
export function transposePlan<P extends Plan>(plan: P): P;
export function transposePlan(plan: Plan): Plan {
  if (plan.kind === "entropic") return transposeEntropic(plan);
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
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      if (mass[e] === 0) continue;
      const row = rows[e]!;
      const t = row * dim;
      const share = mass[e]! / source[row]!;
      const y = cols[e]! * dim;
      for (let k = 0; k < dim; k++) images[t + k]! += share * points[y + k]!;
    }
  });
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
 * than `count`. O(entries log count) time, O(count) memory besides the plan's.
 *
 * @throws ShapeError unless `count` is a whole number of at least 0.
 */
export function topEntries(plan: Plan, count: number): PlanEntry[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new ShapeError(`the number of entries is ${count}; it must be a whole number of at least 0`, {
      found: count,
    });
  }
  let best: PlanEntry[] = [];
  let floor = 0; // lighter entries are not among the best
  const keepBest = () => {
    best = best.sort(heavierFirst).slice(0, count);
    if (best.length === count) floor = best.at(-1)?.mass ?? Infinity;
  };
  forEachPiece(plan, (rows, cols, mass, entries) => {
    for (let e = 0; e < entries; e++) {
      if (mass[e]! > 0 && mass[e]! >= floor) best.push({ row: rows[e]!, col: cols[e]!, mass: mass[e]! });
    }
    if (best.length > 2 * count + KEPT_BESIDES) keepBest();
  });
  keepBest();
  return best;
}

/** Entries that are kept beside the best before these are looked for again. */
const KEPT_BESIDES = 1000;

const heavierFirst = (a: PlanEntry, b: PlanEntry): number =>
  b.mass - a.mass || a.row - b.row || a.col - b.col;

function requireTargets(plan: Plan, found: number, what: string): void {
  const expected = plan.shape[1];
  if (found !== expected) {
    throw new ShapeError(`${found} ${what} for a plan to ${expected} points; give one per point`, {
      expected,
      found,
    });
  }
}
