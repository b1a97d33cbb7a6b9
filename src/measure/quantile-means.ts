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
  const last = values.length - 1;
  let at = 0;
  let left = masses[0]!;
  for (let bin = 0; bin < out.length; bin++) {
    const base = values[at]!; // about it: a bin with one value has exactly that mean
    let room = bin < out.length - 1 ? width : Infinity; // the last one takes what rounding left
    let taken = 0;
    let sum = 0;
    for (;;) {
      const piece = Math.min(left, room);
      taken += piece;
      sum += piece * (values[at]! - base);
      left -= piece;
      room -= piece;
      if (left <= 0 && at < last) left = masses[++at]!;
      else break;
      if (room <= 0) break;
    }
    out[bin] = taken > 0 ? base + sum / taken : base;
  }
}
