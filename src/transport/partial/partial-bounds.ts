import type { Measure } from "../../measure/measure.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import { compensatedSum } from "../../numeric/sum.js";
import { type CTransform, costRounding } from "../c-transform.js";
import { fastestCTransform } from "../choose-c-transform.js";
import { completeInto } from "../dual-bound.js";
import { dualSum } from "../dual-sum.js";
import type { SparsePlan } from "../plan.js";
import type { Potentials } from "../potentials.js";
import { underflow } from "../underflow.js";
import type { PartialProblem, PartialSolution } from "./problem.js";
import { scaledPartialCost } from "./scaled-partial-cost.js";

export interface PartialBounds {
  readonly lower: number;
  readonly upper: number;
  readonly potentials: Potentials;
}

/**
 * Bracket of the optimal cost of partial transport, from any plan that moves (nearly) the right mass, any source potential
 * and any price of at least 0.
 *
 * lower = sum f_i a_i + sum g_j b_j for f_i <= price and g_j = min(price, min_i c_ij - f_i), which are feasible; for a
 * given mass M less price (|a| + |b| - 2 M), the constant by which the costs of plans of that mass then differ.
 * upper = the cost of the plan scaled down to the masses. Both ends include the rounding of their own computation.
 *
 * O(n m d) time or that of a kd-tree, O((n + m) d) memory. Caffarelli and McCann 2010, section 2.
 */
export function partialBounds(problem: PartialProblem, solution: PartialSolution): PartialBounds {
  const potentials = cappedPotentials(problem, solution);
  return {
    lower: provedValue(problem, potentials, solution.price),
    upper: scaledPartialCost(problem, solution),
    potentials,
  };
}

/** f_i + g_j <= (1 + costRounding) c_ij, and neither above the price. */
function cappedPotentials(
  { source, target }: PartialProblem,
  { f: given, price }: PartialSolution,
): Potentials {
  const atMost = (value: number): number => Math.min(value, price);
  const f = given.map(atMost);
  const g = nearTransform(source.points, f, target.points, source.dim).map(atMost);
  if (!f.includes(-Infinity)) return { f, g };
  completeInto(f, source, target, g, nearTransform);
  return { f: f.map(atMost), g };
}

/**
 * The c-transform with the rounding of the least differences alone, however far other points are: on the line that is not
 * what sorting gives, but what points of a plane give.
 */
const nearTransform: CTransform = (x, f, y, dim) =>
  dim === 1 ? fastestCTransform(inPlane(x), f, inPlane(y), 2) : fastestCTransform(x, f, y, dim);

function inPlane(places: Float64Array): Float64Array {
  const points = new Float64Array(2 * places.length);
  for (let i = 0; i < places.length; i++) points[2 * i] = places[i]!;
  return points;
}

/**
 * A number that the dual value does not fall below, or 0 if that is more. Dividing f, g and the price by 1 + costRounding
 * makes them feasible for the true costs.
 */
function provedValue({ source, target, mass }: PartialProblem, { f, g }: Potentials, price: number): number {
  const { weights: a, dim } = source;
  const { weights: b } = target;
  const below = (values: Float64Array): Float64Array => values.map((value) => value - price);
  const paid = 2 * price * (mass ?? 0);
  const sum =
    mass === undefined ? dualSum({ f, g }, a, b, 0) : dualSum({ f: below(f), g: below(g) }, a, b, 0);
  const rounding = 2 * Number.EPSILON * (paid + Math.abs(sum));
  const sure = sum + paid - (mass === undefined ? 0 : rounding) - underflow(source, target);
  return Math.max(0, (1 - costRounding(dim)) * sure);
}

/** <c, p>, and for a price what is owed for the mass that is left. */
export function partialCost(
  { source, target, mass }: PartialProblem,
  { plan, price }: PartialSolution,
): number {
  const { points: x, dim } = source;
  const terms = plan.mass.map(
    (p, e) => p * squaredDistance(x, plan.rows[e]!, target.points, plan.cols[e]!, dim),
  );
  const moved = compensatedSum(terms);
  return mass === undefined ? moved + price * massLeft(source, target, plan) : moved;
}

/** |a| + |b| - 2 |p|, at least 0. */
function massLeft(source: Measure, target: Measure, plan: SparsePlan): number {
  const moved = plan.mass.map((p) => -2 * p);
  return Math.max(0, compensatedSum([...source.weights, ...target.weights, ...moved]));
}
