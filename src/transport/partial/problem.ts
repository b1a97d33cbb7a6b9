import type { Measure } from "../../measure/measure.js";
import type { SparsePlan } from "../plan.js";

/** What a solver of the partial problem found. */
export interface PartialSolution {
  /** Moves no more than the masses, up to rounding. */
  readonly plan: SparsePlan;
  /** Source potential, at most `price`; -Infinity where it is unknown. */
  readonly f: Float64Array;
  /** Of leaving a unit of mass: as given or, for a given mass, half of what the last unit that moves costs. */
  readonly price: number;
}

/** A partial problem: two measures and, unless what is left has a price, the mass that is to be moved. */
export interface PartialProblem {
  readonly source: Measure;
  readonly target: Measure;
  readonly mass?: number | undefined;
  /** Upper bound of |x - y|^2. */
  readonly farthest: number;
}
