import { type BlockingArc, blockingArc } from "./blocking-arc.js";
import type { DualState } from "./dual-state.js";
import type { Forest } from "./forest.js";
import { type NearArcs, nearArcs, slackOfOthers } from "./near-arcs.js";

/** The near arcs of a dual problem as it goes on, changed in place. */
export interface Nearby {
  arcs: NearArcs | undefined;
  /** How many arcs to list. */
  wanted: number;
  /** Searches that the list has answered. */
  served: number;
}

/** Arcs for each node at first; after a list that answered fewer searches than this comes one that is longer. */
const ARCS_PER_NODE = 16;
const FEWEST_SERVED = 16;
const LONGER = 4;

export const nearbyOf = ({ n, m }: DualState): Nearby => ({
  arcs: undefined,
  wanted: ARCS_PER_NODE * (n + m),
  served: 0,
});

const NOTHING_NEAR: BlockingArc = { from: -1, to: -1, slack: Infinity };

/**
 * The blocking arc of a tree, as `blockingArc` finds it, where its slack is below `limit`; else that or nothing. Where a scan
 * of all arcs would take long, by a list of those that were near lately, as long as it can be shown that no other comes first.
 */
export function firstArc(
  dual: DualState,
  forest: Forest,
  nearby: Nearby,
  tree: number,
  up: boolean,
  limit: number,
): BlockingArc {
  const { costs } = dual;
  const isShort = pairs(dual, forest.trees.get(tree)!, up) <= 2 * nearby.wanted;
  if (isShort || nearby.wanted > costs.length / LONGER) return blockingArc(dual, forest, tree, up);
  if (!nearby.arcs) {
    nearby.arcs = nearArcs(dual, nearby.wanted);
    nearby.served = 0;
  }
  const found = amongNear(dual, nearby.arcs, forest.treeOf, tree, up);
  const elsewhere = slackOfOthers(dual, nearby.arcs, forest.treeOf, tree, up);
  if (found.slack < elsewhere || limit < elsewhere) {
    nearby.served++;
    return found.slack < elsewhere ? found : NOTHING_NEAR;
  }
  if (nearby.served < FEWEST_SERVED) nearby.wanted *= LONGER;
  nearby.arcs = undefined; // the next search lists them afresh
  return blockingArc(dual, forest, tree, up);
}

/** How many arcs a scan has to look at. */
function pairs({ n, m }: DualState, nodes: readonly number[], up: boolean): number {
  let sources = 0;
  for (const v of nodes) if (v < n) sources++;
  const targets = nodes.length - sources;
  return up ? sources * (m - targets) : targets * (n - sources);
}

/** The first arc of least slack among the listed ones, in the order of sources, then targets. */
function amongNear(
  { n, m, costs, potentials }: DualState,
  { starts, targets }: NearArcs,
  treeOf: Int32Array,
  tree: number,
  up: boolean,
): BlockingArc {
  let slack = Infinity;
  let source = -1;
  let target = -1;
  for (let i = 0; i < n; i++) {
    if ((treeOf[i] === tree) !== up) continue;
    const row = i * m - n;
    const z = potentials[i]!;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const w = targets[p]!;
      if ((treeOf[w] === tree) === up) continue;
      const value = costs[row + w]! - z - potentials[w]!;
      if (value < slack) {
        slack = value;
        source = i;
        target = w;
      }
    }
  }
  return up ? { from: source, to: target, slack } : { from: target, to: source, slack };
}
