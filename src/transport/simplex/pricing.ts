import { type ArcList, addArc } from "./arcs.js";
import { type Costs, loadRow } from "./costs.js";
import { pivot } from "./pivot.js";
import type { Tree } from "./tree.js";

/** Counts pivots and says when to stop; see `pivotBudget`. */
export interface Budget {
  readonly spend: () => boolean;
}

/** Smallest block of arcs from which the entering one is chosen. */
const SMALLEST_BLOCK = 24;

/**
 * Pivots over the listed arcs until none has reduced cost below -tolerance: the most negative arc of each block
 * enters, blocks going round the list (Grigoriadis 1986).
 *
 * @returns false if the budget ended it.
 */
export function priceList(tree: Tree, arcs: ArcList, tolerance: number, budget: Budget): boolean {
  const { potential } = tree;
  const { source, target, cost, length } = arcs;
  const block = Math.min(length, Math.max(SMALLEST_BLOCK, Math.floor(Math.sqrt(length))));
  let e = 0;
  let clean = 0; // arcs seen since the last pivot
  while (clean < length) {
    let entering = -1;
    let least = -tolerance;
    for (let left = block; left > 0; ) {
      const end = Math.min(length, e + left);
      left -= end - e;
      for (; e < end; e++) {
        const reduced = cost[e]! - potential[source[e]!]! - potential[target[e]!]!;
        if (reduced < least) {
          least = reduced;
          entering = e;
        }
      }
      if (e === length) e = 0;
    }
    clean += block;
    if (entering < 0) continue;
    pivot(tree, source[entering]!, target[entering]!, least);
    clean = 0;
    if (!budget.spend()) return false;
  }
  return true;
}

/** What a scan of all arcs found: how many rows had an arc to enter, or that the budget ended it. */
export type Scan = { readonly entered: number; readonly ended: boolean };

/** Scans every row of the costs once; the least arc of a row, if negative, enters and joins the list. */
export function priceAll(tree: Tree, costs: Costs, arcs: ArcList, tolerance: number, budget: Budget): Scan {
  const { n, m, values } = costs;
  const { potential } = tree;
  let entered = 0;
  for (let i = 0; i < n; i++) {
    const at = loadRow(costs, i) - n;
    const end = n + m;
    let least = Infinity;
    let v = -1;
    for (let w = n; w < end; w++) {
      const value = values[at + w]! - potential[w]!;
      if (value < least) {
        least = value;
        v = w;
      }
    }
    const reduced = least - potential[i]!;
    if (!(reduced < -tolerance)) continue;
    addArc(arcs, i, v, values[at + v]!);
    pivot(tree, i, v, reduced);
    entered++;
    if (!budget.spend()) return { entered, ended: true };
  }
  return { entered, ended: false };
}
