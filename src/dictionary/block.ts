import { type Matrix, rowView } from "../numeric/matrix.js";
import { fillLanes, lane, setLane } from "./lanes.js";
import type { DictionaryProblem } from "./problem.js";
import { normalisedWeights, rowGradient } from "./rows.js";
import { BLOCK, type LayerSpace, type LossSpace } from "./workspace.js";

/** Losses of all rows, and the derivative of their sum. */
export interface LossGradient {
  /** N. */
  readonly losses: Float64Array;
  /** k x d: by the entries of the atoms. */
  readonly atoms: Matrix;
  /** N x k: by the weights, along the simplex: sum_s lambda_s g_s = 0 in each row. */
  readonly weights: Matrix;
  /** N: iterations of the loss; those that reach `lossIterations` may not have converged. */
  readonly iterations: Int32Array;
}

/** What is summed over rows: derivatives by log D and, for the rows that share it, by the first log a. */
export interface Sums {
  readonly byLogAtoms: Float64Array;
  readonly byFirstLogs: Float64Array;
}

/** At most eight rows from `first` on. */
export interface Block {
  readonly problem: DictionaryProblem;
  readonly logAtoms: Float64Array;
  readonly data: Matrix;
  readonly lambdas: readonly Float64Array[];
  readonly first: number;
}

export type Rows = Pick<LossGradient, "losses" | "weights" | "iterations">;

/**
 * Losses and derivatives of a block: into `result`, and added to `sums`. @returns false, and nothing is changed, if numbers left
 * the range of doubles.
 */
export function blockGradient(
  block: Block,
  layer: LayerSpace,
  loss: LossSpace | undefined,
  sums: Sums,
  result: Rows,
): boolean {
  const { functions } = layer;
  fillLanes(layer.weights, block.lambdas);
  if (!functions.runLayer(layer.layer)) return false;
  const found = loss === undefined ? lossesByRow(block, layer) : lossesInPanels(block, layer, loss);
  if (found === undefined) return false;
  layer.byLogAtoms.fill(0);
  layer.byFirstLogs.fill(0);
  functions.differentiateLayer(layer.layer);
  if (![layer.byLogAtoms, layer.byFirstLogs, layer.byWeights, found.losses].every(areFinite)) return false;
  addTo(sums.byLogAtoms, layer.byLogAtoms);
  addTo(sums.byFirstLogs, layer.byFirstLogs);
  block.lambdas.forEach((_, b) => {
    result.losses[block.first + b] = found.losses[b]!;
    result.iterations[block.first + b] = found.iterations;
    rowView(result.weights, block.first + b).set(lane(layer.byWeights, b));
  });
  return true;
}

interface BlockLosses {
  readonly losses: Float64Array;
  readonly iterations: number;
}

/** Losses in closed form, with their derivatives in layer.byLogQ. */
function lossesByRow({ problem, data, lambdas, first }: Block, layer: LayerSpace): BlockLosses {
  layer.byLogQ.fill(0);
  const losses = lambdas.map((_, b) => {
    const { loss, gradient } = problem.loss.atRow(problem, rowView(data, first + b), lane(layer.logQ, b));
    setLane(layer.byLogQ, b, gradient);
    return loss;
  });
  return { losses: Float64Array.from(losses), iterations: 0 };
}

function lossesInPanels(
  { data, lambdas, first }: Block,
  layer: LayerSpace,
  loss: LossSpace,
): BlockLosses | undefined {
  const rows = lambdas.map((_, b) => rowView(data, first + b));
  fillLanes(loss.data, rows);
  loss.logQ.set(layer.logQ);
  if (!loss.run()) return undefined;
  layer.byLogQ.set(loss.byLogQ);
  for (let b = rows.length; b < BLOCK; b++) setLane(layer.byLogQ, b, new Float64Array(data.cols));
  return { losses: loss.losses.slice(0, rows.length), iterations: loss.rounds() };
}

/** The same by logarithms, row after row. */
export function blockByRows(
  { problem, logAtoms, data, lambdas, first }: Block,
  sums: Sums,
  result: Rows,
): void {
  lambdas.forEach((lambda, b) => {
    const row = rowGradient(problem, logAtoms, lambda, rowView(data, first + b));
    result.losses[first + b] = row.loss;
    result.iterations[first + b] = row.iterations;
    rowView(result.weights, first + b).set(row.weights);
    addTo(sums.byLogAtoms, row.logAtoms);
  });
}

/** The weights of the block that begins at `first`, each of sum 1. */
export function blockWeights(weights: Matrix, first: number): Float64Array[] {
  const count = Math.min(BLOCK, weights.rows - first);
  return Array.from({ length: count }, (_, b) => normalisedWeights(weights, first + b));
}

function addTo(sums: Float64Array, values: Float64Array): void {
  for (let p = 0; p < sums.length; p++) sums[p]! += values[p]!;
}

function areFinite(values: Float64Array): boolean {
  return values.every((value) => Number.isFinite(value));
}
