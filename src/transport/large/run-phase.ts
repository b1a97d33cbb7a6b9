import type { Level } from "./auction.js";
import { refit } from "./build-tree.js";
import { refill } from "./candidates.js";

/** What an auction does with a bid, and whose turn is next. */
export interface Bidding {
  /** Nobody has anything. */
  readonly clear: () => void;
  /** The row whose turn it is, taken out of the queue; -1 when all rows are served, or nearly so. */
  readonly nextRow: () => number;
  /**
   * Row i bids for column j: cost minus price is `best` there, `second` at the next column (Infinity if there is
   * none). Lowers prices only.
   *
   * @returns how many parts of columns had to be looked at to find who is ousted.
   */
  readonly bid: (i: number, j: number, best: number, second: number, epsilon: number) => number;
}

/** Bids in one phase that are too many, per row or, if they are more, per column; 10 to 120 are usual. */
const MOST_BIDS = 150;
/**
 * Parts of columns that are looked at, per bid of those: a few are usual. Where many light rows share the columns that a
 * heavy one bids for, there can be as many as rows, and a phase of few bids would take as long as one of very many.
 */
const MOST_PARTS = 16;
/** Bids of a row before its list may count as old. */
const LIST_LIFE = 8;
/** A list is old when its best entry has risen above its threshold by so many increments. */
const LIST_SLACK = 4;
/** Refilled lists, as a part of the rows, between two refits of the tree. */
const REFIT_PART = 1 / 32;
/** Bids between two looks at the budget. */
const BIDS_AT_ONCE = 1024;

/**
 * One phase: row after row bids for its cheapest column, from a short list that is made anew when it is old.
 *
 * @returns false if it needed too many bids, or these too long.
 */
export function runPhase(level: Level, bidding: Bidding, epsilon: number): boolean {
  const { source, tree, lists, budget } = level;
  const { pitch, columns, costs, lengths, thresholds, ages } = lists;
  const { prices } = tree;
  const n = source.count;
  const slack = LIST_SLACK * epsilon;
  const mostBids = MOST_BIDS * Math.max(n, tree.count);
  const mostParts = MOST_PARTS * mostBids;
  let bids = 0;
  let parts = 0;
  let refilled = 0;
  let counted = 0;
  bidding.clear();
  for (; bids < mostBids && parts < mostParts; bids++) {
    const i = bidding.nextRow();
    if (i < 0 || bids - counted === BIDS_AT_ONCE) {
      if (!budget.spend(bids - counted) || i < 0) return true;
      counted = bids;
    }
    let best = Infinity;
    let second = Infinity;
    let j = -1;
    for (;;) {
      const age = ages[i]!;
      if (age === 0) {
        refill(lists, tree, source.points, i);
        refilled++;
      }
      best = Infinity;
      second = Infinity;
      for (let e = i * pitch, end = e + lengths[i]!; e < end; e++) {
        const column = columns[e]!;
        const value = costs[e]! - prices[column]!;
        if (value < second) {
          if (value < best) {
            second = best;
            best = value;
            j = column;
          } else second = value;
        }
      }
      if (age < LIST_LIFE || best <= thresholds[i]! + slack) break;
      ages[i] = 0;
    }
    if (ages[i]! < LIST_LIFE) ages[i]!++;
    parts += bidding.bid(i, j, best, second, epsilon);
    if (refilled > REFIT_PART * n) {
      refilled = 0;
      refit(tree);
    }
  }
  budget.spend(bids - counted);
  return false;
}
