import type { IterationOptions } from "../../numeric/iterate.js";
import { stopRule } from "../../numeric/iterate.js";
import { fastestCTransform } from "../choose-c-transform.js";
import { weightedSum } from "../weighted-sum.js";
import { anneal, scheduleTo } from "./anneal.js";
import { type CentredPair, meanCost } from "./centred-pair.js";
import { defaultFloor, defaultSchedule, WANTED_GAP } from "./default-epsilon.js";
import { type Level, type LevelSolver, levelSolver } from "./level.js";
import { sourceSoftmin, targetSoftmin, withSweep } from "./sweep.js";

/** What is asked of the solver, in the frame. */
export interface PairOptions extends IterationOptions {
  /** Undefined: the default. */
  readonly epsilon: number | undefined;
  /** A source potential to start from. */
  readonly f: Float64Array | undefined;
}

export const DEFAULT_STOP = { tolerance: 1e-6, maxIterations: 2000 };

/**
 * Potentials for the epsilon asked for, or for the default epsilon: there, as long as `accepts` does not take what
 * `finish` makes of the potentials, epsilon is lowered, down to the floor.
 */
export function solvePair<T>(
  pair: CentredPair,
  options: PairOptions,
  finish: (level: Level, iterations: number) => T,
  accepts: (result: T) => boolean,
): T {
  const { problem, frame } = pair;
  const { tolerance, maxIterations } = stopRule(options.stop, DEFAULT_STOP);
  return withSweep(problem, (sweep) => {
    const solver = levelSolver(problem, sweep, frame.largestCost, maxIterations, options.onProgress);
    const { epsilon, f } = options;
    if (epsilon !== undefined)
      return finish(toEpsilon(pair, solver, f, tolerance, epsilon), solver.iterations());
    const floor = defaultFloor(pair);
    let level = toGap(pair, solver, f, tolerance, floor);
    for (;;) {
      const result = finish(level, solver.iterations());
      if (level.status !== "converged" || level.epsilon <= floor || accepts(result)) return result;
      level = solver.solve(Math.max(floor, level.epsilon * LOWERED), level.g, tolerance);
    }
  });
}

/** Where the default was too large, it is lowered by this. */
const LOWERED = 0.7;

function toEpsilon(
  pair: CentredPair,
  { solve }: LevelSolver,
  f: Float64Array | undefined,
  tolerance: number,
  epsilon: number,
): Level {
  const { problem } = pair;
  const level = f
    ? solve(epsilon, targetSoftmin(problem, f, epsilon), tolerance)
    : anneal(solve, scheduleTo(epsilon, meanCost(pair)), zeros(pair), tolerance);
  if (level.epsilon === epsilon) return level;
  return { ...level, epsilon, f: sourceSoftmin(problem, level.g, epsilon) }; // it ended before its last level
}

function toGap(
  pair: CentredPair,
  { solve }: LevelSolver,
  f: Float64Array | undefined,
  tolerance: number,
  floor: number,
): Level {
  const first = Math.max(floor, f ? suggested(pair, f) : meanCost(pair));
  const g = f ? targetSoftmin(pair.problem, f, first) : zeros(pair);
  return anneal(solve, defaultSchedule(pair, first), g, tolerance);
}

/** In the frame this is the same start for both sides. */
const zeros = ({ problem }: CentredPair): Float64Array => new Float64Array(problem.b.length);

/** If f is optimal, an epsilon somewhat above the one that gives the wanted gap, which is about epsilon d / 2. */
function suggested(pair: CentredPair, f: Float64Array): number {
  const { x, y, dim, a, b } = pair.problem;
  const centred = weightedSum(f, a) + weightedSum(fastestCTransform(x, f, y, dim), b);
  const lower = centred + pair.frame.betweenMeans / pair.unit;
  const most = meanCost(pair);
  return lower > 0 ? Math.min(most, (4 * WANTED_GAP * lower) / dim) : most;
}
