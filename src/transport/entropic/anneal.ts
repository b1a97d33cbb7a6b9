import type { Level, SolveLevel } from "./level.js";

/** The epsilon of a level, and whether it is the one that is wanted. */
export interface Target {
  readonly epsilon: number;
  readonly last: boolean;
}

/** Which epsilons are solved for, one after the other; each starts from the potentials before it. */
export interface Schedule {
  readonly first: Target;
  readonly next: (level: Level) => Target;
}

/** L1 marginal error to which levels before the last are solved: tighter ones take more iterations than they save. */
const COARSE = 1e-2;

/** Epsilon falls by this from level to level: smaller steps were measured to take more iterations in all. */
const FACTOR = 4;

/** A last step that is hardly one is not worth a level. */
const NEARLY = 1.2;

/**
 * Epsilon scaling: potentials of one level, extrapolated linearly in epsilon, start the next.
 *
 * @returns the last level, or the one whose iterations ended otherwise than "converged".
 * Schmitzer 2019, section 3.2; the extrapolation is measured: it saves a tenth to a third of the iterations.
 */
export function anneal(
  solve: SolveLevel,
  { first, next }: Schedule,
  start: Float64Array,
  tolerance: number,
): Level {
  let target = first;
  let g = start;
  let before: Level | undefined;
  for (;;) {
    const level = solve(target.epsilon, g, target.last ? tolerance : Math.max(tolerance, COARSE));
    if (target.last || level.status !== "converged") return level;
    target = next(level);
    g = before ? extrapolated(before, level, target.epsilon) : level.g;
    before = level;
  }
}

/** The linear function of epsilon through the potentials of two levels. */
function extrapolated(before: Level, level: Level, epsilon: number): Float64Array {
  const t = (epsilon - level.epsilon) / (level.epsilon - before.epsilon);
  return level.g.map((value, j) => value + t * (value - before.g[j]!));
}

/** From one epsilon down to the one that is wanted; to that at once if it is not far below, or above. */
export function scheduleTo(epsilon: number, first: number): Schedule {
  const target = (candidate: number): Target =>
    candidate > NEARLY * epsilon ? { epsilon: candidate, last: false } : { epsilon, last: true };
  return { first: target(first), next: (level) => target(level.epsilon / FACTOR) };
}
