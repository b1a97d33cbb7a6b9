import type { OnProgress } from "../../numeric/certificate.js";
import { fixedPoint, mixedSteps, type Visited } from "../entropic/fixed-point.js";
import type { Level, LevelSolver, SolveLevel } from "../entropic/level.js";
import type { WeightedProblem } from "../entropic/sweep.js";
import type { Potentials } from "../potentials.js";
import { invariantIteration } from "./invariant-iteration.js";
import type { UnbalancedProblem } from "./problem.js";
import type { RelaxedSweep } from "./relaxed-sweep.js";

/** Roundings of the largest cost that the exponents of a plan are off by. */
const ROUNDINGS = 16;

interface ScaledVisit extends Visited, Potentials {}

/** Solves for one epsilon after the other, to an error of the target marginal (see `invariantIteration`). */
export function relaxedLevelSolver(
  relaxed: UnbalancedProblem,
  problem: WeightedProblem,
  sweep: RelaxedSweep,
  maxIterations: number,
  onProgress: OnProgress | undefined,
): LevelSolver {
  const { costScale } = relaxed;
  const unit = costScale || 1; // the squares of residuals do not overflow then
  let done = 0;
  const solve: SolveLevel = (epsilon, start, tolerance): Level => {
    const before = done;
    const iterate = invariantIteration(problem, relaxed, epsilon, sweep);
    const visit = (point: Float64Array): ScaledVisit => {
      const { g, next, f, error } = iterate(point.map((value) => value * unit));
      return { point, image: next.map((value) => value / unit), f, g, error };
    };
    const { state, status, iterations } = fixedPoint({
      visit,
      start: start.map((value) => value / unit),
      advance: mixedSteps(visit, problem.b),
      rounding: ROUNDINGS * Number.EPSILON * (1 + costScale / epsilon),
      stop: { tolerance, maxIterations: maxIterations - before },
      onProgress:
        onProgress && ((info) => onProgress({ ...info, done: before + info.done, total: maxIterations })),
    });
    done += iterations;
    const { f, g } = state ?? iterate(start);
    return { epsilon, f, g, status };
  };
  return { solve, iterations: () => done };
}
