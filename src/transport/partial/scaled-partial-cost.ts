import { squaredDistance } from "../../numeric/squared-distance.js";
import { compensatedSum } from "../../numeric/sum.js";
import { costRounding } from "../c-transform.js";
import { marginals, type SparsePlan } from "../plan.js";
import { addTo, type Lacking, positivePart, scaledToFit } from "../scaled-plan.js";
import { underflow } from "../underflow.js";
import { walkSparse } from "../walk-plan.js";
import { completionCost } from "./completion-cost.js";
import type { PartialProblem, PartialSolution } from "./problem.js";

/**
 * Upper bound of the optimal cost: that of the plan scaled down to the masses, and what then is missing of a given mass.
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
  const lacking = scaledToFit(wanted, plan, walkSparse, marginals(plan), (sources, targets, mass, count) => {
    for (let e = 0; e < count; e++) {
      const p = mass[e]!;
      if (p === 0) continue;
      addTo(sums, 0, 1, p * squaredDistance(x, sources[e]!, y, targets[e]!, dim));
      addTo(sums, 2, 3, p);
      staysInPlace &&= atOnePlace(x, sources[e]!, y, targets[e]!, dim);
    }
  });
  const rest = restOf(problem, plan, lacking, price, sums[2]! + sums[3]!);
  if (staysInPlace && rest === 0) return 0;
  return (1 + costRounding(dim)) * (sums[0]! + sums[1]! + rest) + underflow(source, target);
}

/** A squared distance of 0 does not tell: it may have underflowed. */
function atOnePlace(x: Float64Array, i: number, y: Float64Array, j: number, dim: number): boolean {
  for (let k = 0; k < dim; k++) if (x[i * dim + k] !== y[j * dim + k]) return false;
  return true;
}

/** What is paid for the mass that is left or, for a given mass, for what is missing of it. */
function restOf(
  problem: PartialProblem,
  plan: SparsePlan,
  lacking: Lacking,
  price: number,
  moved: number,
): number {
  const { rows, cols } = lacking;
  const tooMuch = compensatedSum(positivePart(rows, -1)) + compensatedSum(positivePart(cols, -1));
  if (problem.mass !== undefined)
    return completionCost(problem, plan, lacking, problem.mass - moved + tooMuch);
  return price * (compensatedSum(rows) + compensatedSum(cols) + 2 * tooMuch);
}
