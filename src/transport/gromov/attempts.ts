import { MeasureError, ShapeError } from "../../errors.js";
import type { OnProgress, Status } from "../../numeric/certificate.js";
import type { Iterated } from "../../numeric/iterate.js";
import { distanceL1 } from "../distance-l1.js";
import { marginals } from "../plan.js";
import type { SparsePlan } from "../sparse-plan.js";
import { type GromovProblem, objectiveScale } from "./problem.js";
import type { GromovStart } from "./start.js";
import type { ThirdBound } from "./third-bound.js";

/** Where one start led to. */
export interface Attempt<S> {
  readonly state: S;
  /** What is minimised, at the state. */
  readonly value: number;
  readonly status: Status;
}

export interface Attempts<S> {
  readonly best: Attempt<S>;
  readonly all: readonly Attempt<S>[];
  /** That of the best attempt, but "aborted" if the work was. */
  readonly status: Status;
  /** From all starts together. */
  readonly iterations: number;
}

/** An improvement of one plan. */
export type Improve<S> = (start: SparsePlan, onProgress: OnProgress | undefined) => Iterated<S>;

/** A value that is within this part of the scale above the lower bound leaves nothing to be found. */
const CLOSED = 1e-12;

/**
 * Every start is improved, the least value is kept, the first of equal ones. Ends early where the lower bound is reached.
 *
 * @throws ShapeError if there is no start or a plan has another shape; MeasureError if its marginals are not a and b.
 */
export function bestAttempt<S>(
  problem: GromovProblem,
  bound: ThirdBound,
  starts: readonly GromovStart[],
  improve: Improve<S>,
  valueAt: (state: S) => number,
  onProgress: OnProgress | undefined,
): Attempts<S> {
  const all: Attempt<S>[] = [];
  let iterations = 0;
  const enough = bound.lower + CLOSED * objectiveScale(problem);
  const told: OnProgress | undefined =
    onProgress &&
    ((info) => onProgress({ unit: info.unit, done: iterations + info.done, error: info.error! }));
  for (const plan of plansOf(starts, problem, bound)) {
    requireStart(problem, plan);
    const run = improve(plan, told);
    iterations += run.iterations;
    all.push({ state: run.state, value: valueAt(run.state), status: run.status });
    if (run.status === "aborted" || all.at(-1)!.value <= enough) break;
  }
  let best = all[0];
  if (!best) throw new ShapeError("there is no start; give at least one that makes a plan", { found: 0 });
  for (const one of all) if (one.value < best.value) best = one;
  return { best, all, status: all.at(-1)!.status === "aborted" ? "aborted" : best.status, iterations };
}

function* plansOf(
  starts: readonly GromovStart[],
  problem: GromovProblem,
  bound: ThirdBound,
): Generator<SparsePlan> {
  for (const start of starts) yield* start(problem, bound);
}

/** Relative L1 error of the marginals that passes: what stopping rules leave. */
const MARGINAL_TOLERANCE = 1e-6;

function requireStart({ n, m, a, b, mass }: GromovProblem, plan: SparsePlan): void {
  const [rows, cols] = plan.shape;
  if (rows !== n || cols !== m) {
    throw new ShapeError(`a start is a ${rows} x ${cols} plan between ${n} and ${m} points`, {
      expected: `${n} x ${m}`,
      found: `${rows} x ${cols}`,
    });
  }
  const { source, target } = marginals(plan);
  const error = distanceL1(source, a) + distanceL1(target, b);
  if (error <= MARGINAL_TOLERANCE * mass) return;
  throw new MeasureError(
    `the marginals of a start differ from the masses by ${error}; begin with a plan between these two measures`,
    { value: error },
  );
}
