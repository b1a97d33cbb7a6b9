import type { OnProgress, Status } from "../../numeric/certificate.js";
import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { distanceL1 } from "../distance-l1.js";
import { marginals } from "../plan.js";
import type { Potentials } from "../potentials.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { weightedSum } from "../weighted-sum.js";
import { conditionalGradient } from "./conditional-gradient.js";
import type { IntrinsicDistances } from "./intrinsic-distances.js";
import { objective } from "./objective.js";
import type { GromovProblem } from "./problem.js";
import type { GromovStart } from "./start.js";
import { defaultStarts, randomStarts } from "./starts.js";
import { type ThirdBound, thirdBound } from "./third-bound.js";
import { upperBound } from "./upper-bound.js";

export interface GromovOptions extends IterationOptions {
  /** Distances within the two spaces; default: Euclidean distances of the points. */
  readonly distances?: IntrinsicDistances;
  /** What to begin from; every plan is improved, the best answer is kept. Default: `defaultStarts`. */
  readonly starts?: readonly GromovStart[];
  /** With a stream, eight random plans are tried after the others. */
  readonly random?: Random;
}

/** A transport, and what every start led to. */
export interface GromovTransport extends Transport<SparsePlan> {
  /** The objective that each start ended at, in the order of the starts: how far local optima are apart. */
  readonly attempts: Float64Array;
}

/** Default: gap of the linearised problem relative to sum D1^2 a a + sum D2^2 b b, and iterations from each start. */
const STOP = { tolerance: 1e-9, maxIterations: 500 };

const RANDOM_STARTS = 8;

interface Attempt {
  readonly plan: SparsePlan;
  readonly potentials: Potentials | undefined;
  readonly cost: number;
  readonly status: Status;
}

export function solveGromov(problem: GromovProblem, options: GromovOptions): GromovTransport {
  const { starts = defaultStarts, random } = options;
  const stop = stopRule(options.stop, STOP);
  const bound = thirdBound(problem);
  const all = random ? [...starts, randomStarts(random, RANDOM_STARTS)] : starts;
  const attempts: Attempt[] = [];
  let iterations = 0;
  for (const start of plansOf(all, problem, bound)) {
    const told: OnProgress | undefined =
      options.onProgress && ((info) => options.onProgress!({ ...info, done: iterations + info.done }));
    const run = conditionalGradient(problem, start, stop, told);
    iterations += run.iterations;
    const { plan, potentials } = run.state;
    const cost = objective(problem, plan);
    attempts.push({ plan, potentials, cost, status: run.status });
    if (run.status === "aborted" || cost <= bound.lower) break;
  }
  return answer(problem, bound, attempts, iterations);
}
function* plansOf(starts: readonly GromovStart[], problem: GromovProblem, bound: ThirdBound): Generator<SparsePlan> {
  for (const start of starts) yield* start(problem, bound);
}

function answer(
  problem: GromovProblem,
  bound: ThirdBound,
  attempts: readonly Attempt[],
  iterations: number,
): GromovTransport {
  let best = attempts[0]!;
  for (const one of attempts) if (one.cost < best.cost) best = one;
  const aborted = attempts.at(-1)!.status === "aborted";
  const sent = marginals(best.plan);
  return {
    cost: best.cost,
    plan: best.plan,
    potentials: fullPotentials(problem, best.potentials),
    certificate: {
      status: aborted ? "aborted" : best.status,
      iterations,
      lower: bound.lower,
      upper: upperBound(problem, best.plan, sent),
      sourceError: distanceL1(sent.source, problem.source.weights),
      targetError: distanceL1(sent.target, problem.target.weights),
    },
    attempts: Float64Array.from(attempts, ({ cost }) => cost),
  };
}

function fullPotentials(problem: GromovProblem, linear: Potentials | undefined): Potentials {
  const { n, m, a, b, mass, alpha, sourceSquares, targetSquares } = problem;
  const f = sourceSquares.map((square, i) => 2 * alpha * square + (linear?.f[i] ?? 0));
  const g = targetSquares.map((square, j) => 2 * alpha * square + (linear?.g[j] ?? 0));
  const t = (weightedSum(g, b) - weightedSum(f, a)) / (2 * mass);
  for (let i = 0; i < n; i++) f[i]! += t;
  for (let j = 0; j < m; j++) g[j]! -= t;
  return { f, g };
}
