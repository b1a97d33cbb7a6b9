import type { OnProgress } from "../../numeric/certificate.js";
import { logarithm } from "../../numeric/elementary.js";
import type { Stop } from "../../numeric/iterate.js";
import { anneal, type Schedule, scheduleTo } from "../entropic/anneal.js";
import type { Level, LevelSolver } from "../entropic/level.js";
import { targetSoftmin, type WeightedProblem } from "../entropic/sweep.js";
import { gapEstimate } from "./gap-estimate.js";
import type { UnbalancedProblem } from "./problem.js";
import { relaxedLevelSolver } from "./relaxed-level.js";
import { withRelaxedSweep } from "./relaxed-sweep.js";

/** What is asked of the entropic solver. */
export interface RelaxedOptions {
  /** Undefined: the default. */
  readonly epsilon: number | undefined;
  /** A source potential to start from. */
  readonly f: Float64Array | undefined;
  readonly stop: Required<Stop>;
  readonly onProgress: OnProgress | undefined;
}

/** The certified relative gap that the default epsilon is to reach. */
export const WANTED_GAP = 0.1;

/** What the estimate aims at: it knows nothing of the last iterations. */
const AIM = 0.9 * WANTED_GAP;

/** The default epsilon is at least this part of the largest cost that matters, whatever the gap. */
const FLOOR = 1e-5;

/** Factors between two epsilons on the way to the default. The gap falls about as epsilon does, more slowly at first. */
const LEAST_FACTOR = 1 / 4;
const GREATEST_FACTOR = 0.8;

/**
 * Potentials for the epsilon asked for, or for the default one: there, as long as `accepts` does not take what `finish`
 * makes of them, epsilon is lowered, down to a floor.
 *
 * @param problem of points that reach each other.
 */
export function solveRelaxed<T>(
  problem: UnbalancedProblem,
  options: RelaxedOptions,
  finish: (level: Level, iterations: number) => T,
  accepts: (result: T) => boolean,
): T {
  const { costScale } = problem;
  const { tolerance, maxIterations } = options.stop;
  const weighted = weightedProblem(problem);
  return withRelaxedSweep(weighted, (sweep) => {
    const solver = relaxedLevelSolver(problem, weighted, sweep, maxIterations, options.onProgress);
    const { epsilon } = options;
    if (epsilon !== undefined) {
      const level = toEpsilon(problem, weighted, solver, options, epsilon);
      return finish(level, solver.iterations());
    }
    const floor = costScale * FLOOR || 1; // where all points coincide, any epsilon will do
    let level = anneal(
      solver.solve,
      scheduleByGap(problem, floor),
      new Float64Array(weighted.b.length),
      tolerance,
    );
    for (;;) {
      const result = finish(level, solver.iterations());
      if (level.status !== "converged" || level.epsilon <= floor || accepts(result)) return result;
      level = solver.solve(Math.max(floor, level.epsilon * GREATEST_FACTOR), level.g, tolerance);
    }
  });
}

export function weightedProblem({ source, target, cost }: UnbalancedProblem): WeightedProblem {
  return {
    x: source.points,
    y: target.points,
    dim: source.dim,
    cost,
    a: source.weights,
    b: target.weights,
  };
}

function toEpsilon(
  problem: UnbalancedProblem,
  weighted: WeightedProblem,
  { solve }: LevelSolver,
  { f, stop }: RelaxedOptions,
  epsilon: number,
): Level {
  if (f) return solve(epsilon, bestTarget(problem, weighted, f, epsilon), stop.tolerance);
  const zeros = new Float64Array(weighted.b.length);
  const level = anneal(solve, scheduleTo(epsilon, problem.costScale), zeros, stop.tolerance);
  if (level.epsilon === epsilon) return level;
  const here = solve(epsilon, level.g, Infinity); // it ended before its last level
  return { ...here, status: level.status };
}

/** The damped softmin of f. */
function bestTarget(
  { rho, referenceMass }: UnbalancedProblem,
  weighted: WeightedProblem,
  f: Float64Array,
  epsilon: number,
): Float64Array {
  const offset = epsilon * logarithm(referenceMass);
  return targetSoftmin(weighted, f, epsilon).map((value) => (rho / (rho + epsilon)) * (value + offset));
}

function scheduleByGap(problem: UnbalancedProblem, floor: number): Schedule {
  return {
    first: { epsilon: Math.max(problem.costScale / 4, floor), last: false },
    next: (level) => {
      const { epsilon } = level;
      if (epsilon <= floor) return { epsilon, last: true };
      const gap = gapEstimate(problem, level);
      if (gap <= AIM) return { epsilon, last: true };
      const factor = Math.min(GREATEST_FACTOR, Math.max(LEAST_FACTOR, AIM / gap));
      return { epsilon: Math.max(floor, factor * epsilon), last: false };
    },
  };
}
