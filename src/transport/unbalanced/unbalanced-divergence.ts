import { ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import type { OnProgress } from "../../numeric/certificate.js";
import type { IterationOptions } from "../../numeric/iterate.js";
import { distanceL1 } from "../distance-l1.js";
import type { EntropicPlan } from "../entropic/entropic-plan.js";
import { givenEpsilon, type Softness } from "../entropic/epsilon.js";
import type { Level } from "../entropic/level.js";
import type { EntropicTerm } from "../entropic/sinkhorn-divergence.js";
import type { Transport } from "../transport.js";
import { divergenceGradient, type SolvedTerm } from "./divergence-gradient.js";
import { entropicPlan } from "./entropic-plan.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import { reachable } from "./reachable.js";
import type { RelaxationOptions } from "./relaxation.js";
import { type RelaxedValue, relaxedValue, translatedPotentials } from "./relaxed-value.js";
import { solveRelaxed } from "./solve-relaxed.js";
import { entropicStop, resolvedEpsilon } from "./unbalanced.js";

/** Of the squared distance only: the kernel of the Hellinger-Kantorovich cost is not positive definite. */
export type UnbalancedDivergenceOptions = Exclude<RelaxationOptions, { readonly kappa: number }> &
  Softness &
  IterationOptions;

/**
 * A transport whose `cost` is the divergence and whose certificate brackets it; the plan is the one between the measures.
 * `potentials` are the derivatives of the divergence with respect to the masses.
 */
export interface UnbalancedDivergence extends Transport<EntropicPlan> {
  /** The three values that it is made of: between - withinSource / 2 - withinTarget / 2, and what the masses add. */
  readonly terms: {
    readonly between: EntropicTerm;
    readonly withinSource: EntropicTerm;
    readonly withinTarget: EntropicTerm;
  };
}

/** The default epsilon, in parts of the largest cost that matters. */
const DEFAULT_PART = 1 / 64;

/**
 * Debiased entropic cost between measures of any masses: at least 0, and 0 only if they are equal.
 *
 *   S = T(a, b) - T(a, a) / 2 - T(b, b) / 2 + epsilon / 2 (sqrt(mass a) - sqrt(mass b))^2,
 *   T(a, b) = min  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b) + epsilon KL(p | a b^T / sqrt(mass a * mass b)),
 *
 * c = |x - y|^2. The reference of the entropy is such that S takes the factor of both masses; where these are 1, it is the
 * divergence of Séjourné et al., whose proof that S >= 0 goes through for it.
 *
 * @param options.epsilon in units of the cost, or `blur`, a length, with epsilon = 2 blur^2; default 1/64 of the squared
 *   diagonal of the box around both clouds, or rho / 8 if that is less.
 * @param options.stop as for `unbalanced`, for each of the three problems.
 * @returns see UnbalancedDivergence. The bracket comes from dual and primal values of the three problems: it is as wide as their
 *   errors are worth, not as epsilon is. `status` is the worst of the three, `iterations` their sum; the marginal errors
 *   are those of the plan: the mass destroyed and created. The root of `cost` is in the unit of the points, but no metric.
 * @throws ShapeError and MeasureError as `unbalanced` does.
 *
 * O((n + m)^2) time an iteration, memory as `unbalanced`. Séjourné, Feydy, Vialard, Trouvé and Peyré 2019.
 */
export function unbalancedDivergence(
  source: Measure,
  target: Measure,
  options: UnbalancedDivergenceOptions,
): UnbalancedDivergence {
  const problem = unbalancedProblem(source, target, options);
  if (problem.cost.name !== "squared-euclidean") {
    throw new ShapeError(
      "the divergence knows reach and rho, not kappa: for that cost it may be negative, and unbalancedExact gives the " +
        "Hellinger-Kantorovich distance, which needs no debiasing",
      { found: problem.cost.name },
    );
  }
  const epsilon = resolvedEpsilon(problem, givenEpsilon(options)) ?? (DEFAULT_PART * problem.costScale || 1);
  const stop = entropicStop(problem, options.stop);
  const settings = { epsilon, f: undefined, stop, onProgress: untilRefused(options.onProgress) };
  const solve = (from: Measure, to: Measure): Solved =>
    solved({ ...unbalancedProblem(from, to, options), costScale: problem.costScale }, settings);
  const ofSource = solve(source, source);
  const ofTarget = solve(target, target);
  const between = areEqual(source, target) ? ofSource : solve(source, target);
  return assembled(source, target, between, ofSource, ofTarget);
}

/** Once it has returned `false`, it returns nothing else: the work has three parts. */
function untilRefused(onProgress: OnProgress | undefined): OnProgress {
  let refused = false;
  return (info) => {
    refused ||= onProgress?.(info) === false;
    return !refused;
  };
}

interface Solved extends SolvedTerm {
  readonly level: Level;
  readonly iterations: number;
  readonly value: RelaxedValue;
  readonly plan: EntropicPlan;
}

function solved(whole: UnbalancedProblem, settings: Parameters<typeof solveRelaxed>[1]): Solved {
  const part = reachable(whole);
  const { problem } = part;
  const everywhere = {
    problem,
    sources: Int32Array.from(problem.source.weights.keys()),
    targets: Int32Array.from(problem.target.weights.keys()),
  };
  return solveRelaxed(
    problem,
    settings,
    (level, iterations) => {
      const value = relaxedValue(problem, level, entropicPlan(problem, everywhere, level, level.epsilon));
      const { g } = translatedPotentials(problem, level);
      const plan = entropicPlan(whole, part, level, level.epsilon);
      return { problem, epsilon: level.epsilon, g, sent: value.sent, level, iterations, value, plan };
    },
    () => true,
  );
}

/** The same points with the same masses, in the same order: then the divergence is 0 without rounding. */
function areEqual(a: Measure, b: Measure): boolean {
  return (
    a.count === b.count &&
    a.points.every((value, p) => value === b.points[p]) &&
    a.weights.every((value, i) => value === b.weights[i])
  );
}

function assembled(
  source: Measure,
  target: Measure,
  between: Solved,
  ofSource: Solved,
  ofTarget: Solved,
): UnbalancedDivergence {
  const all = [between, ofSource, ofTarget];
  const difference = Math.sqrt(totalMass(source)) - Math.sqrt(totalMass(target));
  const ofMasses = (between.epsilon / 2) * difference * difference;
  const rounding = 8 * Number.EPSILON * between.epsilon * (totalMass(source) + totalMass(target));
  const debiased = (of: (value: RelaxedValue) => number, ofSelf: (value: RelaxedValue) => number) =>
    of(between.value) - ofSelf(ofSource.value) / 2 - ofSelf(ofTarget.value) / 2 + ofMasses;
  return {
    cost: Math.max(0, debiased(dualOf, dualOf)),
    plan: between.plan,
    potentials: {
      f: divergenceGradient(source, between, ofSource),
      g: divergenceGradient(target, transposed(between), ofTarget),
    },
    certificate: {
      status: all.map(({ level }) => level.status).find((status) => status !== "converged") ?? "converged",
      iterations: all.reduce((sum, { iterations }) => sum + iterations, 0),
      lower: Math.max(0, debiased(lowerOf, upperOf) - rounding),
      upper: Math.max(0, debiased(upperOf, lowerOf) + rounding),
      sourceError: distanceL1(between.value.sent, between.problem.source.weights),
      targetError: distanceL1(between.value.received, between.problem.target.weights),
    },
    terms: { between: termOf(between), withinSource: termOf(ofSource), withinTarget: termOf(ofTarget) },
  };
}

/** The transport from target to source. */
function transposed({ problem, level, value, ...rest }: Solved): SolvedTerm {
  const { f } = translatedPotentials(problem, level);
  const { source, target } = problem;
  return { ...rest, problem: { ...problem, source: target, target: source }, g: f, sent: value.received };
}

const lowerOf = (value: RelaxedValue): number => value.lower;
const upperOf = (value: RelaxedValue): number => value.upper;
const dualOf = ({ value }: RelaxedValue): number => value;

function termOf({ level, value, iterations }: Solved): EntropicTerm {
  return { lower: value.lower, upper: value.upper, status: level.status, iterations };
}
