import { clearHeap, type EventHeap, emptyHeap, schedule, takeFirst } from "../../numeric/event-heap.js";
import { refit } from "./build-tree.js";
import type { Cloud } from "./clouds.js";
import { addFlow, emptyFlow, takeFlow } from "./flow.js";
import { emptyPartialFlow, type PartialFlow } from "./partial-flow.js";
import type { PriceTree } from "./price-tree.js";
import type { Start } from "./prices.js";
import { extendRow } from "./row-lists.js";
import type { WorkBudget } from "./work-budget.js";

/** Settled rows per row after which pivots are the better way; 10 to 50 are usual. */
const MOST_SETTLED = 400;
/** Settled rows per row between two refits of the tree. */
const REFIT_AFTER = 4;

interface Search extends PartialFlow {
  readonly source: Cloud;
  readonly tree: PriceTree;
  readonly heap: EventHeap;
  /** Rows and columns reached by the current search, with their distances from its root. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  rowCount: number;
  columnCount: number;
  readonly rowDistance: Float64Array;
  readonly columnDistance: Float64Array;
  /** The search in which a row or column was last seen, a column settled. */
  readonly rowSeen: Int32Array;
  readonly columnSeen: Int32Array;
  readonly columnDone: Int32Array;
  /** Row that reached a column; entry of the flow by which a row was reached, -1 at the root. */
  readonly columnParent: Int32Array;
  readonly rowParent: Int32Array;
  /** Distance of the nearest column with open demand seen so far. */
  nearestOpen: number;
  openColumn: number;
  stamp: number;
}

/**
 * Optimal flow on the complete graph by shortest augmenting paths from near-optimal prices.
 *
 * Each row starts with its cheapest column; Dijkstra searches on reduced costs c - u - v then send what is left
 * along shortest paths, and the potentials of what was settled follow. A search sees only the arcs on the lists
 * of its rows and, for each row, one event "the list ends here", at which the list is made longer: exact without
 * a cost matrix. Jonker and Volgenant 1987, section 4, for masses that are whole numbers.
 *
 * Typically 10 settled rows per row in all; `budget` may end the work, and so does a cap on settled rows.
 * O(n + m) memory.
 */
export function shortestPaths(source: Cloud, target: Cloud, start: Start, budget: WorkBudget): PartialFlow {
  const search = emptySearch(source, target, start);
  const { supply } = search;
  if (budget.ended() !== undefined) return search;
  sendAtOnce(search);
  const most = MOST_SETTLED * source.count;
  let settled = 0;
  let sinceRefit = 0;
  for (let root = 0; root < source.count; root++) {
    while (supply[root]! > 0) {
      findPath(search, root);
      raisePotentials(search);
      augment(search, root);
      settled += search.rowCount;
      sinceRefit += search.rowCount;
      if (!budget.spend(search.rowCount) || settled > most) return search;
      if (sinceRefit > REFIT_AFTER * source.count) {
        sinceRefit = 0;
        refit(start.tree);
      }
    }
  }
  return search;
}

function emptySearch(source: Cloud, target: Cloud, start: Start): Search {
  const n = source.count;
  const m = target.count;
  return {
    ...emptyPartialFlow(source, target, start, emptyFlow(n, m)),
    source,
    tree: start.tree,
    heap: emptyHeap(n + m),
    rows: new Int32Array(n),
    columns: new Int32Array(m),
    rowCount: 0,
    columnCount: 0,
    rowDistance: new Float64Array(n),
    columnDistance: new Float64Array(m),
    rowSeen: new Int32Array(n),
    columnSeen: new Int32Array(m),
    columnDone: new Int32Array(m),
    columnParent: new Int32Array(m),
    rowParent: new Int32Array(n),
    nearestOpen: Infinity,
    openColumn: -1,
    stamp: 0,
  };
}

/** Each row sends what it can along arcs that are tight. */
function sendAtOnce({ flow, lists, prices, rowPotential, supply, demand }: Search): void {
  const { starts, lengths, columns, costs } = lists;
  for (let i = 0; i < supply.length; i++) {
    for (let e = starts[i]!, end = e + lengths[i]!; e < end && supply[i]! > 0; e++) {
      const j = columns[e]!;
      if (demand[j] === 0 || costs[e]! - prices[j]! > rowPotential[i]!) continue;
      const amount = Math.min(supply[i]!, demand[j]!);
      addFlow(flow, i, j, amount);
      supply[i]! -= amount;
      demand[j]! -= amount;
    }
  }
}

