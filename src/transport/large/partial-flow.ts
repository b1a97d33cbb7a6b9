import type { Cloud } from "./clouds.js";
import { addFlow, type Flow } from "./flow.js";
import type { Start } from "./prices.js";
import { emptyRowLists, listRow, type RowLists } from "./row-lists.js";

/** A flow of part or all of the mass, with potentials and lists of cheap columns. */
export interface PartialFlow {
  readonly flow: Flow;
  readonly rowPotential: Float64Array;
  readonly prices: Float64Array;
  readonly lists: RowLists;
  /** What each row has still to send, and each column to get. */
  readonly supply: Float64Array;
  readonly demand: Float64Array;
}

/** Reach of the first lists above the best column, in units of the spacing: about 8 columns in the plane. */
const LIST_REACH = 6;

/** No flow yet; lists are filled and rows get the potentials that they have at the prices of the start. */
export function emptyPartialFlow(
  source: Cloud,
  target: Cloud,
  { tree, spacing }: Start,
  flow: Flow,
): PartialFlow {
  const lists = emptyRowLists(source.count, LIST_REACH * spacing);
  const rowPotential = new Float64Array(source.count);
  for (let i = 0; i < source.count; i++) rowPotential[i] = listRow(lists, tree, source.points, i);
  return {
    flow,
    rowPotential,
    prices: tree.prices,
    lists,
    supply: source.masses.slice(),
    demand: target.masses.slice(),
  };
}

/** The flow that an auction ended with. */
export function auctionFlow(source: Cloud, target: Cloud, start: Start): PartialFlow {
  const { flow } = start;
  const partial = emptyPartialFlow(source, target, start, flow);
  for (let e = 0; e < flow.length; e++) {
    partial.supply[flow.row[e]!]! -= flow.amount[e]!;
    partial.demand[flow.column[e]!]! -= flow.amount[e]!;
  }
  return partial;
}

export function isComplete({ supply }: PartialFlow): boolean {
  return supply.every((amount) => amount === 0);
}

/** Sends what is left in kd-order, which is near to near, roughly. */
export function completeFlow({ flow, supply, demand }: PartialFlow): void {
  let j = 0;
  for (let i = 0; i < supply.length; i++) {
    while (supply[i]! > 0) {
      while (demand[j] === 0) j++;
      const amount = Math.min(supply[i]!, demand[j]!);
      addFlow(flow, i, j, amount);
      supply[i]! -= amount;
      demand[j]! -= amount;
    }
  }
}
