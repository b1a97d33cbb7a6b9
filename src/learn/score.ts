import { ConfusionMatrix } from "ml-confusion-matrix";
import { ShapeError } from "../errors.js";
import { logarithm } from "../numeric/elementary.js";
import { type Matrix, matrix, matrixFromRows, rowView } from "../numeric/matrix.js";
import { bestMatching } from "./matching.js";
import { classSizes } from "./training.js";

/** Share of the predictions that are right. @throws ShapeError if the lengths differ or are 0. */
export function accuracy(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  requirePaired(actual, predicted);
  let correct = 0;
  for (let s = 0; s < actual.length; s++) if (actual[s] === predicted[s]) correct++;
  return correct / actual.length;
}

/** Entry (a, p) counts the items of class a that were taken for class p. */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classCount: number,
): Matrix {
  requirePaired(actual, predicted);
  const labels = Array.from({ length: classCount }, (_, c) => c);
  const counted = ConfusionMatrix.fromLabels(Array.from(actual), Array.from(predicted), { labels });
  return matrixFromRows(counted.getMatrix());
}

/** Accuracy of always answering the most frequent class: what any classifier has to beat. */
export function majorityRate(labels: ArrayLike<number>, classCount: number): number {
  return Math.max(...classSizes(labels, classCount)) / labels.length;
}

/**
 * Standard error of a mean of `correct` (1 for right, 0 for wrong) with mean p over N items.
 *
 * Without groups the binomial  sqrt(p (1 - p) / N).  With G groups robust to dependence within them:
 * sqrt(G / (G - 1) sum_g (sum_{s in g} (correct_s - p))^2) / N,  where G / (G - 1) allows for p being their own mean;
 * with few groups (under 20, say) it is still rough, and tends to be too small.
 *
 * It says how the accuracy varies with the items tested, not with the training set. Where all items are right (or all
 * wrong) it is 0: no error was seen, which does not say that there is none. Liang and Zeger 1986; Cameron and Miller
 * 2015, section II.B, for the factor.
 *
 * @throws ShapeError if there are no items, the groups are not one per item, or there is one group only.
 */
export function standardError(correct: ArrayLike<number>, groups?: readonly string[]): number {
  const n = correct.length;
  if (n === 0) throw new ShapeError("a standard error needs at least one item, got none", { found: 0 });
  let right = 0;
  for (let s = 0; s < n; s++) right += correct[s]!;
  const p = right / n;
  return groups === undefined ? Math.sqrt((p * (1 - p)) / n) : groupedError(correct, groups, p);
}

function groupedError(correct: ArrayLike<number>, groups: readonly string[], p: number): number {
  requirePaired(correct, groups);
  const sums = new Map<string, number>();
  for (let s = 0; s < correct.length; s++) {
    sums.set(groups[s]!, (sums.get(groups[s]!) ?? 0) + correct[s]! - p);
  }
  if (sums.size < 2) {
    throw new ShapeError(`a standard error over groups needs two groups, all items are in "${groups[0]}"`, {
      found: sums.size,
    });
  }
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return Math.sqrt((squares * sums.size) / (sums.size - 1)) / correct.length;
}

/**
 * Adjusted Rand index of two labellings: 1 if they are the same up to names, 0 in the mean of random ones, possibly
 * negative. Two labellings that both have one cluster, or both only single items, agree: 1. Hubert and Arabie 1985.
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { table, rowSums, colSums } = contingency(a, b);
  const together = sumOf(table.data, pairs);
  const inA = sumOf(rowSums, pairs);
  const inB = sumOf(colSums, pairs);
  const all = pairs(a.length);
  if ((inA === 0 && inB === 0) || (inA === all && inB === all)) return 1;
  const expected = (inA * inB) / all;
  return (together - expected) / ((inA + inB) / 2 - expected);
}

/** 2 I(a, b) / (H(a) + H(b)), in 0 .. 1; 1 if both have one cluster only. Not corrected for chance. */
export function normalisedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { table, rowSums, colSums } = contingency(a, b);
  const entropy = (counts: Float64Array): number => -sumOf(counts, (count) => xLogX(count / a.length));
  const sumOfEntropies = entropy(rowSums) + entropy(colSums);
  if (sumOfEntropies === 0) return 1;
  const information = Math.max(0, sumOfEntropies - entropy(table.data));
  return Math.min(1, (2 * information) / sumOfEntropies);
}

/**
 * Accuracy of clusters as classes under the one-to-one naming that makes it largest; items of clusters without a
 * class count as wrong.
 */
export function matchedAccuracy(actual: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const { table } = contingency(actual, clusters);
  let correct = 0;
  bestMatching(table).forEach((cluster, c) => {
    if (cluster >= 0) correct += table.data[c * table.cols + cluster]!;
  });
  return correct / actual.length;
}

/**
 * Share of the items that belong to the commonest class of their cluster. It needs no naming one-to-one, and grows with
 * the number of clusters up to 1 for single items: compare it between equal numbers of clusters only.
 */
export function purity(actual: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const { table } = contingency(clusters, actual);
  let right = 0;
  for (let c = 0; c < table.rows; c++) right += rowView(table, c).reduce((most, n) => Math.max(most, n), 0);
  return right / actual.length;
}

function contingency(a: ArrayLike<number>, b: ArrayLike<number>) {
  requirePaired(a, b);
  const rowNames = new Map([...new Set(Array.from(a))].sort((p, q) => p - q).map((name, c) => [name, c]));
  const colNames = new Map([...new Set(Array.from(b))].sort((p, q) => p - q).map((name, c) => [name, c]));
  const table = matrix(rowNames.size, colNames.size);
  const rowSums = new Float64Array(table.rows);
  const colSums = new Float64Array(table.cols);
  for (let s = 0; s < a.length; s++) {
    const i = rowNames.get(a[s]!)!;
    const j = colNames.get(b[s]!)!;
    table.data[i * table.cols + j]!++;
    rowSums[i]!++;
    colSums[j]!++;
  }
  return { table, rowSums, colSums };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function xLogX(x: number): number {
  return x > 0 ? x * logarithm(x) : 0;
}

function sumOf(values: Float64Array, term: (value: number) => number): number {
  return values.reduce((sum, value) => sum + term(value), 0);
}

function requirePaired(a: ArrayLike<unknown>, b: ArrayLike<unknown>): void {
  if (a.length !== b.length || a.length === 0) {
    throw new ShapeError(`cannot compare ${a.length} values with ${b.length}; give one of each per item`, {
      expected: a.length,
      found: b.length,
    });
  }
}
