import { compensatedSum } from "../../numeric/sum.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import type { OnProgress } from "../../numeric/certificate.js";
import { matrixBounds } from "../matrix-bounds.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import { divergenceAt } from "./marginal-penalty.js";
import { type SupportProblem, TERM_ROUNDING } from "./support-problem.js";

/** What the plan from an atom to the barycentre takes and gives. */
export interface PlanMarginals {
  readonly source: Float64Array;
  readonly target: Float64Array;
}

/** An upper bound of one term of the barycentre problem at a given histogram. */
export interface AtomPrimal {
  /** Of the plan found. */
  readonly cost: number;
  /** The same with its rounding. */
  readonly upper: number;
  /** Potential of the barycentre's side, m. */
  readonly potential: Float64Array;
}

/**
 * <c, p> + rho KL(p 1 | D) + rho KL(p^T 1 | q) for the cheapest plan p that has the given marginals, scaled by the best
 * number; for rho = Infinity these are D and q and the cost alone.
 *
 * One exact transport between the marginals. `steps` 0 leaves its pivots out: a feasible plan, if a dear one.
 */
export function atomPrimal(
  { costs, costRounding, rho }: SupportProblem,
  atom: Float64Array,
  histogram: Float64Array,
  { source, target }: PlanMarginals,
  options: { readonly steps?: number; readonly onProgress?: OnProgress },
): AtomPrimal {
  const { steps, onProgress } = options;
  const solved = solveMatrix(costs, source, target, {
    ...(steps === undefined ? {} : { maxPivots: steps }),
    ...(onProgress ? { onProgress } : {}),
  });
  const bounds = matrixBounds(costs, source, target, solved.plan, solved.f);
  if (rho === Infinity) {
    const upper = (1 + costRounding) * bounds.upper;
    return { cost: bounds.cost, upper, potential: bounds.potentials.g };
  }
  const mass = compensatedSum(source);
  const price = (bounds.cost + rho * (logTerm(source, atom) + logTerm(target, histogram))) / (2 * rho * mass);
  const scale = exponential(-price);
  const penalty = rho * (divergence(source, atom, scale) + divergence(target, histogram, scale));
  const value = (1 + costRounding) * scale * bounds.upper + penalty;
  const moduli = value + rho * TERM_ROUNDING * 0;
  return {
    cost: scale * bounds.cost + penalty,
    upper: value + TERM_ROUNDING * moduli,
    potential: bounds.potentials.g,
  };
}

/** sum p log(p / q) */
function logTerm(p: Float64Array, q: Float64Array): number {
  return compensatedSum(p.map((value, i) => (value === 0 ? 0 : value * logarithm(value / q[i]!))));
}

/** KL(scale p | q) */
function divergence(p: Float64Array, q: Float64Array, scale: number): number {
  return compensatedSum(p.map((value, i) => divergenceAt(scale * value, q[i]!)));
}
