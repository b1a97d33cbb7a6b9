import type { OnProgress, Status } from "../../numeric/certificate.js";
import { exponential } from "../../numeric/elementary.js";
import { compensatedSum } from "../../numeric/sum.js";
import { relativeExcess } from "../balance.js";
import { matrixBounds } from "../matrix-bounds.js";
import type { Marginals } from "../plan.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import { divergenceAt, logRatio } from "./marginal-penalty.js";
import { type SupportProblem, TERM_ROUNDING } from "./support-problem.js";

/** One term of the barycentre problem at a given histogram, by a plan. */
export interface AtomPrimal {
  /** Of the plan found. */
  readonly cost: number;
  /** Not below the least value of the term. */
  readonly upper: number;
  /** Of the barycentre's side; a start for the dual. */
  readonly potential: Float64Array;
  readonly status: Status;
}

/** How much work the plans may take: as for `exact`. */
export interface PrimalWork {
  readonly maxPivots?: number;
  readonly onProgress?: OnProgress;
}

/**
 * Upper bound of the cost of a histogram next to one atom,
 *
 *   min over p of <c, p> + rho KL(p 1 | D) + rho KL(p^T 1 | q),
 *
 * by the cheapest plan with given marginals, scaled by the best number. For rho = Infinity the marginals are D and q.
 *
 * @param given marginals of equal mass, without mass where D or q have none.
 *
 * One exact transport: about O((n + m)^2) time. With `maxPivots` 0 the plan is feasible but dear.
 */
export function atomPrimal(
  problem: SupportProblem,
  atom: Float64Array,
  histogram: Float64Array,
  given: Marginals,
  work: PrimalWork,
): AtomPrimal {
  const { costs, costRounding, rho } = problem;
  if (Math.min(compensatedSum(given.source), compensatedSum(given.target)) === 0)
    return withoutPlan(problem, atom, histogram);
  const { plan, f, outcome } = solveMatrix(costs, given.source, given.target, work);
  const { cost, upper, potentials } = matrixBounds(costs, given.source, given.target, plan, f);
  const moved = { cost, upper: (1 + costRounding) * upper };
  const total = rho === Infinity ? moved : relaxed(moved, rho, atom, histogram, given);
  return {
    cost: total.cost,
    upper: (1 + TERM_ROUNDING) * total.upper,
    potential: potentials.g,
    status: outcome.status,
  };
}

/** All mass is made and destroyed, none is moved. */
function withoutPlan({ rho }: SupportProblem, atom: Float64Array, histogram: Float64Array): AtomPrimal {
  const cost = rho * (compensatedSum(atom) + compensatedSum(histogram));
  const potential = new Float64Array(histogram.length);
  return { cost, upper: (1 + TERM_ROUNDING) * cost, potential, status: "converged" };
}

/**
 * The cost of a plan with that of its marginals, both scaled by the number that makes them least:
 * log t = -(<c, p> + rho sum p log(p / D) + rho sum p log(p / q)) / (2 rho mass).
 */
function relaxed(
  moved: { readonly cost: number; readonly upper: number },
  rho: number,
  atom: Float64Array,
  histogram: Float64Array,
  { source, target }: Marginals,
): { readonly cost: number; readonly upper: number } {
  const logs = weightedLogs(source, atom) + weightedLogs(target, histogram);
  const scale = exponential(-(moved.cost + rho * logs) / (2 * rho * compensatedSum(source)));
  const a = source.map((value) => scale * value);
  const b = target.map((value) => scale * value);
  const penalty = rho * (divergence(a, atom) + divergence(b, histogram));
  return {
    cost: scale * moved.cost + penalty,
    upper:
      scale * moved.upper +
      penalty +
      rho * marginalDoubt(a, atom, b, histogram, relativeExcess(source, target)),
  };
}

/** sum p log(p / q) */
function weightedLogs(p: Float64Array, q: Float64Array): number {
  return compensatedSum(p.map((value, i) => (value === 0 ? 0 : value * logRatio(value, q[i]!))));
}

function divergence(p: Float64Array, q: Float64Array): number {
  return compensatedSum(p.map((value, i) => divergenceAt(value, q[i]!)));
}

/**
 * By how much KL may be off since the marginals are those of the plan to rounding only, and weigh the same to rounding.
 *
 * @param excess of one of the masses, relative; also where both are scaled down to 0.
 */
function marginalDoubt(
  a: Float64Array,
  atom: Float64Array,
  b: Float64Array,
  histogram: Float64Array,
  excess: number,
): number {
  const off = 8 * Number.EPSILON + Math.abs(excess);
  return off * (steepness(a, atom) + steepness(b, histogram) + off * (compensatedSum(a) + compensatedSum(b)));
}

/** sum |p log(p / q)|: how KL answers to a relative change of p. */
function steepness(p: Float64Array, q: Float64Array): number {
  return compensatedSum(p.map((value, i) => (value === 0 ? 0 : value * Math.abs(logRatio(value, q[i]!)))));
}
