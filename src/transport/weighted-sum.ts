/**
 * Compensated sum of values[at + i stride] weights[i] over all weights (Neumaier 1974). Each product is rounded by
 * half an epsilon of itself; the sum by a few units in the last place, whatever the length.
 */
export function weightedSum(values: Float64Array, weights: Float64Array, at = 0, stride = 1): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0, p = at; i < weights.length; i++, p += stride) {
    const value = values[p]! * weights[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
