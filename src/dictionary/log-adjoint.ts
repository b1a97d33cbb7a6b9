import { exponential } from "../numeric/elementary.js";
import type { KernelHalf } from "../transport/barycenter/gibbs-kernel.js";

/** Entries of the kernel below 1e-308 are lost as 0; times exp of this they stay below 1e-47. */
const SAFE_SPREAD = 600;

/**
 * The transposed derivative of y = log(K exp(l)), vector by vector:  out_j = sum_i adjoint_i K_ij exp(l_j - y_i).
 *
 * @param logs, products `count` rows of l and of y; -Infinity in l leaves a column out. @param adjoint rows like y.
 * O(count n m) time; exponentials are computed for vectors only unless their logarithms lie further apart than doubles do.
 */
export function logProductsAdjoint(
  half: KernelHalf,
  logs: Float64Array,
  products: Float64Array,
  adjoint: Float64Array,
  count: number,
): Float64Array {
  const { rows, cols } = half;
  const result = new Float64Array(logs.length);
  for (let s = 0; s < count; s++) {
    const own = logs.subarray(s * cols, (s + 1) * cols);
    const sums = products.subarray(s * rows, (s + 1) * rows);
    const given = adjoint.subarray(s * rows, (s + 1) * rows);
    const least = sums.reduce((low, value) => Math.min(low, value), Infinity);
    const most = own.reduce((high, value) => Math.max(high, value), -Infinity);
    const transposed = most - least < SAFE_SPREAD ? byFactors : byExponents;
    transposed(half, own, sums, given, least, result.subarray(s * cols, (s + 1) * cols));
  }
  return result;
}

function byFactors(
  { rows, cols, entries }: KernelHalf,
  logs: Float64Array,
  products: Float64Array,
  adjoint: Float64Array,
  least: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const factor = adjoint[i]! * exponential(least - products[i]!);
    if (factor === 0) continue;
    for (let j = 0, p = i * cols; j < cols; j++, p++) out[j]! += factor * entries[p]!;
  }
  for (let j = 0; j < cols; j++) out[j] = out[j]! * exponential(logs[j]! - least);
}

function byExponents(
  { rows, cols, exponents }: KernelHalf,
  logs: Float64Array,
  products: Float64Array,
  adjoint: Float64Array,
  _least: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const given = adjoint[i]!;
    if (given === 0) continue;
    for (let j = 0, p = i * cols; j < cols; j++, p++) {
      out[j]! += given * exponential(exponents[p]! + logs[j]! - products[i]!);
    }
  }
}
