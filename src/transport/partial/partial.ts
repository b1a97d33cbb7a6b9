import { type Measure, totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import { requireSameDimension } from "../balance.js";
import type { Outcome } from "../certify.js";
import { proveConverged } from "../closed-gap.js";
import { exact } from "../exact.js";
import { type ExactOptions, withSteps } from "../exact-options.js";
import { commonFrame } from "../frame.js";
import { marginals, type SparsePlan, sparsePlan } from "../plan.js";
import type { Transport } from "../transport.js";
import { type Amount, requireAmount } from "./amount.js";
import { extended, withoutExtra } from "./extended.js";
import { excessPrice, requirePayable } from "./high-price.js";
import { partialBounds, partialCost } from "./partial-bounds.js";
import type { PartialProblem, PartialSolution } from "./problem.js";
import { solveExtended } from "./solve-extended.js";

/** Either what is moved, or what it costs to leave a unit of mass, on either side. */
export type PartialOptions = ExactOptions &
  (
    | {
        /** From 0 to the mass of the lighter measure, in the unit of the weights; up to 1e-9 more passes as all of it. */
        readonly mass: number;
        readonly price?: undefined;
      }
    | {
        /** At least 0, in units of the cost, that is length squared: no pair at a cost above twice the price is matched. */
        readonly price: number;
        readonly mass?: undefined;
      }
  );

/** Of the difference of two masses, a product with it and a sum, relative. */
const ROUNDING = 4 * Number.EPSILON;

/** A transport that moves a part of the mass only. */
export interface PartialTransport extends Transport<SparsePlan> {
  /** The mass of the plan. */
  readonly moved: number;
  /** As given or, for a given mass, half of what the last unit of it costs: d cost / d mass = 2 price. */
  readonly price: number;
}

/**
 * Optimal partial transport: of all the ways to move a part of the source to a part of the target the cheapest, for the cost
 * |x - y|^2.
 *
 * For a given mass M:  minimises  sum c_ij p_ij  subject to  p 1 <= a,  p^T 1 <= b,  p >= 0,  sum p_ij = M.
 * For a price q:  minimises  sum c_ij p_ij + q (|a| - |p|) + q (|b| - |p|)  subject to  p 1 <= a,  p^T 1 <= b,  p >= 0.
 *
 * Any masses are legal, and the total ones may differ. Mass that can move for less than twice the price does. A price
 * above the largest cost moves all of the lighter measure, and what is left is owed at that price, however high: where
 * masses differ by rounding only, give the mass instead. An infinite price is balanced transport, so equal masses (within
 * 1e-9) are needed, where it gives what `exact` does.
 *
 * @returns cost is the minimum above at the plan: what is owed for mass that is left is a part of it for a price, not for a
 *   given mass. The bracket is that of the same minimum. Potentials have f_i + g_j <= c_ij, f_i <= price and g_j <= price,
 *   with equality where mass is left; their value sum f a + sum g b is the cost or, for a given mass M, the cost plus
 *   price (|a| + |b| - 2 M). certificate.sourceError and .targetError are what the plan takes or gives beyond the masses.
 *   "converged" as said of `exact`; certificate.iterations counts steps.
 * @throws ShapeError if the dimensions differ or not exactly one of mass and price is given; MeasureError if the mass is not
 *   between 0 and that of the lighter measure, an infinite price meets unequal masses, or costs overflow.
 *
 * By the network simplex with one more point on each side, whose costs are computed when they are read: about
 * O((n + m)^2) time without a polynomial guarantee, O((n + m) d) memory.
 * Caffarelli and McCann 2010; Figalli 2010; Chapel, Alaya and Gasso 2020.
 */
export function partial(source: Measure, target: Measure, given: PartialOptions): PartialTransport {
  requireSameDimension(source, target);
  const options = withSteps(given);
  const { mass, price }: Amount = requireAmount(source, target, options);
  const { farthest } = commonFrame(source, target);
  if (price !== undefined) requirePayable(source, target, price);
  if (price === Infinity) return balancedTransport(source, target, options);
  const problem = { source, target, mass, farthest };
  if (mass === 0 || price === 0)
    return proven(problem, nothing(problem), { status: "converged", iterations: 0 });
  const high = farthest > 0 ? farthest : Infinity; // at higher prices the same moves
  const solved = solvePartial(problem, price && Math.min(price, high), options);
  const transport = proven(problem, solved.solution, solved.outcome);
  return price !== undefined && price > high ? atHigherPrice(problem, transport, price) : transport;
}

function solvePartial(
  problem: PartialProblem,
  price: number | undefined,
  options: ExactOptions,
): { solution: PartialSolution; outcome: Outcome } {
  const balanced = extended(problem, price);
  const solved = solveExtended(problem, balanced, options);
  return { solution: withoutExtra(balanced, solved, price), outcome: solved.outcome };
}

/** Nothing moves, and no price is needed for that. */
function nothing({ source, target }: PartialProblem): PartialSolution {
  const none = { rows: new Int32Array(0), cols: new Int32Array(0), mass: new Float64Array(0) };
  return {
    plan: sparsePlan(none, [source.count, target.count]),
    f: new Float64Array(source.count),
    price: 0,
  };
}

function proven(problem: PartialProblem, solution: PartialSolution, outcome: Outcome): PartialTransport {
  const { source, target, mass, farthest } = problem;
  const { plan, price } = solution;
  const { potentials, lower, upper } = partialBounds(problem, solution);
  const sent = marginals(plan);
  const transport = {
    cost: partialCost(problem, solution),
    plan,
    potentials,
    certificate: {
      ...outcome,
      lower,
      upper,
      sourceError: beyond(sent.source, source.weights),
      targetError: beyond(sent.target, target.weights),
    },
  };
  const most = mass ?? Math.min(totalMass(source), totalMass(target));
  const unit = most * (mass === undefined ? Math.min(farthest, 2 * price) : farthest);
  return { ...proveConverged(transport, unit), moved: compensatedSum(plan.mass), price };
}

/** The same plan at a price above the one that it was solved for, where all of the lighter measure moves. */
function atHigherPrice(
  { source, target }: PartialProblem,
  transport: PartialTransport,
  price: number,
): PartialTransport {
  const { owed, ofSource, ofTarget } = excessPrice(source, target, price - transport.price);
  const { potentials, certificate } = transport;
  return {
    ...transport,
    cost: transport.cost + owed,
    price,
    potentials: {
      f: potentials.f.map((value) => value + ofSource),
      g: potentials.g.map((value) => value + ofTarget),
    },
    certificate: {
      ...certificate,
      lower: certificate.lower + owed * (1 - ROUNDING),
      upper: certificate.upper + owed * (1 + ROUNDING),
    },
  };
}

/** At an infinite price, where the masses are equal: all of them move. */
function balancedTransport(source: Measure, target: Measure, options: ExactOptions): PartialTransport {
  const transport = exact(source, target, options);
  return { ...transport, moved: compensatedSum(transport.plan.mass), price: Infinity };
}

/** What is moved beyond the masses. */
function beyond(moved: Float64Array, masses: Float64Array): number {
  return compensatedSum(moved.map((value, i) => Math.max(0, value - masses[i]!)));
}
