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
  const { source, target } = problem;
  const { points: x, dim } = source;
  const { points: y } = target;
  const sums = new Float64Array(4); // <c, p> and the mass moved, both compensated
  let staysInPlace = true;
  const wanted = { a: source.weights, b: target.weights, excess: 0 };
  const lacking = scaledToFit(wanted, plan, marginals(plan), (i, j, p) => {
    addTo(sums, 0, 1, p * squaredDistance(x, i, y, j, dim));
    addTo(sums, 2, 3, p);
    staysInPlace &&= atOnePlace(x, i, y, j, dim);
  });
  const rest = restOf(problem, lacking, price, sums[2]! + sums[3]!);
  if (staysInPlace && rest === 0) return 0;
  return (1 + costRounding(dim)) * (sums[0]! + sums[1]! + rest) + underflow(source, target);
}

/** A squared distance of 0 does not tell: it may have underflowed. */
function atOnePlace(x: Float64Array, i: number, y: Float64Array, j: number, dim: number): boolean {
  for (let k = 0; k < dim; k++) if (x[i * dim + k] !== y[j * dim + k]) return false;
  return true;
}

/** What is paid for the mass that is left or, for a given mass, for what is missing of it. */
function restOf(problem: PartialProblem, { rows, cols }: Lacking, price: number, moved: number): number {
  const tooMuch = compensatedSum(positivePart(rows, -1)) + compensatedSum(positivePart(cols, -1));
  if (problem.mass !== undefined)
    return completionCost(problem, { rows, cols }, problem.mass - moved + tooMuch);
  return price * (compensatedSum(rows) + compensatedSum(cols) + 2 * tooMuch);
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
