import type { OnProgress } from "../../numeric/certificate.js";
import { fixedPoint } from "../entropic/fixed-point.js";
import type { Level, LevelSolver, SolveLevel } from "../entropic/level.js";
import type { WeightedProblem } from "../entropic/sweep.js";
import { type InvariantVisit, invariantIteration } from "./invariant-iteration.js";
import type { RelaxedSweep } from "./relaxed-sweep.js";

/** Roundings of the largest cost that the exponents of a plan are off by. */
const ROUNDINGS = 16;

/** Solves for one epsilon after the other, to an error of the target marginal (see `invariantIteration`). */
export function relaxedLevelSolver(
  problem: WeightedProblem,
  rho: number,
  sweep: RelaxedSweep,
  costScale: number,
  maxIterations: number,
  onProgress: OnProgress | undefined,
): LevelSolver {
  let done = 0;
  const solve: SolveLevel = (epsilon, start, tolerance): Level => {
    const before = done;
    const visit = invariantIteration(problem, rho, epsilon, sweep);
    const { state, status, iterations } = fixedPoint<InvariantVisit>({
      visit,
      start,
      weights: problem.b,
      rounding: ROUNDINGS * Number.EPSILON * (1 + costScale / epsilon),
      stop: { tolerance, maxIterations: maxIterations - before },
      onProgress:
        onProgress && ((info) => onProgress({ ...info, done: before + info.done, total: maxIterations })),
    });
    done += iterations;
    const last = state ?? visit(start);
    return { epsilon, f: last.f, g: last.point, status };
  };
  return { solve, iterations: () => done };
}
