import type { Candidates } from "./candidates.js";
import type { Cloud } from "./clouds.js";
import type { Flow } from "./flow.js";
import type { PriceTree } from "./price-tree.js";
import type { WorkBudget } from "./work-budget.js";

/** One level of an auction: rows (source points) bid for columns (target points), whose prices only fall. */
export interface Level {
  readonly source: Cloud;
  readonly target: Cloud;
  /** Over the target points; holds the prices. */
  readonly tree: PriceTree;
  readonly lists: Candidates;
  readonly budget: WorkBudget;
}

/** The kind of auction: for equal masses one to one, or for any masses. */
export interface Auction {
  /**
   * Bids from an empty matching on until every row is served, or nearly so, by increments of at least `epsilon`.
   *
   * @returns false if that took too many bids.
   */
  readonly runPhase: (epsilon: number) => boolean;
  /** Mean of the rows that each column is matched to, m x d; columns without any keep what stands there. */
  readonly partnersInto: (partners: Float64Array) => void;
  /** Mean of the columns that each row is matched to, n x d; rows without any keep what stands there. */
  readonly imagesInto: (images: Float64Array) => void;
  /** Adds what each row has got of each column; rows may be left with something to send. */
  readonly flowInto: (flow: Flow) => void;
}

export interface AuctionKind {
  readonly start: (level: Level) => Auction;
  /** Increments, in units of the spacing, at which its prices are good enough for the exact phase. */
  readonly lastEpsilon: number;
}
