import { ShapeError } from "../errors.js";
import type { OnProgress } from "../numeric/certificate.js";
import type { Stop } from "../numeric/iterate.js";

export interface ExactOptions {
  /**
   * Told every thousand to every twenty thousand steps; returning `false` ends the work with status "aborted" and the
   * plan so far.
   */
  readonly onProgress?: OnProgress;
  /**
   * Most steps that the solver takes; reaching it gives "iteration-limit" and the plan so far. The default is far
   * above what was ever seen. Steps are pivots of the network simplex and, for large clouds, bids of the auctions
   * and points settled by shortest paths too, where a thousand or so more may be made before they are counted;
   * sorting on a line knows none.
   */
  readonly maxPivots?: number;
  /** `maxIterations` is another name of `maxPivots`, that of all other solvers; an exact solver knows no tolerance. */
  readonly stop?: Stop;
}

/** The options with one name for the most steps. @throws ShapeError unless it is a whole number of at least 0. */
export function withSteps<O extends ExactOptions>(options: O): O {
  const maxPivots = options.maxPivots ?? options.stop?.maxIterations;
  const named = maxPivots === undefined ? options : { ...options, maxPivots };
  requireSteps(named);
  return named;
}

/** @throws ShapeError unless the number of steps is a whole number of at least 0. */
export function requireSteps({ maxPivots }: ExactOptions): void {
  if (maxPivots === undefined || (Number.isSafeInteger(maxPivots) && maxPivots >= 0)) return;
  throw new ShapeError(`maxPivots is ${maxPivots}; it must be a whole number of at least 0`, {
    found: maxPivots,
  });
}
