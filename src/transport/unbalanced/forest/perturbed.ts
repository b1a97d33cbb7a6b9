import { seededRandom } from "../../../numeric/random.js";

/** The costs, each raised by a random part of `size` times the largest (or rho): no two sums of them are equal then. O(n m). */
export function perturbed(costs: Float64Array, size: number): Float64Array {
  const random = seededRandom(0);
  let largest = 0;
  for (let p = 0; p < costs.length; p++) if (costs[p]! < Infinity) largest = Math.max(largest, costs[p]!);
  const most = size * (largest || 1);
  return costs.map((cost) => cost + most * random.uniform());
}
