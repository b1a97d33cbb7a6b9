import type { DualState } from "./dual-state.js";
import type { Forest } from "./forest.js";

/** The arc that a tree meets first, and how far it is. */
export interface BlockingArc {
  /** In the tree. */
  readonly from: number;
  /** Outside. */
  readonly to: number;
  /** Cost minus potentials: at least 0 up to rounding. Infinity, and no arc, if nothing blocks. */
  readonly slack: number;
}

/**
 * The arc of least slack from the sources of a tree to targets outside it (`up`), or from its targets to sources outside.
 * O(n + m + ends in the tree * ends outside).
 */
export function blockingArc(
  { n, m, costs, potentials }: DualState,
  { trees, treeOf }: Forest,
  tree: number,
  up: boolean,
): BlockingArc {
  const own = Int32Array.from(trees.get(tree)!.filter((v) => v < n === up)).sort();
  const others = nodesOutside(treeOf, tree, up ? n : 0, up ? n + m : n);
  const [sources, targets] = up ? [own, others] : [others, own];
  let slack = Infinity;
  let source = -1;
  let target = -1;
  for (let s = 0; s < sources.length; s++) {
    const i = sources[s]!;
    const row = i * m - n;
    const z = potentials[i]!;
    for (let t = 0; t < targets.length; t++) {
      const w = targets[t]!;
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

function nodesOutside(treeOf: Int32Array, tree: number, from: number, to: number): Int32Array {
  const found = new Int32Array(to - from);
  let count = 0;
  for (let v = from; v < to; v++) if (treeOf[v] !== tree) found[count++] = v;
  return found.subarray(0, count);
}
