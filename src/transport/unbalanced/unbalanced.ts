import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { relativeGap } from "../../numeric/certificate.js";
import { type IterationOptions, type Stop, stopRule } from "../../numeric/iterate.js";
import type { EntropicPlan } from "../entropic/entropic-plan.js";
import type { Potentials } from "../potentials.js";
import { type Annealed, anneal, flatStart, halvings, iterateAt } from "./anneal.js";
import { certifyProblem, type UnbalancedTransport } from "./certify-unbalanced.js";
import { entropicPlan } from "./entropic-plan.js";
import type { SoftProblemOfMasses } from "./invariant-step.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import type { RelaxationOptions } from "./relaxation.js";
import { softProblem } from "./soft-problem.js";

export interface EntropicOptions extends IterationOptions {
  /** In units of the cost. */
  readonly epsilon?: number;
  /** In the unit of the points: epsilon = 2 blur^2. */
  readonly blur?: number;
  /** Potentials to begin with, of a neighbouring problem, say; only f is used. */
  readonly start?: Pick<Potentials, "f">;
}

export type UnbalancedOptions = RelaxationOptions & EntropicOptions;

const DEFAULT_STOP: Required<Stop> = { tolerance: 1e-6, maxIterations: 10_000 };

/** The default epsilon is small enough when the bracket, not yet at its best, is narrower than so much of its end. */
const WANTED_GAP = 0.09;
/** The default epsilon is first checked at this part of the largest cost that matters, and goes no lower than the other. */
const FIRST_CHECK = 1 / 16;
const LOWEST = 1 / 4096;

/** Below this part of the largest cost that matters, rounding of costs would decide about the plan. */
const RESOLVED = 1e-12;

/**
 * Transport between measures of any masses, smoothed by entropy: mass may be moved, destroyed and created.
 *
 * Minimises  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b) + epsilon KL(p | a b^T / sqrt(mass a * mass b)),
 * KL(r | s) = sum r log(r / s) - r + s, for the squared distance (`reach` or `rho`) or for the Hellinger-Kantorovich cost
 * (`kappa`). The reference of the entropy makes the plan follow when both masses change their unit; where both masses are 1
 * it is the usual a b^T.
 *
 * Default epsilon: halved until the certified gap is at most 10 % of the cost, but not below 1/4096 of the largest cost
 * that matters (the squared diagonal of the box around both clouds, or 8 rho if that is less): near copies have a cost
 * of about 0, which no epsilon resolves. certificate.lower and upper bracket the optimum without entropy.
 *
 * @returns cost, the objective at the plan without its entropy: linear part and both KL terms. See UnbalancedTransport.
 *   The unregularised optimum of `kappa` is the squared Hellinger-Kantorovich distance.
 *   stop.tolerance (default 1e-6) bounds the L1 distance of the plan's source marginal from its value at the optimum,
 *   a exp(-f / rho), relative to the mass of the plan; stop.maxIterations (default 10,000) those of all epsilons.
 * @throws ShapeError if dimensions differ or options are wrong, such as an epsilon that doubles do not resolve; MeasureError
 *   if squared distances or strength times mass overflow.
 *
 * O(n m d) time an iteration, O((n + m) d) memory.
 * Chizat, Peyré, Schmitzer and Vialard 2018; Séjourné, Vialard and Peyré 2022 (translation-invariant Sinkhorn); Liero,
 * Mielke and Savaré 2018 (Hellinger-Kantorovich).
 */
export function unbalanced(
  source: Measure,
  target: Measure,
  options: UnbalancedOptions,
): UnbalancedTransport<EntropicPlan> {
  const problem = unbalancedProblem(source, target, options);
  const epsilon = epsilonOf(problem, options);
  const rule = stopRule(options.stop, DEFAULT_STOP);
  requireStart(problem, options.start);
  const soft = softProblem(problem);
  const before =
    epsilon === undefined
      ? narrowed(problem, soft, rule, options)
      : approached(problem, soft, epsilon, rule, options);
  const { status, iterations, state, epsilon: last } = finished(soft, before, rule, options);
  return certifyProblem(problem, entropicPlan(problem, soft, state, last), state.f, { status, iterations });
}

/** At the given epsilon, by smaller and smaller ones unless there is a start. */
function approached(
  { costScale }: UnbalancedProblem,
  soft: SoftProblemOfMasses,
  epsilon: number,
  { maxIterations }: Required<Stop>,
  { start, onProgress }: EntropicOptions,
): Annealed {
  if (start) {
    const flat = flatStart(soft, epsilon);
    return { ...flat, state: { ...flat.state, f: start.f.map((v) => (Number.isFinite(v) ? v : 0)) } };
  }
  const way = halvings(costScale, epsilon);
  return { ...anneal(soft, flatStart(soft, epsilon), way, maxIterations, onProgress), epsilon };
}

/** At the epsilon, found by halving, where the bracket is narrow. */
function narrowed(
  problem: UnbalancedProblem,
  soft: SoftProblemOfMasses,
  { maxIterations }: Required<Stop>,
  { onProgress }: EntropicOptions,
): Annealed {
  const { costScale } = problem;
  if (costScale === 0) return flatStart(soft, 1); // all points coincide: any epsilon gives the optimum
  const way = halvings(costScale, costScale * FIRST_CHECK);
  let at = anneal(soft, flatStart(soft, costScale), way, maxIterations, onProgress);
  for (let epsilon = costScale * FIRST_CHECK; at.status === "converged"; epsilon /= 2) {
    at = anneal(soft, at, [epsilon], maxIterations, onProgress);
    const plan = entropicPlan(problem, soft, at.state, at.epsilon);
    const { certificate } = certifyProblem(problem, plan, at.state.f, at);
    if (relativeGap(certificate) <= WANTED_GAP || epsilon <= costScale * LOWEST) break;
  }
  return at;
}

function finished(
  soft: SoftProblemOfMasses,
  at: Annealed,
  { tolerance, maxIterations }: Required<Stop>,
  { onProgress }: EntropicOptions,
): Annealed {
  if (at.status !== "converged") return at;
  return iterateAt(
    soft,
    at,
    at.epsilon,
    { tolerance, maxIterations: maxIterations - at.iterations },
    onProgress,
  );
}

function epsilonOf({ costScale }: UnbalancedProblem, { epsilon, blur }: EntropicOptions): number | undefined {
  if (epsilon !== undefined && blur !== undefined) {
    throw new ShapeError(`epsilon is ${epsilon} and blur is ${blur}; give one, epsilon = 2 blur^2`);
  }
  if (epsilon === undefined && blur === undefined) return undefined;
  const [name, given, value] =
    epsilon !== undefined ? ["epsilon", epsilon, epsilon] : ["blur", blur!, 2 * blur! * blur!];
  if (!(given! > 0 && value! > 0 && value! < Infinity)) {
    throw new ShapeError(`${name} is ${given}; it must be a finite number above 0`, { found: given! });
  }
  if (value! < RESOLVED * costScale) {
    throw new ShapeError(
      `${name} ${given} makes epsilon ${value}, which rounding hides beside costs of up to ${costScale}; choose an ` +
        `epsilon of at least ${RESOLVED * costScale}`,
      { found: given! },
    );
  }
  return value;
}

function requireStart({ source }: UnbalancedProblem, start: EntropicOptions["start"]): void {
  if (start && start.f.length !== source.count) {
    throw new ShapeError(
      `${start.f.length} potentials to start with for ${source.count} source points; give one per point`,
      { expected: source.count, found: start.f.length },
    );
  }
}
