import type { Matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import type { Training } from "./training.js";

/** Binary tree in flat arrays; node 0 is the root, the children of node p are left[p] and left[p] + 1. */
export interface Tree {
  /** Column that the node splits on; -1 in a leaf. */
  readonly column: Int32Array;
  /** Rows with a value of at most this go left. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  /** The most frequent class among the training rows of the node. */
  readonly label: Int32Array;
}

/** Every entry replaced by the rank of its value within its column: sorting ranks is sorting whole numbers. */
export interface RankedColumns {
  readonly count: number;
  readonly cols: number;
  /** Column-major: rank of row i in column k at k * count + i. */
  readonly ranks: Int32Array;
  /** Distinct values of each column, rising. */
  readonly values: readonly Float64Array[];
}

/** O(cols * n log n) time, O(n cols) memory. */
export function rankColumns(rows: Matrix): RankedColumns {
  const ranks = new Int32Array(rows.rows * rows.cols);
  const values = Array.from({ length: rows.cols }, (_, k) => {
    const column = Float64Array.from({ length: rows.rows }, (__, i) => rows.data[i * rows.cols + k]!);
    const distinct = Float64Array.from(column).sort();
    const kept = distinct.filter((value, p) => p === 0 || value !== distinct[p - 1]);
    for (let i = 0; i < rows.rows; i++) ranks[k * rows.rows + i] = rankOf(kept, column[i]!);
    return kept;
  });
  return { count: rows.rows, cols: rows.cols, ranks, values };
}

function rankOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The class at the leaf that the row falls into. */
export function leafOf(tree: Tree, row: ArrayLike<number>): number {
  let node = 0;
  while (tree.column[node]! >= 0) {
    const goesLeft = row[tree.column[node]!]! <= tree.threshold[node]!;
    node = tree.left[node]! + (goesLeft ? 0 : 1);
  }
  return tree.label[node]!;
}

/** State of one growing tree; `sample` is reordered so that each node owns a stretch of it. */
interface Growth {
  readonly ranked: RankedColumns;
  readonly labels: Int32Array;
  readonly classCount: number;
  readonly sample: Int32Array;
  readonly random: Random;
  /** Room for the keys of one node. */
  readonly keys: Float64Array;
  /** The columns, shuffled a little further at each node. */
  readonly columns: Int32Array;
}

interface Split {
  readonly column: number;
  /** Rows with at most this rank go left. */
  readonly rank: number;
  readonly threshold: number;
  /** sum over both sides of (sum of squared class counts) / size: the larger, the purer. */
  readonly purity: number;
}

/** Tree on the rows named in `sample` (with repeats), grown until its leaves are pure or cannot be split. */
export function growTree(ranked: RankedColumns, data: Training, sample: Int32Array, random: Random): Tree {
  const growth: Growth = {
    ranked,
    labels: data.labels,
    classCount: data.classCount,
    sample: Int32Array.from(sample),
    random,
    keys: new Float64Array(sample.length),
    columns: Int32Array.from({ length: ranked.cols }, (_, k) => k),
  };
  const column = [-1];
  const threshold = [0];
  const left = [0];
  const label = [0];
  const open = [{ node: 0, start: 0, end: sample.length }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { node, start, end } = part;
    const counts = countClasses(growth, start, end);
    label[node] = counts.indexOf(Math.max(...counts));
    if (counts[label[node]!] === end - start) continue;
    const split = bestSplit(growth, start, end, counts);
    if (split === undefined) continue;
    const middle = partition(growth, start, end, split);
    column[node] = split.column;
    threshold[node] = split.threshold;
    left[node] = column.length;
    column.push(-1, -1);
    threshold.push(0, 0);
    left.push(0, 0);
    label.push(0, 0);
    open.push({ node: left[node]!, start, end: middle }, { node: left[node]! + 1, start: middle, end });
  }
  return {
    column: Int32Array.from(column),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    label: Int32Array.from(label),
  };
}

function countClasses({ labels, sample, classCount }: Growth, start: number, end: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (let p = start; p < end; p++) counts[labels[sample[p]!]!]!++;
  return counts;
}

/** The best split on sqrt(cols) random columns; on more, until one of them can be split at all. */
function bestSplit(growth: Growth, start: number, end: number, counts: Int32Array): Split | undefined {
  const { columns, ranked, random } = growth;
  const wanted = Math.max(1, Math.round(Math.sqrt(ranked.cols)));
  let best: Split | undefined;
  for (let tried = 0; tried < ranked.cols && (tried < wanted || best === undefined); tried++) {
    const pick = tried + random.integer(ranked.cols - tried);
    const column = columns[pick]!;
    columns[pick] = columns[tried]!;
    columns[tried] = column;
    const split = bestSplitOn(growth, column, start, end, counts);
    if (split !== undefined && (best === undefined || split.purity > best.purity)) best = split;
  }
  return best;
}

/** Sweeps over the node's rows by rising value; a key is rank * classes + class, so native sorting does the work. */
function bestSplitOn(
  growth: Growth,
  column: number,
  start: number,
  end: number,
  counts: Int32Array,
): Split | undefined {
  const { ranked, labels, sample, classCount } = growth;
  const size = end - start;
  const keys = growth.keys.subarray(0, size);
  for (let p = 0; p < size; p++) {
    const i = sample[start + p]!;
    keys[p] = ranked.ranks[column * ranked.count + i]! * classCount + labels[i]!;
  }
  keys.sort();
  const below = new Int32Array(classCount);
  let squaresBelow = 0;
  let squaresAbove = counts.reduce((sum, count) => sum + count * count, 0);
  let best = -1;
  let purity = 0;
  for (let p = 0; p + 1 < size; p++) {
    const c = keys[p]! % classCount;
    squaresAbove -= 2 * (counts[c]! - below[c]!) - 1;
    squaresBelow += 2 * below[c]! + 1;
    below[c]!++;
    if (Math.floor(keys[p]! / classCount) === Math.floor(keys[p + 1]! / classCount)) continue;
    const value = squaresBelow / (p + 1) + squaresAbove / (size - p - 1);
    if (value > purity) {
      purity = value;
      best = p;
    }
  }
  if (best < 0) return undefined;
  const rank = Math.floor(keys[best]! / classCount);
  const next = Math.floor(keys[best + 1]! / classCount);
  return { column, rank, threshold: between(ranked.values[column]!, rank, next), purity };
}

/** Halfway between two values, and below the upper one even where they are neighbouring numbers. */
function between(values: Float64Array, rank: number, next: number): number {
  const low = values[rank]!;
  const high = values[next]!;
  const middle = low / 2 + high / 2;
  return middle < high ? middle : low;
}

/** Moves the rows that go left to the front of the stretch; returns where the others start. */
function partition({ ranked, sample }: Growth, start: number, end: number, split: Split): number {
  let middle = start;
  for (let p = start; p < end; p++) {
    const i = sample[p]!;
    if (ranked.ranks[split.column * ranked.count + i]! > split.rank) continue;
    sample[p] = sample[middle]!;
    sample[middle++] = i;
  }
  return middle;
}
