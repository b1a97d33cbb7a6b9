import { ShapeError } from "../errors.js";
import type { OnProgress, Status } from "./certificate.js";

/** When an iterative method stops; a method says what its `tolerance` bounds and what the defaults are. */
export interface Stop {
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/** Options of every iterative method. */
export interface IterationOptions {
  readonly stop?: Stop;
  /** Told after every iteration; returning `false` ends the work with status "aborted" and the last iterate. */
  readonly onProgress?: OnProgress;
}

/** One step of a method. States are not changed by later steps, so that the last good one can be returned. */
export interface Step<S> {
  readonly state: S;
  /** What `tolerance` bounds, not negative; anything that is not a finite number ends the work as "non-finite". */
  readonly error: number;
  /** The method knows that going on is of no use. */
  readonly stalled?: boolean;
}

export interface Iterated<S> {
  readonly state: S;
  /** Of the last good step; Infinity if there was none. */
  readonly error: number;
  readonly status: Status;
  readonly iterations: number;
}

/**
 * The loop of every iterative method: steps until the error is at most the tolerance ("converged"), the limit is
 * reached, a step is not finite (its state is dropped), the method stalls, or `onProgress` returns `false`.
 */
export function iterate<S>(
  start: S,
  step: (state: S) => Step<S>,
  { tolerance, maxIterations }: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<S> {
  let state = start;
  let error = Infinity;
  const ended = (status: Status, iterations: number): Iterated<S> => ({ state, error, status, iterations });
  for (let done = 0; done < maxIterations; ) {
    const next = step(state);
    if (!(next.error < Infinity)) return ended("non-finite", done);
    ({ state, error } = next);
    done++;
    if (error <= tolerance) return ended("converged", done);
    if (next.stalled) return ended("stalled", done);
    const going = onProgress?.({ unit: "iterations", done, total: maxIterations, error });
    if (going === false) return ended("aborted", done);
  }
  return ended("iteration-limit", maxIterations);
}

/**
 * The stopping rule with the defaults of a method filled in.
 *
 * @throws ShapeError unless the tolerance is a number of at least 0 and the limit a whole number of at least 0.
 */
export function stopRule(given: Stop | undefined, defaults: Required<Stop>): Required<Stop> {
  const rule = {
    tolerance: given?.tolerance ?? defaults.tolerance,
    maxIterations: given?.maxIterations ?? defaults.maxIterations,
  };
  if (!(rule.tolerance >= 0 && rule.tolerance < Infinity)) {
    throw new ShapeError(`stop.tolerance is ${rule.tolerance}; it must be a finite number of at least 0`, {
      found: rule.tolerance,
    });
  }
  if (!Number.isSafeInteger(rule.maxIterations) || rule.maxIterations < 0) {
    throw new ShapeError(
      `stop.maxIterations is ${rule.maxIterations}; it must be a whole number of at least 0`,
      { found: rule.maxIterations },
    );
  }
  return rule;
}
