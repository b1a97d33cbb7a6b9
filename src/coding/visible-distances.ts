import type { EmbeddedItems } from "../lot/distance.js";
import { rowView } from "../numeric/matrix.js";
import type { VisibleTargets } from "./visible-targets.js";

/** Squared distance of each atom from the targets, by what is visible of each reference point. O(S * length of a row). */
export function visibleDistances(
  { matrix }: EmbeddedItems,
  { target, visible }: VisibleTargets,
): Float64Array {
  const width = target.length / visible.length;
  return Float64Array.from({ length: matrix.rows }, (_, s) => {
    let sum = 0;
    rowView(matrix, s).forEach((value, p) => {
      sum += visible[Math.floor(p / width)]! * (value - target[p]!) ** 2;
    });
    return sum;
  });
}
