import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { relativeGap } from "../../numeric/certificate.js";
import { type IterationOptions, type Stop, stopRule } from "../../numeric/iterate.js";
import type { EntropicPlan } from "../entropic/entropic-plan.js";
import { givenEpsilon, type Softness } from "../entropic/epsilon.js";
import type { Potentials } from "../potentials.js";
import { certifyProblem, type UnbalancedTransport } from "./certify-unbalanced.js";
import { entropicPlan } from "./entropic-plan.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import { type Reachable, reachable } from "./reachable.js";
import type { RelaxationOptions } from "./relaxation.js";
import { solveRelaxed, WANTED_GAP } from "./solve-relaxed.js";

/** Options of the entropic solver: `epsilon` in units of the cost, or `blur`, a length, with epsilon = 2 blur^2. */
export interface RelaxedEntropicOptions extends Softness, IterationOptions {
  /** Potentials to begin with, of a neighbouring problem, say; only f is used. */
  readonly start?: Pick<Potentials, "f">;
}

export type UnbalancedOptions = RelaxationOptions & RelaxedEntropicOptions;

const TOLERANCE = 1e-6;

/**
 * What marginals are off by costs about rho times its square: where rho is large, that has to be nothing beside the costs
 * too.
 */
const PER_ROOT = 0.01;

/** The stopping rule, its defaults filled in. */
export function entropicStop({ costScale, rho }: UnbalancedProblem, given: Stop | undefined): Required<Stop> {
  const tolerance = Math.min(TOLERANCE, PER_ROOT * Math.sqrt(costScale / rho) || TOLERANCE);
  return stopRule(given, { tolerance, maxIterations: 2000 });
}

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
 * Default epsilon: lowered until the certified gap is at most 10 % of the cost, but not below 1e-5 of the largest cost that
 * matters (the squared diagonal of the box around both clouds, or 8 rho if that is less): near copies have a cost of
 * about 0, which no epsilon resolves.
 *
 * @returns cost, the objective at the plan without its entropy: linear part and both KL terms; see UnbalancedTransport. Its
 *   optimum for `kappa` is the squared Hellinger-Kantorovich distance. The certificate brackets the optimum without entropy;
 *   cost lies above `upper` where another factor suits the plan better (see `certifyUnbalanced`).
 *   stop.tolerance (default 1e-6, less where rho is more than 1e8 times the largest cost) bounds the L1 distance of the plan's target marginal from its value at the optimum,
 *   b exp(-g / rho), relative to the mass of the plan; stop.maxIterations (default 2000) those of all epsilons.
 * @throws ShapeError if dimensions differ or options are wrong, such as an epsilon that doubles do not resolve; MeasureError
 *   if squared distances or strength times mass overflow.
 *
 * O(n m) time an iteration and 8 n m bytes up to 2.5e7 pairs, above O(n m d) time and O((n + m) d) memory.
 * Chizat, Peyré, Schmitzer and Vialard 2018; Séjourné, Vialard and Peyré 2022 (translation-invariant Sinkhorn), with
 * Anderson mixing; Liero, Mielke and Savaré 2018 (Hellinger-Kantorovich).
 */
export function unbalanced(
  source: Measure,
  target: Measure,
  options: UnbalancedOptions,
): UnbalancedTransport<EntropicPlan> {
  const problem = unbalancedProblem(source, target, options);
  const epsilon = resolvedEpsilon(problem, givenEpsilon(options));
  const stop = entropicStop(problem, options.stop);
  requireStart(problem, options.start);
  const part = reachable(problem);
  if (part.sources.length === 0) return nothingMoved(problem, part, epsilon ?? problem.costScale);
  return solveRelaxed(
    part.problem,
    { epsilon, f: startOf(part, options.start), stop, onProgress: options.onProgress },
    (level, iterations) => {
      const f = new Float64Array(source.count).fill(-Infinity);
      part.sources.forEach((i, v) => {
        f[i] = level.f[v]!;
      });
      const plan = entropicPlan(problem, part, level, level.epsilon);
      return certifyProblem(problem, plan, f, { status: level.status, iterations });
    },
    ({ certificate }) => relativeGap(certificate) <= WANTED_GAP,
  );
}

/** All mass is out of reach of the other side's. */
function nothingMoved(
  problem: UnbalancedProblem,
  part: Reachable,
  epsilon: number,
): UnbalancedTransport<EntropicPlan> {
  const none = { f: new Float64Array(0), g: new Float64Array(0) };
  const unknown = new Float64Array(problem.source.count).fill(-Infinity);
  const plan = entropicPlan(problem, part, none, epsilon);
  return certifyProblem(problem, plan, unknown, { status: "converged", iterations: 0 });
}

function startOf({ sources }: Reachable, start: RelaxedEntropicOptions["start"]): Float64Array | undefined {
  return start && Float64Array.from(sources, (i) => (Number.isFinite(start.f[i]!) ? start.f[i]! : 0));
}

/** @throws ShapeError if costs divided by epsilon are not known well enough. */
export function resolvedEpsilon(
  { costScale }: UnbalancedProblem,
  epsilon: number | undefined,
): number | undefined {
  const least = RESOLVED * costScale;
  if (epsilon === undefined || epsilon >= least) return epsilon;
  throw new ShapeError(
    `epsilon is ${epsilon}, which rounding hides beside costs of up to ${costScale}; an epsilon of ${least} (a blur of ` +
      `${Math.sqrt(least / 2)}) or more works, and so does unbalancedExact()`,
    { expected: least, found: epsilon },
  );
}

function requireStart({ source }: UnbalancedProblem, start: RelaxedEntropicOptions["start"]): void {
  if (start && start.f.length !== source.count) {
    throw new ShapeError(
      `the start has ${start.f.length} source potentials for ${source.count} source points; give one per point`,
      { expected: source.count, found: start.f.length },
    );
  }
}
