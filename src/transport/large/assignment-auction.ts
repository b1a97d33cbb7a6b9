import {
  type Auction,
  BIDS_AT_ONCE,
  type Level,
  LIST_LIFE,
  LIST_SLACK,
  MOST_BIDS,
  REFIT_PART,
} from "./auction.js";
import { refit } from "./build-tree.js";
import { refill } from "./candidates.js";
import { addFlow, type Flow } from "./flow.js";

interface Assignment {
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  /** Rows waiting for their turn, first come first served, as a ring. */
  readonly queue: Int32Array;
}

/**
 * Auction for as many rows as columns of one mass each: a row bids for its cheapest column and lowers the price
 * by what makes the second best as cheap, and epsilon; whoever had the column goes back into the queue.
 * Bertsekas 1988, section 2 (there with benefits and rising prices).
 */
export function assignmentAuction(level: Level): Auction {
  const { source, target } = level;
  const assignment: Assignment = {
    rowOf: new Int32Array(target.count).fill(-1),
    columnOf: new Int32Array(source.count).fill(-1),
    queue: new Int32Array(source.count),
  };
  return {
    runPhase: (epsilon) => runPhase(level, assignment, epsilon),
    partnersInto: (partners) => copyMatched(assignment.rowOf, source.points, partners, source.dim),
    imagesInto: (images) => copyMatched(assignment.columnOf, target.points, images, target.dim),
    flowInto: (flow) => copyPairs(level, assignment, flow),
  };
}

function runPhase(level: Level, { rowOf, columnOf, queue }: Assignment, epsilon: number): void {
  const { source, tree, lists, budget } = level;
  const { pitch, columns, costs, lengths, thresholds, ages } = lists;
  const { prices } = tree;
  const n = source.count;
  rowOf.fill(-1);
  columnOf.fill(-1);
  for (let i = 0; i < n; i++) queue[i] = i;
  let head = 0;
  let waiting = n;
  let refilled = 0;
  const slack = LIST_SLACK * epsilon;
  const mostBids = MOST_BIDS * n;
  for (let bids = 0; waiting > 0 && bids < mostBids; bids++) {
    if (bids % BIDS_AT_ONCE === 0 && !budget.spend(BIDS_AT_ONCE)) return;
    const i = queue[head]!;
    if (++head === n) head = 0;
    waiting--;
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
    prices[j]! -= (second < Infinity ? second - best : 0) + epsilon;
    const ousted = rowOf[j]!;
    rowOf[j] = i;
    columnOf[i] = j;
    if (ousted >= 0) {
      columnOf[ousted] = -1;
      const tail = head + waiting;
      queue[tail < n ? tail : tail - n] = ousted;
      waiting++;
    }
    if (refilled > REFIT_PART * n) {
      refilled = 0;
      refit(tree);
    }
  }
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
