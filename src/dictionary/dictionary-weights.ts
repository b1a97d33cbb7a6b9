import type { OnProgress, Status } from "../numeric/certificate.js";
import { type Stop, stopRule } from "../numeric/iterate.js";
import { type Matrix, matrix, rowView, selectRows } from "../numeric/matrix.js";
import { type Dictionary, synthesise } from "./dictionary.js";
import { histograms } from "./dictionary-input.js";
import { lossGradient } from "./loss-gradient.js";
import type { DictionaryProblem } from "./problem.js";
import { descend, type RowDescent, rowDescent } from "./row-descent.js";
import { problemFrom } from "./settings.js";
import { logitsOf, softmaxPullback, softmaxRows } from "./softmax.js";

export interface DictionaryWeightsOptions {
  /**
   * `tolerance` bounds the norm of the gradient of each row's loss in its logits, relative to its loss at the start (default 1e-3);
   * `maxIterations` the gradients taken of a row (default 50).
   */
  readonly stop?: Stop;
  /** Told after each block of 64 rows; returning `false` ends the work, and rows that were not reached keep their start. */
  readonly onProgress?: OnProgress;
}

/** Weights of rows, with what is known of how good they are. */
export interface DictionaryWeights {
  /** N x size, rows of sum 1. */
  readonly weights: Matrix;
  /** Of each row, without locality term; NaN where it was not reached. */
  readonly losses: Float64Array;
  /** Norm of the gradient of each row's loss in its logits, relative to its loss at the start: 0 at a stationary point. */
  readonly gradients: Float64Array;
  /** Of all rows: the first of "aborted", "non-finite", "iteration-limit", "stalled" that one of them has, else "converged". */
  readonly status: Status;
  /** Most gradients that were taken of a row. */
  readonly iterations: number;
}

/** The stopping rule with its defaults. @throws ShapeError as `stopRule`. */
export const weightsRule = (stop: Stop | undefined): Required<Stop> => stopRule(stop, DEFAULT_STOP);

const DEFAULT_STOP = { tolerance: 1e-3, maxIterations: 50 };
/** Rows of a block. Which rows are together changes weights within the tolerance of the loss, so it is fixed. */
const BLOCK = 64;
/** Part of a start that is spread evenly: a weight of 0 would stay 0. */
const SPREAD = 0.05;

/**
 * Weights of new rows for the atoms of a dictionary, which stay as they are: each row's loss is minimised over the simplex by
 * BFGS in the logits, from the weights of the training row whose barycentre is nearest (in squared difference of the bands;
 * of the atoms, where the dictionary has no training weights). A local minimum; rows do not influence each other, but for the
 * tolerance of the loss, which ends for eight rows at a time.
 *
 * The loss may be so flat around its minimum that weights are far from determined where it is: with ten atoms of a scene of
 * 204 bands, weights of training rows found anew differed from their training weights by 0.20 in L1 norm (of 2 at most) in the
 * mean at the default tolerance and by 0.43 at 1e-6, while the mean loss was the same to one part in 1000. So another start,
 * another tolerance or Adam give other weights of nearly the same loss: compare weights that were found in the same way.
 *
 * @param data N x bands, as `startTraining` takes them: scaled like the training data.
 * @throws ShapeError if the bands differ; MeasureError as `startTraining`.
 *
 * One `lossGradient` of a row an iteration. Nocedal and Wright 2006, chapter 6.
 */
export function dictionaryWeights(
  dictionary: Dictionary,
  data: Matrix,
  { stop, onProgress }: DictionaryWeightsOptions = {},
): DictionaryWeights {
  const rule = weightsRule(stop);
  const starts = startWeights(dictionary, data);
  const blocks: DictionaryWeights[] = [];
  for (const rows of rowBlocks(data.rows)) {
    blocks.push(weightsFrom(dictionary, selectRows(starts, rows), selectRows(data, rows), rule));
    const done = rows.at(-1)! + 1;
    if (onProgress?.({ unit: "rows", done, total: data.rows }) === false) break;
  }
  return joinedWeights(blocks, starts);
}

/** Consecutive row numbers, block after block. */
export function rowBlocks(rows: number): Int32Array[] {
  return Array.from({ length: Math.ceil(rows / BLOCK) }, (_, b) =>
    Int32Array.from({ length: Math.min(BLOCK, rows - b * BLOCK) }, (_, r) => b * BLOCK + r),
  );
}

/** Where the weights of rows begin: N x size. */
export function startWeights(dictionary: Dictionary, data: Matrix): Matrix {
  const { axis, settings, atoms } = dictionary;
  const known = dictionary.weights ?? identity(atoms.rows);
  const shapes = dictionary.weights ? synthesise(dictionary, dictionary.weights) : atoms;
  const rows = histograms(data, axis.values.length, settings.rhoBarycenter === Infinity);
  const starts = selectRows(known, nearestRows(shapes, rows));
  return { ...starts, data: starts.data.map((weight) => (1 - SPREAD) * weight + SPREAD / atoms.rows) };
}

