import { emptyBin, fillBin, type Levels, meanOfBin } from "./quantile-bins.js";

/**
 * Means of a quantile function over bins of equal mass: for a distribution on the line with quantile function Q and mass m,
 *
 *   out[k] = bins / m * integral of Q over [k m / bins, (k + 1) m / bins].
 *
 * By Jensen's inequality, sum_k |out_k - other_k|^2 / bins is at most the squared Wasserstein distance of two distributions of
 * mass 1, and tends to it as the bins become more.
 *
 * @param values increasing; `masses` theirs, above 0; `out` holds one number per bin.
 *
 * O(values + bins) time.
 */
export function quantileMeansInto(values: Float64Array, masses: Float64Array, out: Float64Array): void {
  let total = 0;
  for (const mass of masses) total += mass;
  const width = total / out.length;
  const bin = emptyBin(values.length);
  const levels: Levels = { at: 0, last: values.length - 1, left: masses[0]! };
  for (let k = 0; k < out.length; k++) {
    fillBin(bin, k < out.length - 1 ? width : Infinity, { values, masses }, levels); // the last one takes what rounding left
    out[k] = meanOfBin(bin);
  }
}
