import { ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import type { OnProgress } from "../../numeric/certificate.js";
import { type IterationOptions, iterate, stopRule } from "../../numeric/iterate.js";
import type { SparsePlan } from "../sparse-plan.js";
import { certifyProblem, type UnbalancedTransport } from "./certify-unbalanced.js";
import { dualOf } from "./forest/dual-of-problem.js";
import { flowPlan } from "./forest/flow-plan.js";
import { settleStep, unsettled } from "./forest/settle.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import { reachable, spread } from "./reachable.js";
import type { RelaxationOptions } from "./relaxation.js";
import { solveRelaxed } from "./solve-relaxed.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

export type UnbalancedExactOptions = RelaxationOptions & IterationOptions;

/** Most costs, pairs of points, that are stored; there are up to three arrays of them, 200 MB each. */
export const MOST_EXACT_COSTS = 2.5e7;

/** The start is smoothed by this part of the largest cost that matters, and iterated until its marginals are so near. */
const START_EPSILON = 1 / 1024;
const START_STOP = { tolerance: 0.01, maxIterations: 200 };

/** Arcs whose slack by the start is more than so many epsilon are unlikely: they would carry exp(-30) of what others do. */
const GUESS_ERROR = 30;

/** Relative width of the bracket up to which the plan is proved optimal. */
const RELATIVE_GAP = 1e-9;
/** Width that rounding alone can cause, in parts of the mass moved times the largest cost that matters. */
const ROUNDING_GAP = 1e-14;
/** The same of KL terms, in parts of all mass times rho: the square of a rounding. */
const SQUARED_ROUNDING = 1e-28;

/**
 * Optimal plan between measures of any masses: mass may be moved, destroyed and created. Exact up to rounding, for
 * clouds of up to a few thousand points.
 *
 * Minimises  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b)  over p >= 0, KL(r | s) = sum r log(r / s) - r + s, for the
 * squared distance (`reach` or `rho`) or for the Hellinger-Kantorovich cost (`kappa`), where the optimum is the squared
 * Hellinger-Kantorovich distance.
 *
 * The dual problem is solved by an active-set method: the potentials of a tree of tight arcs have one constant that is
 * free, its best value has a closed form, and so has the flow on the arcs. A few iterations of entropic transport give
 * the potentials to begin with.
 *
 * @returns cost, the objective at the plan: linear part and both KL terms. See UnbalancedTransport. The plan has fewer than n + m
 *   entries. stop.tolerance (default 0) bounds the number of trees that are not at their optimum, stop.maxIterations
 *   (default 200 (n + m) + 10,000) the steps: joins of two trees and cuts of one; certificate.iterations counts them.
 * @throws ShapeError if dimensions differ, options are wrong or n m is above 2.5e7; MeasureError if squared distances or
 *   strength times mass overflow.
 *
 * Seen to take about O((n + m)^2.5) time, without a polynomial guarantee but with a cap on steps; O(n m) memory.
 * Nocedal and Wright 2006, section 16.5 (active sets); Liero, Mielke and Savaré 2018, section 4 (optimality).
 */
export function unbalancedExact(
  source: Measure,
  target: Measure,
  options: UnbalancedExactOptions,
): UnbalancedTransport<SparsePlan> {
  const problem = unbalancedProblem(source, target, options);
  const rule = stopRule(options.stop, {
    tolerance: 0,
    maxIterations: 200 * (source.count + target.count) + 10_000,
  });
  const part = reachable(problem);
  requireRoom(part.sources.length, part.targets.length);
  const onProgress = options.onProgress && untilRefused(options.onProgress);
  const dual = dualOf(part.problem);
  const guess = startingPotentials(part.problem, onProgress);
  const work = unsettled(dual, guess, (GUESS_ERROR * START_EPSILON * problem.costScale) / problem.rho);
  const ended = iterate(work, settleStep, rule, onProgress);
  const plan = flowPlan(dual, work.forest, part, [source.count, target.count]);
  const z = dual.potentials.subarray(0, part.sources.length); // flowPlan has made them tight for the true costs
  const f = z.map((value) => (value < Infinity ? problem.rho * value : -Infinity));
  const known = spread(f, part.sources, source.count, -Infinity);
  return proved(certifyProblem(problem, plan, known, ended), problem);
}

function requireRoom(n: number, m: number): void {
  if (n * m <= MOST_EXACT_COSTS) return;
  throw new ShapeError(
    `${n} x ${m} points with mass need ${n * m} costs, more than ${MOST_EXACT_COSTS}; use \`unbalanced\`, whose memory is ` +
      "that of the points",
    { expected: MOST_EXACT_COSTS, found: n * m },
  );
}

/** Once it has returned `false`, it returns nothing else: the start reports too. */
function untilRefused(onProgress: OnProgress): OnProgress {
  let refused = false;
  return (info) => {
    refused ||= onProgress(info) === false;
    return !refused;
  };
}

/** Of an entropic solution, in units of rho: sources, then targets. */
function startingPotentials(problem: UnbalancedProblem, onProgress: OnProgress | undefined): Float64Array {
  const { source, target, costScale, rho } = problem;
  const potentials = new Float64Array(source.count + target.count);
  if (source.count === 0 || costScale === 0) return potentials;
  const options = { epsilon: costScale * START_EPSILON, f: undefined, stop: START_STOP, onProgress };
  const { f, g } = solveRelaxed(
    problem,
    options,
    (level) => level,
    () => true,
  );
  const t = bestTranslation(
    logSurvivingMass(source.weights, f, rho),
    logSurvivingMass(target.weights, g, rho),
    rho,
  );
  for (let i = 0; i < f.length; i++) potentials[i] = (f[i]! + t) / rho;
  for (let j = 0; j < g.length; j++) potentials[f.length + j] = (g[j]! - t) / rho;
  return potentials;
}

/** "converged" is what the certificate proves: a gap that is closed, or that rounding explains. Else "stalled". */
function proved(
  transport: UnbalancedTransport<SparsePlan>,
  { source, target, costScale, rho }: UnbalancedProblem,
): UnbalancedTransport<SparsePlan> {
  const { certificate, massMoved } = transport;
  const { status, lower, upper } = certificate;
  if (status !== "converged" && status !== "stalled") return transport;
  const rounding =
    ROUNDING_GAP * massMoved * costScale + SQUARED_ROUNDING * rho * (totalMass(source) + totalMass(target));
  const isClosed = upper - lower <= Math.max(RELATIVE_GAP * upper, rounding);
  return { ...transport, certificate: { ...certificate, status: isClosed ? "converged" : "stalled" } };
}
