import type { SimplexProblem } from "../../../src/transport/simplex/problem.js";
import type { Pair } from "../exact/clouds.js";

/** What a solver found, in the numbering of the problem. */
export interface Solved {
  readonly cost: number;
  /** Source potentials. */
  readonly f: Float64Array;
  /** Where each source point goes, on average: n x d. */
  readonly images: Float64Array;
  /** Pivots, or bids and settled points. */
  readonly steps: number;
}

/** A solution, from nothing or from the solution of a problem with the same source. */
export type Solver = (problem: SimplexProblem, from?: Solved) => Solved;

/** Problems with one source, and for each the one whose solution it may start from (-1: none). */
export interface Chain {
  readonly pairs: readonly Pair[];
  readonly problems: readonly SimplexProblem[];
  readonly neighbour: readonly number[];
}
