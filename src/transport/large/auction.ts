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
  /** Bids from an empty matching on until every row is served, by increments of at least `epsilon`. */
  readonly runPhase: (epsilon: number) => void;
  /** Mean of the rows that each column is matched to, m x d; columns without any keep what stands there. */
  readonly partnersInto: (partners: Float64Array) => void;
  /** Mean of the columns that each row is matched to, n x d; rows without any keep what stands there. */
  readonly imagesInto: (images: Float64Array) => void;
  /** Adds what each row has got of each column; rows may be left with something to send. */
  readonly flowInto: (flow: Flow) => void;
}

export type AuctionKind = (level: Level) => Auction;

/** Bids per row in one phase after which the prices are taken as they are; 20 to 40 are usual. */
export const MOST_BIDS = 400;
/** Bids of a row before its list may count as old. */
export const LIST_LIFE = 8;
/** A list is old when its best entry has risen above its threshold by so many increments. */
export const LIST_SLACK = 4;
/** Refilled lists, as a part of the rows, between two refits of the tree. */
export const REFIT_PART = 1 / 32;
/** Bids between two looks at the budget. */
export const BIDS_AT_ONCE = 1024;
