import { squaredDistances } from "../numeric/gram.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { requireCols, requireWhole } from "./checks.js";
import { nearest } from "./nearest.js";
import type { Training } from "./training.js";

/** The training data itself, and how many neighbours vote. */
export interface KnnModel {
  readonly data: Training;
  readonly neighbours: number;
}

/** Nothing is computed yet. @throws ShapeError if `neighbours` is not a whole number of at least 1. */
export function fitKnn(data: Training, options: { readonly neighbours: number }): KnnModel {
  requireWhole("neighbours", options.neighbours, 1);
  return { data, neighbours: Math.min(options.neighbours, data.rows.rows) };
}

/** Rows whose distances are in memory at once. */
const BLOCK = 256;

/**
 * Majority among the k nearest training rows (Euclidean; equally near rows in their order). Tied classes: the one
 * whose voters have the smaller sum of squared distances, then the first class.
 *
 * Brute force, O(rows * n * cols) time, O(256 n) memory. @throws ShapeError if the columns differ.
 */
export function predictKnn(model: KnnModel, rows: Matrix): Int32Array {
  return predictEach(model.data, rows, [model.neighbours])[0]!;
}

/** Predictions for `test` with each number of neighbours; every distance is computed once. */
export function trialKnn(
  data: Training,
  test: Matrix,
  settings: readonly { readonly neighbours: number }[],
): Int32Array[] {
  return predictEach(
    data,
    test,
    settings.map((setting) => fitKnn(data, setting).neighbours),
  );
}

function predictEach(data: Training, rows: Matrix, counts: readonly number[]): Int32Array[] {
  requireCols(rows, data.rows.cols);
  const labels = counts.map(() => new Int32Array(rows.rows));
  for (let start = 0; start < rows.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows.rows);
    const block = {
      rows: end - start,
      cols: rows.cols,
      data: rows.data.subarray(start * rows.cols, end * rows.cols),
    };
    const distances = squaredDistances(block, data.rows);
    counts.forEach((count, q) => {
      labels[q]!.set(votes(distances, data, count), start);
    });
  }
  return labels;
}

/** Predictions from squared distances, rows x training rows. */
function votes(distances: Matrix, data: Training, neighbours: number): Int32Array {
  return Int32Array.from({ length: distances.rows }, (_, s) => vote(rowView(distances, s), data, neighbours));
}

function vote(distances: Float64Array, data: Training, neighbours: number): number {
  const counts = new Int32Array(data.classCount);
  const sums = new Float64Array(data.classCount);
  for (const i of nearest(distances, neighbours)) {
    counts[data.labels[i]!]!++;
    sums[data.labels[i]!]! += distances[i]!;
  }
  let best = 0;
  for (let c = 1; c < data.classCount; c++) {
    const closer = counts[c] === counts[best] && sums[c]! < sums[best]!;
    if (counts[c]! > counts[best]! || (closer && counts[c]! > 0)) best = c;
  }
  return best;
}
