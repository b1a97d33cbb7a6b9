import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { stopRule } from "../../numeric/iterate.js";
import { annealedStart, planOf } from "./annealed-start.js";
import { bestAttempt } from "./attempts.js";
import { certifyGromov } from "./certify-gromov.js";
import { entropicGradient, entropicIterate, entropyTerm } from "./entropic-gradient.js";
import { type FusedGromovOptions, fusedFeatures } from "./fused-gromov-wasserstein.js";
import { objective } from "./objective.js";
import { type GromovProblem, gromovProblem } from "./problem.js";
import type { GromovOptions, GromovTransport } from "./solve-gromov.js";
import { randomStarts, thirdBoundStart } from "./starts.js";
import { thirdBound } from "./third-bound.js";

export interface Entropic {
  /** In units of the linearised costs: distance squared times mass. */
  readonly epsilon: number;
}

export interface EntropicGromovOptions extends GromovOptions, Entropic {}
export interface EntropicFusedGromovOptions extends FusedGromovOptions, Entropic {}

const STOP = { tolerance: 1e-7, maxIterations: 500 };

const RANDOM_STARTS = 2;

/** Below this part of the largest cost, exponents are rounding. */
const SMALLEST_EPSILON = 1e-10;

/**
 * Entropic Gromov-Wasserstein transport: a plan that spreads, and a smoother way to it.
 *
 * Minimises  sum |D1_ik - D2_jl|^2 p_ij p_kl + epsilon KL(p | a b^T)  subject to  p 1 = a,  p^T 1 = b:  POT's problem with the
 * same epsilon. Projected gradient: the objective is linearised at p, and Sinkhorn's iteration in the log domain gives the
 * next plan; from the plan of the third bound and along a falling epsilon, unless `starts` says otherwise. The best
 * by the regularised objective is returned, **a local optimum** as for `gromovWasserstein`, whose options and errors these are.
 *
 * @param options.stop tolerance (default 1e-7) bounds the L1 distance of two consecutive plans plus the L1 error of the rows,
 *   relative to the mass; maxIterations (default 500) counts from each start.
 * @returns cost is the objective without the entropy term, at the plan as returned; the plan has all its positive entries, up to
 *   n m; its marginals are right up to the stated errors, and the certificate's upper end, of the problem without entropy, is
 *   the objective after rounding them. `attempts` has the regularised objective of each start.
 * @throws ShapeError also if epsilon is not above 0, or so small beside the costs that double precision cannot hold the plan.
 *
 * Per iteration n m (n + m) multiplications and the sweeps of Sinkhorn's iteration, O(n m) each. Memory for
 * n^2 + m^2 + 10 n m numbers. Peyré, Cuturi and Solomon 2016, section 3.
 */
export function entropicGromovWasserstein(
  source: Measure,
  target: Measure,
  options: EntropicGromovOptions,
): GromovTransport {
  return solveEntropic(gromovProblem(source, target, options.distances), options);
}

/**
 * `entropicGromovWasserstein` fused with features:
 * alpha sum |D1_ik - D2_jl|^2 p_ij p_kl + (1 - alpha) <M, p> + epsilon KL(p | a b^T), as `fusedGromovWasserstein`.
 */
export function entropicFusedGromovWasserstein(
  source: Measure,
  target: Measure,
  options: EntropicFusedGromovOptions,
): GromovTransport {
  const fused = fusedFeatures(source, target, options);
  return solveEntropic(gromovProblem(source, target, options.distances, fused), options);
}

function solveEntropic(problem: GromovProblem, options: EntropicGromovOptions): GromovTransport {
  const { epsilon, random, onProgress } = options;
  const stop = stopRule(options.stop, STOP);
  requireEpsilon(problem, epsilon);
  const { starts = [thirdBoundStart, annealedStart(epsilon)] } = options;
  const bound = thirdBound(problem);
  const { best, all, status, iterations } = bestAttempt(
    problem,
    bound,
    random ? [...starts, randomStarts(random, RANDOM_STARTS)] : starts,
    (plan, told) => entropicGradient(problem, entropicIterate(problem, plan), epsilon, stop, told),
    (state) => objective(problem, planOf(problem, state)) + epsilon * entropyTerm(problem, state.plan),
    onProgress,
  );
  const { potentials } = best.state;
  return {
    ...certifyGromov(problem, bound, planOf(problem, best.state), potentials, { status, iterations }),
    attempts: Float64Array.from(all, ({ value }) => value),
  };
}

function requireEpsilon({ alpha, largestDistance, mass, features }: GromovProblem, epsilon: number): void {
  const largest = 4 * alpha * largestDistance ** 2 * mass + (1 - alpha) * (features?.largest ?? 0);
  const smallest = SMALLEST_EPSILON * largest;
  if (epsilon > 0 && epsilon < Infinity && epsilon >= smallest) return;
  throw new ShapeError(
    `epsilon is ${epsilon}; it must be a finite number above 0, and for these costs, up to ${largest}, at least ` +
      `${smallest}; gromovWasserstein solves the problem without entropy`,
    { found: epsilon },
  );
}
