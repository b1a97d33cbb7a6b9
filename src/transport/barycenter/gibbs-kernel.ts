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

/** sum_j entries_ij factors_sj, each sum in the order of j: two rows and four vectors at a time, to read less. */
function products({ rows, cols, entries }: KernelHalf, factors: Float64Array, count: number): Float64Array {
  const fours = inFours(factors, cols, count);
  const sums = new Float64Array((fours.length / cols) * rows);
  for (let s = 0; s * cols < fours.length; s += 4) {
    for (let i = 0; i < rows; i += 2) {
      const other = Math.min(i + 1, rows - 1); // the last row alone is done twice
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let p = i * cols, q = other * cols, r = s * cols, end = p + cols; p < end; p++, q++, r += 4) {
        const a = entries[p]!;
        const b = entries[q]!;
        const v0 = fours[r]!;
        const v1 = fours[r + 1]!;
        const v2 = fours[r + 2]!;
        const v3 = fours[r + 3]!;
        a0 += a * v0;
        a1 += a * v1;
        a2 += a * v2;
        a3 += a * v3;
        b0 += b * v0;
        b1 += b * v1;
        b2 += b * v2;
        b3 += b * v3;
      }
      sums[s * rows + i] = a0;
      sums[(s + 1) * rows + i] = a1;
      sums[(s + 2) * rows + i] = a2;
      sums[(s + 3) * rows + i] = a3;
      sums[s * rows + other] = b0;
      sums[(s + 1) * rows + other] = b1;
      sums[(s + 2) * rows + other] = b2;
      sums[(s + 3) * rows + other] = b3;
    }
  }
  return sums.subarray(0, count * rows);
}

/** Vectors s .. s+3 interleaved, one block after the other; the last block filled up with zeros. */
function inFours(factors: Float64Array, size: number, count: number): Float64Array {
  const fours = new Float64Array(Math.ceil(count / 4) * 4 * size);
  for (let s = 0; s < count; s++) {
    const first = (s - (s % 4)) * size + (s % 4);
    for (let j = 0; j < size; j++) fours[first + 4 * j] = factors[s * size + j]!;
  }
  return fours;
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