/** Weights of one block of rows from the given start. */
export function weightsFrom(
  { axis, settings, atoms }: Pick<Dictionary, "axis" | "settings" | "atoms">,
  start: Matrix,
  data: Matrix,
  rule: Required<Stop>,
): DictionaryWeights {
  const problem = problemFrom(axis.values, settings);
  const floored = histograms(data, axis.values.length, settings.rhoBarycenter === Infinity);
  const logits = logitsOf(start, Number.MIN_VALUE);
  const descents = Array.from({ length: data.rows }, (_, n) => rowDescent(rowView(logits, n)));
  const counts = new Int32Array(data.rows);
  let active = Int32Array.from(counts.keys());
  while (active.length > 0) {
    look(problem, atoms, descents, selectRows(floored, active), active);
    for (const n of active) counts[n]!++;
    active = active.filter((n) => statusOf(descents[n]!, counts[n]!, rule) === undefined);
  }
  const statuses = descents.map((row, n) => statusOf(row, counts[n]!, rule) ?? "iteration-limit");
  return {
    weights: softmaxRows(stacked(descents, atoms.rows)),
    losses: Float64Array.from(descents, (row) => row.value),
    gradients: Float64Array.from(descents, relativeGradient),
    status: worst(statuses),
    iterations: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** One look at the trials of the active rows. */
function look(
  problem: DictionaryProblem,
  atoms: Matrix,
  descents: readonly RowDescent[],
  data: Matrix,
  active: Int32Array,
): void {
  const trials = matrix(active.length, atoms.rows);
  active.forEach((n, r) => {
    rowView(trials, r).set(descents[n]!.trial);
  });
  const weights = softmaxRows(trials);
  const found = lossGradient(problem, atoms, weights, data);
  const slopes = softmaxPullback(weights, found.weights);
  active.forEach((n, r) => {
    descend(descents[n]!, found.losses[r]!, rowView(slopes, r));
  });
}

/** How a row has ended; undefined while it goes on. */
function statusOf(
  row: RowDescent,
  count: number,
  { tolerance, maxIterations }: Required<Stop>,
): Status | undefined {
  if (!Number.isFinite(row.value)) return "non-finite";
  if (relativeGradient(row) <= tolerance) return "converged";
  if (row.stalled) return "stalled";
  return count >= maxIterations ? "iteration-limit" : undefined;
}

function relativeGradient({ gradient, first }: RowDescent): number {
  let squares = 0;
  for (const slope of gradient) squares += slope * slope;
  return squares === 0 ? 0 : Math.sqrt(squares) / Math.abs(first);
}

const WORST_FIRST: readonly Status[] = ["aborted", "non-finite", "iteration-limit", "stalled"];

function worst(statuses: readonly Status[]): Status {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? "converged";
}

function stacked(descents: readonly RowDescent[], cols: number): Matrix {
  const rows = matrix(descents.length, cols);
  descents.forEach((row, n) => {
    rowView(rows, n).set(row.best);
  });
  return rows;
}

/** One record of all rows; those after the last block keep their start and make it "aborted". */
export function joinedWeights(blocks: readonly DictionaryWeights[], starts: Matrix): DictionaryWeights {
  const weights = { ...starts, data: starts.data.slice() };
  const losses = new Float64Array(starts.rows).fill(NaN);
  const gradients = new Float64Array(starts.rows).fill(NaN);
  let first = 0;
  for (const block of blocks) {
    weights.data.set(block.weights.data, first * starts.cols);
    losses.set(block.losses, first);
    gradients.set(block.gradients, first);
    first += block.weights.rows;
  }
  const statuses = blocks.map((block) => block.status);
  const status = worst(first < starts.rows ? ["aborted"] : statuses);
  const iterations = Math.max(0, ...blocks.map((block) => block.iterations));
  return { weights, losses, gradients, status, iterations };
}

function identity(size: number): Matrix {
  const eye = matrix(size, size);
  for (let s = 0; s < size; s++) eye.data[s * size + s] = 1;
  return eye;
}

/** For each row the shape with the least sum of squared differences; ties go to the first. */
function nearestRows(shapes: Matrix, rows: Matrix): Int32Array {
  return Int32Array.from({ length: rows.rows }, (_, n) => {
    const row = rowView(rows, n);
    let best = 0;
    let least = Infinity;
    for (let s = 0; s < shapes.rows; s++) {
      const shape = rowView(shapes, s);
      let sum = 0;
      for (let j = 0; j < row.length && sum < least; j++) sum += (row[j]! - shape[j]!) ** 2;
      if (sum < least) [best, least] = [s, sum];
    }
    return best;
  });
}
