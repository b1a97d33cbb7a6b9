import { exponential } from "../../numeric/elementary.js";

/** exp(-U / D), of sum 1: the shares of equal cells, of which the levels are the potential. O(n) time and memory. */
export function boltzmannWeights(levels: Float64Array, diffusivity: number): Float64Array {
  const least = levels.reduce((a, b) => Math.min(a, b), Infinity);
  const factors = levels.map((level) => exponential((least - level) / diffusivity));
  const total = factors.reduce((sum, factor) => sum + factor, 0);
  return factors.map((factor) => factor / total);
}
