import { combine } from "../lot/combine.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { expMap } from "../lot/exp-map.js";
import type { Measure } from "../measure/measure.js";
import { gram } from "../numeric/gram.js";
import type { Step } from "../numeric/iterate.js";
import { columnMeans, type Matrix, matrix, subtractRow } from "../numeric/matrix.js";
import { type Cover, cover } from "./cover.js";
import { chooseShrinkage } from "./shrinkage.js";
import { simplexQuadratic } from "./simplex-quadratic.js";
import { visibleTargets } from "./visible-targets.js";

/** A synthesis by its shares. */
export interface Synthesis extends Cover {
  readonly shares: Float64Array;
}

/** The present one, and what the objective was on the way there. */
export interface Matched extends Synthesis {
  readonly objectives: readonly number[];
}

/** Halvings of a step before it is given up. */
const MOST_HALVINGS = 4;

/** The answer of the quadratic programme or, where that raises the objective, as HK may, a point on the way there that does not. */
export function improved(task: Task, last: Matched, rho: number): Step<Matched> {
  const before = last.objectives.at(-1)!;
  const target = improvedShares(task, last, rho);
  let shares = target;
  let rise = 0;
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++) {
    const next = matched(task, shares);
    const value = objectiveOf(task, next, rho);
    if (value <= before) {
      const error = before > 0 ? (before - value) / before : 0;
      return { state: { ...next, objectives: [...last.objectives, value] }, error };
    }
    if (halvings === 0) rise = (value - before) / before;
    shares = shares.map((share, s) => (share + last.shares[s]!) / 2);
  }
  return { state: last, error: rise, stalled: true };
}

export function objectiveOf(task: Task, { transport, shares }: Synthesis, rho: number): number {
  return transport.cost + rho * spreadOf(task, shares);
}

/** The synthesis of these shares, and how it covers the damaged measure: one partial transport. */
export function matched({ atoms, damaged, missing }: Task, shares: Float64Array): Synthesis {
  return { shares, ...cover(expMap(atoms.reference, combine(atoms, shares)), damaged, missing) };
}

/** What a completion works with throughout. */
export interface Task {
  readonly atoms: EmbeddedItems;
  readonly damaged: Measure;
  readonly missing: number;
  /** Rows of the atoms about their mean, and their inner products. */
  readonly centred: Matrix;
  readonly whole: Matrix;
}

export function taskOf(atoms: EmbeddedItems, damaged: Measure, missing: number): Task {
  const centred = subtractRow(atoms.matrix, columnMeans(atoms.matrix));
  return { atoms, damaged, missing, centred, whole: gram(centred) };
}

/** The answer of the quadratic programme with the visible parts of the reference points as weights. */
function improvedShares(task: Task, step: Synthesis, rho: number): Float64Array {
  const { atoms, damaged, whole } = task;
  const { target, visible } = visibleTargets(atoms.reference, damaged, step);
  const near = gram(weighted(subtractRow(atoms.matrix, target), visible));
  const problem = matrix(
    near.rows,
    near.cols,
    near.data.map((value, p) => value + rho * whole.data[p]!),
  );
  return simplexQuadratic({ gram: problem, cross: new Float64Array(near.rows), norm: 0 }).shares;
}

/** Rows times the roots of the visible shares of their reference points. */
function weighted(rows: Matrix, visible: Float64Array): Matrix {
  const width = rows.cols / visible.length;
  const data = rows.data.map((value, p) => value * Math.sqrt(visible[Math.floor((p % rows.cols) / width)]!));
  return { ...rows, data };
}

/** How strongly to draw the shares to the mean, by what the first synthesis shows. */
export function shrinkageOf({ atoms, centred, whole }: Task, { visible }: Synthesis): number {
  const seen = visible.subarray(0, atoms.reference.measure.count);
  return chooseShrinkage({ whole, visible: gram(weighted(centred, seen)) });
}

/** |sum_s lambda_s row_s - mean|^2. */
function spreadOf({ whole }: Task, shares: Float64Array): number {
  let sum = 0;
  shares.forEach((a, s) => {
    if (a === 0) return;
    shares.forEach((b, t) => {
      if (b !== 0) sum += a * b * whole.data[s * whole.cols + t]!;
    });
  });
  return sum;
}