/** Dijkstra from a row to the nearest column with open demand: leaves the distances and the tree of the search. */
function findPath(search: Search, root: number): void {
  const { source, tree, heap, lists, flow, rows, columns, columnDone, rowPotential } = search;
  const m = tree.count;
  search.stamp++;
  search.rowCount = 0;
  search.columnCount = 0;
  search.nearestOpen = Infinity;
  search.openColumn = -1;
  reachRow(search, root, 0, -1);
  let scanned = 0;
  for (;;) {
    while (scanned < search.rowCount) scanRow(search, rows[scanned++]!);
    if (heap.size === 0 || heap.keys[0]! >= search.nearestOpen) break;
    const key = heap.keys[0]!;
    const event = takeFirst(heap);
    if (event < m) {
      columnDone[event] = search.stamp;
      columns[search.columnCount++] = event;
      for (let e = flow.columnHead[event]!; e >= 0; e = flow.columnNext[e]!) {
        if (search.rowSeen[flow.row[e]!] !== search.stamp) reachRow(search, flow.row[e]!, key, e);
      }
    } else {
      extendRow(lists, tree, source.points, event - m, rowPotential[event - m]!);
      scanRow(search, event - m);
    }
  }
  clearHeap(heap);
}

function reachRow(search: Search, i: number, distance: number, entry: number): void {
  search.rowSeen[i] = search.stamp;
  search.rowDistance[i] = distance;
  search.rowParent[i] = entry;
  search.rows[search.rowCount++] = i;
}

/** Offers the columns on the list of a settled row, and schedules the end of the list. */
function scanRow(search: Search, i: number): void {
  const { heap, lists, prices, demand, stamp, columnDone, columnSeen, columnDistance, columnParent } = search;
  const { columns, costs } = lists;
  const own = search.rowDistance[i]!;
  const base = own - search.rowPotential[i]!;
  for (let e = lists.starts[i]!, end = e + lists.lengths[i]!; e < end; e++) {
    const j = columns[e]!;
    if (columnDone[j] === stamp) continue;
    let distance = base + costs[e]! - prices[j]!;
    if (distance < own) distance = own; // a reduced cost below 0 is rounding
    if (distance >= search.nearestOpen) continue;
    if (columnSeen[j] === stamp && distance >= columnDistance[j]!) continue;
    columnSeen[j] = stamp;
    columnDistance[j] = distance;
    columnParent[j] = i;
    if (demand[j]! > 0) {
      search.nearestOpen = distance;
      search.openColumn = j;
    } else schedule(heap, j, distance);
  }
  const end = Math.max(own, base + lists.thresholds[i]!);
  if (end < search.nearestOpen) schedule(heap, prices.length + i, end);
}

/** Makes the arcs of the shortest path tight and keeps all reduced costs at 0 or above. */
function raisePotentials(search: Search): void {
  const { rows, columns, rowDistance, columnDistance, rowPotential, prices, nearestOpen } = search;
  for (let q = 0; q < search.rowCount; q++) rowPotential[rows[q]!]! += nearestOpen - rowDistance[rows[q]!]!;
  for (let q = 0; q < search.columnCount; q++) {
    prices[columns[q]!]! -= nearestOpen - columnDistance[columns[q]!]!;
  }
}

/** Sends as much along the path as its ends and its entries allow. */
function augment(search: Search, root: number): void {
  const { flow, supply, demand, columnParent, rowParent, openColumn } = search;
  let amount = Math.min(supply[root]!, demand[openColumn]!);
  for (
    let e = rowParent[columnParent[openColumn]!]!;
    e >= 0;
    e = rowParent[columnParent[flow.column[e]!]!]!
  ) {
    amount = Math.min(amount, flow.amount[e]!);
  }
  supply[root]! -= amount;
  demand[openColumn]! -= amount;
  for (let j = openColumn; j >= 0; ) {
    const i = columnParent[j]!;
    const e = rowParent[i]!;
    const next = e >= 0 ? flow.column[e]! : -1;
    if (e >= 0) takeFlow(flow, e, amount);
    addFlow(flow, i, j, amount);
    j = next;
  }
}
