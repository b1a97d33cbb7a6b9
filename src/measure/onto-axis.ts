import { ShapeError } from "../errors.js";
import type { Measure } from "./measure.js";

/**
 * A measure on the line as masses of the positions of an axis: a point between two positions gives each the share of its mass
 * that keeps mass and mean, one beyond the ends gives all to the end.
 *
 * @param positions increasing.
 * @throws ShapeError if the measure is not on the line, or there is no position. O(n log p) time.
 */
export function ontoAxis({ points, weights, count, dim }: Measure, positions: Float64Array): Float64Array {
  if (dim !== 1) throw new ShapeError(`the measure has dimension ${dim}; an axis has 1`, { found: dim });
  if (positions.length === 0) throw new ShapeError("the axis has no positions", { found: 0 });
  const masses = new Float64Array(positions.length);
  for (let i = 0; i < count; i++) {
    const upper = firstAbove(positions, points[i]!);
    const [left, right] = [Math.max(upper - 1, 0), Math.min(upper, positions.length - 1)];
    const gap = positions[right]! - positions[left]!;
    const share = gap > 0 ? (points[i]! - positions[left]!) / gap : 0;
    masses[left]! += (1 - share) * weights[i]!;
    masses[right]! += share * weights[i]!;
  }
  return masses;
}

/** The number of positions that are at most x. */
function firstAbove(positions: Float64Array, x: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
