import type { Auction, AuctionKind, Level } from "./auction.js";
import { addFlow, type Flow } from "./flow.js";
import { type Bidding, runPhase } from "./run-phase.js";

interface Assignment {
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  /** Rows waiting for their turn, first come first served, as a ring. */
  readonly queue: Int32Array;
  head: number;
  waiting: number;
}

/**
 * Auction for as many rows as columns of one mass each: a row bids for its cheapest column and lowers the price
 * by what makes the second best as cheap, and epsilon; whoever had the column goes back into the queue.
 * Bertsekas 1988, section 2 (there with benefits and rising prices).
 */
export const assignmentAuction: AuctionKind = { start: startAssignment, lastEpsilon: 0.125 };

function startAssignment(level: Level): Auction {
  const { source, target } = level;
  const assignment: Assignment = {
    rowOf: new Int32Array(target.count),
    columnOf: new Int32Array(source.count),
    queue: new Int32Array(source.count),
    head: 0,
    waiting: 0,
  };
  const bidding = biddingOf(level, assignment);
  return {
    runPhase: (epsilon) => runPhase(level, bidding, epsilon),
    partnersInto: (partners) => copyMatched(assignment.rowOf, source.points, partners, source.dim),
    imagesInto: (images) => copyMatched(assignment.columnOf, target.points, images, target.dim),
    flowInto: (flow) => copyPairs(level, assignment, flow),
  };
}

function biddingOf({ source, tree }: Level, assignment: Assignment): Bidding {
  const { rowOf, columnOf, queue } = assignment;
  const { prices } = tree;
  const n = source.count;
  return {
    clear: () => {
      rowOf.fill(-1);
      columnOf.fill(-1);
      for (let i = 0; i < n; i++) queue[i] = i;
      assignment.head = 0;
      assignment.waiting = n;
    },
    nextRow: () => {
      if (assignment.waiting === 0) return -1;
      const i = queue[assignment.head]!;
      if (++assignment.head === n) assignment.head = 0;
      assignment.waiting--;
      return i;
    },
    bid: (i, j, best, second, epsilon) => {
      prices[j]! -= (second < Infinity ? second - best : 0) + epsilon;
      const ousted = rowOf[j]!;
      rowOf[j] = i;
      columnOf[i] = j;
      if (ousted < 0) return 0;
      columnOf[ousted] = -1;
      const tail = assignment.head + assignment.waiting++;
      queue[tail < n ? tail : tail - n] = ousted;
      return 0;
    },
  };
}

function copyMatched(matched: Int32Array, from: Float64Array, to: Float64Array, dim: number): void {
  for (let p = 0; p < matched.length; p++) {
    const q = matched[p]!;
    if (q < 0) continue;
    for (let k = 0; k < dim; k++) to[p * dim + k] = from[q * dim + k]!;
  }
}

function copyPairs({ source }: Level, { columnOf }: Assignment, flow: Flow): void {
  columnOf.forEach((j, i) => {
    if (j >= 0) addFlow(flow, i, j, source.masses[i]!);
  });
}
