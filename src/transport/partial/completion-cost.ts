import { squaredDistance } from "../../numeric/squared-distance.js";
import type { SparsePlan } from "../plan.js";
import { type Lacking, positivePart } from "../scaled-plan.js";
import type { PartialProblem } from "./problem.js";

/** Part by which entries may grow to make up for rounding: what that costs is as small a part of the whole cost. */
const GROWTH = 1e-12;

/**
 * What it costs at most to move so much more mass than a plan does, which is little more than rounding: its entries grow
 * where both ends have mass left, and what is still missing goes from the row that has most left to the nearest column
 * with room or, if there is none, over the largest distance. O(entries + m d).
 */
export function completionCost(
  { source, target, farthest }: PartialProblem,
  { rows, cols, mass }: SparsePlan,
  lacking: Lacking,
  more: number,
): number {
  const left = positivePart(lacking.rows, 1);
  const room = positivePart(lacking.cols, 1);
  let missing = more;
  let cost = 0;
  for (let e = 0; e < mass.length && missing > 0; e++) {
    const i = rows[e]!;
    const j = cols[e]!;
    const amount = Math.min(missing, left[i]!, room[j]!, GROWTH * mass[e]!);
    cost += amount * squaredDistance(source.points, i, target.points, j, source.dim);
    left[i]! -= amount;
    room[j]! -= amount;
    missing -= amount;
  }
  if (missing <= 0) return cost;
  let i = 0;
  for (let r = 1; r < left.length; r++) if (left[r]! > left[i]!) i = r;
  let least = farthest;
  for (let j = 0; j < room.length && left[i]! >= missing; j++) {
    if (room[j]! < missing) continue;
    least = Math.min(least, squaredDistance(source.points, i, target.points, j, source.dim));
  }
  return cost + missing * least;
}
