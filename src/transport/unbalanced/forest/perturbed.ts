import { seededRandom } from "../../../numeric/random.js";
import type { DualState } from "./dual-state.js";

/** Part of the largest cost. */
const SIZE = 1e-11;

/** The costs, each raised by a random part of a tiny amount: no two sums of them are equal then. O(n m). */
export function perturbed({ costs }: DualState): Float64Array {
  const random = seededRandom(0);
  let largest = 0;
  for (let p = 0; p < costs.length; p++) if (costs[p]! < Infinity) largest = Math.max(largest, costs[p]!);
  return costs.map((cost) => cost + SIZE * largest * random.uniform());
}
