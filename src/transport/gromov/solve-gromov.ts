import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { bestAttempt } from "./attempts.js";
import { certifyGromov } from "./certify-gromov.js";
import type { IntrinsicDistances } from "./intrinsic-distances.js";
import { localSearch } from "./local-search.js";
import { objective } from "./objective.js";
import type { GromovProblem } from "./problem.js";
import type { GromovStart } from "./start.js";
import { defaultStarts, randomStarts } from "./starts.js";
import { thirdBound } from "./third-bound.js";

export interface GromovOptions extends IterationOptions {
  /** Distances within the two spaces; default: Euclidean distances of the points, `euclideanDistances`. */
  readonly distances?: IntrinsicDistances;
  /** Plans to begin from; each is improved and the best answer kept. Default: `defaultStarts`. */
  readonly starts?: readonly GromovStart[];
  /** With a stream, eight random plans (`randomStarts`) are tried after the others. */
  readonly random?: Random;
}

/** A transport that is a local optimum, the best of several. */
export interface GromovTransport extends Transport<SparsePlan> {
  /** What each start led to, in their order: how far local optima lie apart. */
  readonly attempts: Float64Array;
}

/** See `gromovWasserstein` on both. */
const STOP = { tolerance: 1e-9, maxIterations: 500 };

const RANDOM_STARTS = 8;

/** The best of all starts, for problems with and without features. */
export function solveGromov(problem: GromovProblem, options: GromovOptions): GromovTransport {
  const { starts = defaultStarts, random, onProgress } = options;
  const stop = stopRule(options.stop, STOP);
  const bound = thirdBound(problem);
  const { best, all, status, iterations } = bestAttempt(
    problem,
    bound,
    random ? [...starts, randomStarts(random, RANDOM_STARTS)] : starts,
    (plan, told) => localSearch(problem, plan, stop, told),
    ({ plan }) => objective(problem, plan),
    onProgress,
  );
  const { plan, potentials } = best.state;
  return {
    ...certifyGromov(problem, bound, plan, potentials, { status, iterations }),
    attempts: Float64Array.from(all, ({ value }) => value),
  };
}
