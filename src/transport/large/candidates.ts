import { exponential, logarithm } from "../../numeric/elementary.js";
import type { PriceTree } from "./price-tree.js";
import { collect, emptyHits, type Hits, nearest } from "./queries.js";

/**
 * For each row of an auction a short list of the columns that are cheap for it at the prices of the time when
 * the list was filled. Not all that are cheap now: what comes out of an auction is a good start, no proof.
 */
export interface Candidates {
  /** Columns per row at most. */
  readonly pitch: number;
  readonly columns: Int32Array;
  /** Squared distances to these columns. */
  readonly costs: Float64Array;
  readonly lengths: Int32Array;
  /** When the list was filled, no other column had cost minus price below this. */
  readonly thresholds: Float64Array;
  /** Bids since then, counted from 1; 0 asks for a new list. */
  readonly ages: Uint8Array;
  /** How far above the best column the next list reaches, in units of cost. */
  readonly widths: Float64Array;
  readonly hits: Hits;
}

/** Fewer hits than this say too little about the second best column. */
const FEWEST = 3;
/** Doublings of the width after which fewer hits have to do. */
const MOST_DOUBLINGS = 90;

/**
 * Costs are of size 1 in the frame: a spacing below this, some hundred units in the last place, is that of ties.
 * Widths and increments of 0 would bring nothing forward.
 */
const SMALLEST_SPACING = 1e-13;

/**
 * Where a list is full time and again its width is halved each time. From here `MOST_DOUBLINGS` lead to 1e5, which is felt
 * next to any price; from much less, lists would come out empty.
 */
const SMALLEST_WIDTH = SMALLEST_SPACING * 2 ** -30;

/** Empty lists of `pitch` columns. O(rows * pitch) memory. */
export function emptyCandidates(rows: number, pitch: number, width: number): Candidates {
  return {
    pitch,
    columns: new Int32Array(rows * pitch),
    costs: new Float64Array(rows * pitch),
    lengths: new Int32Array(rows),
    thresholds: new Float64Array(rows),
    ages: new Uint8Array(rows),
    widths: new Float64Array(rows).fill(width),
    hits: emptyHits(pitch),
  };
}

/**
 * A new list for row i: all columns within a width of the best one known. The width is kept such that about
 * half the room is used, hits being proportional to the power d/2 of it.
 */
export function refill(lists: Candidates, tree: PriceTree, rows: Float64Array, i: number): void {
  const { pitch, columns, costs, hits, widths } = lists;
  const { prices, dim, count } = tree;
  const best = bestKnown(lists, tree, rows, i);
  const fewest = Math.min(FEWEST, count);
  let width = widths[i]!;
  let threshold = collect(tree, rows, i, best + width, pitch, hits);
  for (let t = 0; hits.count < fewest && t < MOST_DOUBLINGS; t++) {
    width *= 2;
    threshold = collect(tree, rows, i, best + width, pitch, hits);
  }
  const { count: found, indices, values } = hits;
  const start = i * pitch;
  for (let q = 0; q < found; q++) {
    const j = indices[q]!;
    columns[start + q] = j;
    costs[start + q] = values[q]! + prices[j]!;
  }
  lists.lengths[i] = found;
  lists.thresholds[i] = threshold;
  lists.ages[i] = 1;
  const reached = Math.min(width, Math.max(threshold - best, SMALLEST_SPACING));
  const wanted = widening(pitch / 2 / Math.max(1, found), dim);
  widths[i] = Math.max(SMALLEST_WIDTH, reached * Math.min(2, Math.max(0.5, wanted)));
}

/** hits^(2/d), the same bits in every engine. */
function widening(hits: number, dim: number): number {
  return dim === 2 ? hits : exponential((2 / dim) * logarithm(hits));
}

/** Least cost minus price of the old list at the prices of now; of all columns if there is no old list. */
function bestKnown(lists: Candidates, tree: PriceTree, rows: Float64Array, i: number): number {
  const { pitch, columns, costs, lengths, hits } = lists;
  const { prices } = tree;
  let best = Infinity;
  for (let e = i * pitch, end = e + lengths[i]!; e < end; e++) {
    const value = costs[e]! - prices[columns[e]!]!;
    if (value < best) best = value;
  }
  if (best < Infinity) return best;
  nearest(tree, rows, i, hits);
  return hits.values[0]!;
}

/** Rows from which the spacing of the columns is estimated. */
const SAMPLED_ROWS = 64;

/**
 * Mean step from one column to the next in the order of cost minus price, over the `pitch` best ones of some
 * rows: the unit of the increments of an auction.
 */
export function sampledSpacing(tree: PriceTree, rows: Float64Array, pitch: number): number {
  const hits = emptyHits(pitch);
  const count = rows.length / tree.dim;
  const step = Math.max(1, Math.floor(count / SAMPLED_ROWS));
  let sum = 0;
  let sampled = 0;
  for (let i = 0; i < count; i += step) {
    collect(tree, rows, i, Infinity, pitch, hits);
    let least = Infinity;
    let largest = -Infinity;
    for (let q = 0; q < hits.count; q++) {
      least = Math.min(least, hits.values[q]!);
      largest = Math.max(largest, hits.values[q]!);
    }
    sum += (largest - least) / Math.max(1, hits.count - 1);
    sampled++;
  }
  return Math.max(sum / sampled, SMALLEST_SPACING);
}
