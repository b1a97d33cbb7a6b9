import type { PriceTree } from "./price-tree.js";
import { collect, emptyHits, type Hits, nearest } from "./queries.js";

/**
 * For each row the columns that are cheap for it, longer lists on demand, in one pool.
 *
 * Unlike the lists of the auction they prove something: as long as prices only fall, no column outside the list
 * of row i ever has cost minus price below `thresholds[i]`.
 */
export interface RowLists {
  readonly starts: Float64Array;
  readonly lengths: Int32Array;
  readonly thresholds: Float64Array;
  columns: Int32Array;
  /** Squared distances. */
  costs: Float64Array;
  used: number;
  readonly hits: Hits;
  /** Usual reach of a list, in units of cost. */
  readonly width: number;
}

/** Columns that a new list may hold. */
const MOST_AT_FIRST = 16;
/** Columns per row that the pool has room for at first. */
const ROOM_PER_ROW = 14;
/** Room that the pool gets when half of it is in use after the old lists were thrown out. */
const GROWTH = 1.5;

/** Lists without columns; `listRow` fills them. O(rows) memory. */
export function emptyRowLists(rows: number, width: number): RowLists {
  const room = ROOM_PER_ROW * rows + 1024;
  return {
    starts: new Float64Array(rows),
    lengths: new Int32Array(rows),
    thresholds: new Float64Array(rows).fill(-Infinity),
    columns: new Int32Array(room),
    costs: new Float64Array(room),
    used: 0,
    hits: emptyHits(MOST_AT_FIRST),
    width,
  };
}

/** Lists the columns within the usual width of the best one. @returns the least cost minus price of row i. */
export function listRow(lists: RowLists, tree: PriceTree, rows: Float64Array, i: number): number {
  const { hits, width } = lists;
  nearest(tree, rows, i, hits);
  const best = hits.values[0]!;
  lists.thresholds[i] = collect(tree, rows, i, best + width, MOST_AT_FIRST, hits);
  storeHits(lists, tree, i);
  return best;
}

/**
 * A longer list for row i: it reaches about twice as far above `best`, the row's least cost minus price. All
 * columns in the end.
 */
export function extendRow(
  lists: RowLists,
  tree: PriceTree,
  rows: Float64Array,
  i: number,
  best: number,
): void {
  const { hits, width, lengths, thresholds } = lists;
  const reach = thresholds[i]! - best;
  const limit = Math.max(thresholds[i]!, best) + Math.max(reach, width);
  const most = Math.max(2 * lengths[i]!, MOST_AT_FIRST);
  const threshold = collect(tree, rows, i, limit, most, hits);
  thresholds[i] = hits.count === tree.count ? Infinity : Math.max(threshold, thresholds[i]!);
  storeHits(lists, tree, i);
}

function storeHits(lists: RowLists, tree: PriceTree, i: number): void {
  const { count, indices, values } = lists.hits;
  lists.lengths[i] = 0; // the old list is not worth keeping
  if (lists.used + count > lists.costs.length) makeRoom(lists, count);
  const { columns, costs, used } = lists;
  const { prices } = tree;
  for (let q = 0; q < count; q++) {
    const j = indices[q]!;
    columns[used + q] = j;
    costs[used + q] = values[q]! + prices[j]!;
  }
  lists.starts[i] = used;
  lists.lengths[i] = count;
  lists.used = used + count;
}

/** Throws out what no list refers to any more; a larger pool if that does not free half of it. */
function makeRoom(lists: RowLists, more: number): void {
  const { starts, lengths, columns, costs } = lists;
  const live = lengths.reduce((sum, length) => sum + length, 0) + more;
  const room = 2 * live > costs.length ? Math.ceil(GROWTH * Math.max(live, costs.length)) : costs.length;
  lists.columns = new Int32Array(room);
  lists.costs = new Float64Array(room);
  let used = 0;
  for (let i = 0; i < lengths.length; i++) {
    const from = starts[i]!;
    const to = from + lengths[i]!;
    lists.columns.set(columns.subarray(from, to), used);
    lists.costs.set(costs.subarray(from, to), used);
    starts[i] = used;
    used += lengths[i]!;
  }
  lists.used = used;
}
