import { exponential, logarithm } from "../../numeric/elementary.js";

/** exp(-c / epsilon) of an n x m cost matrix, for products with vectors that are given by their logarithms. */
export interface GibbsKernel {
  readonly epsilon: number;
  /** From vectors over the m columns to vectors over the n rows. */
  readonly forward: KernelHalf;
  /** From rows to columns; the same record where the costs are symmetric. */
  readonly backward: KernelHalf;
}

/** Row-major; `entries` is exp of `exponents`, which are at most 0. */
export interface KernelHalf {
  readonly rows: number;
  readonly cols: number;
  readonly exponents: Float64Array;
  readonly entries: Float64Array;
}

/**
 * @param costs n x m, row-major, finite and at least 0.
 *
 * O(n m) time. Memory 16 n m bytes, twice that for costs that are not symmetric.
 */
export function gibbsKernel(costs: Float64Array, n: number, m: number, epsilon: number): GibbsKernel {
  const forward = kernelHalf(costs, n, m, epsilon);
  const backward = isSymmetric(costs, n, m) ? forward : kernelHalf(transposed(costs, n, m), m, n, epsilon);
  return { epsilon, forward, backward };
}

function kernelHalf(costs: Float64Array, rows: number, cols: number, epsilon: number): KernelHalf {
  const exponents = new Float64Array(costs.length);
  const entries = new Float64Array(costs.length);
  for (let p = 0; p < costs.length; p++) {
    exponents[p] = -costs[p]! / epsilon;
    entries[p] = exponential(exponents[p]!);
  }
  return { rows, cols, exponents, entries };
}

function isSymmetric(costs: Float64Array, n: number, m: number): boolean {
  if (n !== m) return false;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) if (costs[i * n + j] !== costs[j * n + i]) return false;
  }
  return true;
}

function transposed(values: Float64Array, n: number, m: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) result[j * n + i] = values[i * m + j]!;
  return result;
}

/**
 * Products of at least this size are right to rounding although entries and factors below 1e-308 are lost: what is lost
 * of a product is at most 1e-323 for each column. Smaller ones are computed again by logarithms.
 */
const SAFE_PRODUCT = 1e-280;
/** exp of this, 1e-22 of the largest term, is nothing even if all terms but one are so small. */
const NEGLIGIBLE = -50;

/**
 * log sum_j exp(-c_ij / epsilon + logs_sj) for each of `count` vectors: row s of the result is that of row s of `logs`.
 *
 * -Infinity leaves a column out; a vector of nothing else gives -Infinity. The values are those of a log-sum-exp, whatever
 * epsilon is, but exponentials are computed for vectors only, not for matrices, where products allow it.
 *
 * O(count n m) time, O(count (n + m)) memory.
 */
export function logProducts(half: KernelHalf, logs: Float64Array, count: number): Float64Array {
  const { rows, cols } = half;
  const peaks = new Float64Array(count);
  const factors = new Float64Array(logs.length);
  for (let s = 0; s < count; s++) {
    let peak = -Infinity;
    for (let j = s * cols; j < (s + 1) * cols; j++) peak = Math.max(peak, logs[j]!);
    peaks[s] = peak;
    for (let j = s * cols; j < (s + 1) * cols; j++)
      factors[j] = peak === -Infinity ? 0 : exponential(logs[j]! - peak);
  }
  const result = products(half, factors, count);
  for (let s = 0; s < count; s++) {
    for (let i = 0; i < rows; i++) {
      const product = result[s * rows + i]!;
      result[s * rows + i] =
        product >= SAFE_PRODUCT ? peaks[s]! + logarithm(product) : logSumExp(half, i, logs, s * cols);
    }
  }
  return result;
}

/** sum_j entries_ij factors_sj, each sum in the order of j; four vectors at a time, so that an entry is read once for them. */
function products({ rows, cols, entries }: KernelHalf, factors: Float64Array, count: number): Float64Array {
  const result = new Float64Array(count * rows);
  for (let i = 0; i < rows; i++) {
    const row = i * cols;
    let s = 0;
    for (; s + 3 < count; s += 4) {
      const at = s * cols;
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let j = 0; j < cols; j++) {
        const entry = entries[row + j]!;
        first += entry * factors[at + j]!;
        second += entry * factors[at + cols + j]!;
        third += entry * factors[at + 2 * cols + j]!;
        fourth += entry * factors[at + 3 * cols + j]!;
      }
      result[s * rows + i] = first;
      result[(s + 1) * rows + i] = second;
      result[(s + 2) * rows + i] = third;
      result[(s + 3) * rows + i] = fourth;
    }
    for (; s < count; s++) {
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += entries[row + j]! * factors[s * cols + j]!;
      result[s * rows + i] = sum;
    }
  }
  return result;
}

function logSumExp({ cols, exponents }: KernelHalf, i: number, logs: Float64Array, at: number): number {
  const row = i * cols;
  let largest = -Infinity;
  for (let j = 0; j < cols; j++) largest = Math.max(largest, exponents[row + j]! + logs[at + j]!);
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let j = 0; j < cols; j++) {
    const below = exponents[row + j]! + logs[at + j]! - largest;
    if (below > NEGLIGIBLE) sum += exponential(below);
  }
  return largest + logarithm(sum);
}
