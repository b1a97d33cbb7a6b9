import { compensatedSum } from "../numeric/sum.js";

/** sum |found_i - wanted_i|. */
export function distanceL1(found: Float64Array, wanted: Float64Array): number {
  const distances = new Float64Array(found.length);
  for (let i = 0; i < found.length; i++) distances[i] = Math.abs(found[i]! - wanted[i]!);
  return compensatedSum(distances);
}
