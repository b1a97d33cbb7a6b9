import type { OnProgress, Status } from "../../numeric/certificate.js";
import { exponential } from "../../numeric/elementary.js";
import { weightedSum } from "../weighted-sum.js";
import { type Advance, fixedPoint, mixedSteps } from "./fixed-point.js";
import { affordsNewton, newtonSteps, type VisitedPair } from "./newton.js";
import { type Sweep, sourceSoftmin, type WeightedProblem } from "./sweep.js";

/** Potentials for one epsilon: f is the softmin of g, so the source marginal is exact. */
export interface Level {
  readonly epsilon: number;
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly status: Status;
}

/** Solves for one epsilon from some g, to an L1 error of the target marginal (masses of sum 1). */
export type SolveLevel = (epsilon: number, g: Float64Array, tolerance: number) => Level;

/** A solver of levels that share their iterations. */
export interface LevelSolver {
  readonly solve: SolveLevel;
  /** Iterations so far. */
  readonly iterations: () => number;
}

/** Roundings of the largest cost that the exponents of a plan are off by. */
const ROUNDINGS = 16;

/** L1 marginal error that rounding of the exponents explains. */
export const roundingError = (largestCost: number, epsilon: number): number =>
  ROUNDINGS * Number.EPSILON * (1 + largestCost / epsilon);

/**
 * @param largestCost upper bound of the costs.
 * @param maxIterations of all levels together.
 */
export function levelSolver(
  problem: WeightedProblem,
  sweep: Sweep,
  largestCost: number,
  maxIterations: number,
  onProgress: OnProgress | undefined,
): LevelSolver {
  let done = 0;
  const solve: SolveLevel = (epsilon, start, tolerance) => {
    const before = done;
    const visit = (g: Float64Array): VisitedPair => {
      const point = bounded(g, problem.b, largestCost);
      const { f, g: image } = sweep(point, epsilon);
      return { point, image, f, error: marginalError(problem.b, point, image, epsilon) };
    };
    const { state, status, iterations } = fixedPoint({
      visit,
      start,
      advance: steps(problem, epsilon, visit),
      rounding: roundingError(largestCost, epsilon),
      stop: { tolerance, maxIterations: maxIterations - before },
      onProgress:
        onProgress && ((info) => onProgress({ ...info, done: before + info.done, total: maxIterations })),
    });
    done += iterations;
    if (state) return { epsilon, f: state.f, g: state.point, status };
    return { epsilon, f: sourceSoftmin(problem, start, epsilon), g: start, status };
  };
  return { solve, iterations: () => done };
}

/**
 * Without the free constant, and cut off where no optimal potential is: softmins of costs from 0 to the largest differ by
 * no more than that. Long steps would leave numbers so large that they cost digits.
 */
function bounded(g: Float64Array, b: Float64Array, largestCost: number): Float64Array {
  const mean = weightedSum(g, b);
  return g.map((value) => Math.max(-largestCost, Math.min(largestCost, value - mean)));
}

/** Mixing, and where that takes long and the problem is small, Newton's method. */
function steps(
  problem: WeightedProblem,
  epsilon: number,
  visit: (g: Float64Array) => VisitedPair,
): Advance<VisitedPair> {
  const mixed = mixedSteps(visit, problem.b);
  if (!affordsNewton(problem)) return mixed;
  const newton = newtonSteps(problem, epsilon, visit);
  const patience = LEAST_PATIENCE + Math.min(problem.a.length, problem.b.length) / POINTS_PER_STEP;
  let taken = 0;
  return (state, best) => (taken++ < patience ? mixed(state, best) : newton(state, best));
}

/** Mixed steps before the first one of Newton, which takes as long as several, the more the larger the problem. */
const LEAST_PATIENCE = 8;
const POINTS_PER_STEP = 10;

/** sum_j |q_j - b_j| for the column sums q_j = b_j exp((g_j - g'_j) / epsilon) of the plan with g and its softmin f. */
export function marginalError(b: Float64Array, g: Float64Array, next: Float64Array, epsilon: number): number {
  let error = 0;
  for (let j = 0; j < b.length; j++) error += b[j]! * Math.abs(exponential((g[j]! - next[j]!) / epsilon) - 1);
  return error;
}
