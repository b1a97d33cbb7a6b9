import { squaredDistance } from "../../numeric/squared-distance.js";
import { compensatedSum } from "../../numeric/sum.js";
import { costRounding } from "../c-transform.js";
import { marginals } from "../plan.js";
import { addTo, type Lacking, positivePart, scaledToFit } from "../scaled-plan.js";
import { underflow } from "../underflow.js";
import type { PartialProblem, PartialSolution } from "./problem.js";

/**
 * Upper bound of the optimal cost: that of the plan scaled down to the masses. A given mass is completed along the cheapest
 * arc from the row that has most mass left.
 *
 * Rounding: costs and masses are positive, so sums are known up to a relative error. What rows or columns still have too
 * much does not move: it is paid as left or, for a given mass, as if it had to be moved elsewhere.
 */
export function scaledPartialCost(problem: PartialProblem, { plan, price }: PartialSolution): number {
  const { source, target, mass } = problem;
  const { points: x, dim } = source;
  const sums = new Float64Array(4); // <c, p> and the mass moved, both compensated
  const wanted = { a: source.weights, b: target.weights, excess: 0 };
  const lacking = scaledToFit(wanted, plan, marginals(plan), (i, j, p) => {
    addTo(sums, 0, 1, p * squaredDistance(x, i, target.points, j, dim));
    addTo(sums, 2, 3, p);
  });
  const cost = sums[0]! + sums[1]!;
  const tooMuch =
    compensatedSum(positivePart(lacking.rows, -1)) + compensatedSum(positivePart(lacking.cols, -1));
  const rest =
    mass === undefined
      ? price * (compensatedSum(lacking.rows) + compensatedSum(lacking.cols) + 2 * tooMuch)
      : completionCost(problem, lacking, mass - sums[2]! - sums[3]! + tooMuch);
  if (plan.mass.length === 0 && rest === 0) return 0;
  return (1 + costRounding(dim)) * (cost + rest) + underflow(source, target);
}

/** What it costs at most to move so much more, which is rounding. */
function completionCost(
  { source, target, farthest }: PartialProblem,
  { rows, cols }: Lacking,
  more: number,
): number {
  if (more <= 0) return 0;
  let i = 0;
  for (let r = 1; r < rows.length; r++) if (rows[r]! > rows[i]!) i = r;
  let least = farthest;
  for (let j = 0; j < cols.length && rows[i]! >= more; j++) {
    if (cols[j]! < more) continue;
    least = Math.min(least, squaredDistance(source.points, i, target.points, j, source.dim));
  }
  return more * least;
}
