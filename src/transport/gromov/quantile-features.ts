import { deviationOfBin, emptyBin, fillBin, type Levels, meanOfBin } from "../../measure/quantile-bins.js";
import { sortedBy } from "../../numeric/argsort.js";

/**
 * Rows of numbers whose squared Euclidean distance is, or bounds from below, the squared Wasserstein distance on the line.
 */
export interface QuantileFeatures {
  readonly source: Float64Array;
  readonly target: Float64Array;
  /** Numbers a row. */
  readonly length: number;
}

/**
 * For each row of D1 and each row of D2 the distribution of its entries, weighted by a and by b, such that
 *
 *   |source_i - target_j|^2 <= W2^2(sum_k a_k delta(D1_ik), sum_l b_l delta(D2_jl)).
 *
 * Where all masses of a side are equal the two sides are equal: the features are the quantile functions on the common
 * refinement of their steps. Otherwise the levels are cut in equal bins, and a bin gives the mean of the quantile
 * function and its root mean square deviation from it: in each bin |q - r|^2 integrates to at least the squared differences
 * of both, because of the inequality of Cauchy and Schwarz.
 *
 * O(n^2 log n + m^2 log m + n K + m K) time for K numbers a row, at most n + m or 2 max(n, m, 256).
 */
export function quantileFeatures(
  sourceDistances: Float64Array,
  a: Float64Array,
  targetDistances: Float64Array,
  b: Float64Array,
): QuantileFeatures {
  const source = sortedRows(sourceDistances, a);
  const target = sortedRows(targetDistances, b);
  if (source.equal && target.equal) return stepFeatures(source, target);
  const largest = Math.max(source.count, target.count);
  const bins = Math.max(largest, Math.min(4 * largest, FEW_BINS));
  return { source: binFeatures(source, bins), target: binFeatures(target, bins), length: 2 * bins };
}

/** Small problems get more bins than points: their bound is then sharp to a part in a thousand or so, at no cost. */
const FEW_BINS = 256;

/** The entries of each row of a matrix in increasing order with their masses; columns without mass are left out. */
interface SortedRows {
  readonly rows: number;
  /** Columns that carry mass. */
  readonly count: number;
  readonly values: Float64Array;
  readonly masses: Float64Array;
  readonly mass: number;
  /** Are all masses the same? */
  readonly equal: boolean;
}

function sortedRows(distances: Float64Array, weights: Float64Array): SortedRows {
  const cols = weights.length;
  const rows = distances.length / cols;
  const massive = Int32Array.from(weights.keys()).filter((k) => weights[k]! > 0);
  const count = massive.length;
  const values = new Float64Array(rows * count);
  const masses = new Float64Array(rows * count);
  let mass = 0;
  for (const k of massive) mass += weights[k]!;
  for (let i = 0, p = 0; i < rows; i++) {
    const row = distances.subarray(i * cols, (i + 1) * cols);
    for (const k of sortedBy(massive, row)) {
      values[p] = row[k]!;
      masses[p++] = weights[k]!;
    }
  }
  const first = weights[massive[0]!]!;
  return { rows, count, values, masses, mass, equal: massive.every((k) => weights[k] === first) };
}

/** sqrt(width) times the quantiles, for the steps of the refinement. In whole numbers: the mass is count * other count. */
function stepFeatures(source: SortedRows, target: SortedRows): QuantileFeatures {
  const n = source.count;
  const m = target.count;
  const steps: { p: number; q: number; width: number }[] = [];
  for (let p = 0, q = 0, at = 0; p < n; ) {
    const next = Math.min((p + 1) * m, (q + 1) * n);
    steps.push({ p, q, width: Math.sqrt(((next - at) / (n * m)) * source.mass) });
    if (next === (p + 1) * m) p++;
    if (next === (q + 1) * n) q++;
    at = next;
  }
  const length = steps.length;
  const features = {
    source: new Float64Array(source.rows * length),
    target: new Float64Array(target.rows * length),
    length,
  };
  steps.forEach(({ p, q, width }, k) => {
    for (let i = 0; i < source.rows; i++) features.source[i * length + k] = width * source.values[i * n + p]!;
    for (let j = 0; j < target.rows; j++) features.target[j * length + k] = width * target.values[j * m + q]!;
  });
  return features;
}

/** Mean and deviation in each of `bins` bins of equal mass, both times the root of that mass. */
function binFeatures(side: SortedRows, bins: number): Float64Array {
  const features = new Float64Array(side.rows * 2 * bins);
  const width = side.mass / bins;
  const root = Math.sqrt(width);
  const bin = emptyBin(side.count);
  for (let i = 0, f = 0; i < side.rows; i++) {
    const first = i * side.count;
    const cursor: Levels = { at: first, last: first + side.count - 1, left: side.masses[first]! };
    for (let k = 1; k <= bins; k++) {
      fillBin(bin, k < bins ? width : Infinity, side, cursor);
      const mean = meanOfBin(bin);
      features[f++] = root * mean;
      features[f++] = root * deviationOfBin(bin, mean);
    }
  }
  return features;
}
