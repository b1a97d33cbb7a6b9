import { type Costs, costAt } from "./costs.js";

/**
 * Spanning tree of the transport graph with the flow on its arcs. Nodes 0 .. n-1 are source points, n .. n+m-1
 * target points; an arc joins a node to its parent and its direction follows from the side of the node.
 *
 * Preorder is kept as a ring: `next[v]` follows v, the subtree of v being the `size[v]` nodes from v on.
 * The tree is strongly feasible: every arc without flow points towards the root, that is, hangs a source point
 * below a target point. This rule makes cycling impossible (Cunningham 1976).
 */
export interface Tree {
  readonly n: number;
  readonly count: number;
  root: number;
  readonly parent: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly size: Int32Array;
  /** Flow on the arc to the parent, in units of mass. */
  readonly flow: Float64Array;
  /** f for source nodes, g for target nodes; f + g = c on every arc of the tree. */
  readonly potential: Float64Array;
  /** Scratch of `rehang`: a subtree in preorder, and the place of each of its nodes there. */
  readonly order: Int32Array;
  readonly place: Int32Array;
  /** Scratch of `findLeaving`. */
  apex: number;
  leaving: number;
  step: number;
  leavesOnTargetSide: boolean;
}

/** O(n + m) memory. */
export function emptyTree(n: number, m: number): Tree {
  const count = n + m;
  return {
    n,
    count,
    root: 0,
    parent: new Int32Array(count).fill(-1),
    next: new Int32Array(count),
    previous: new Int32Array(count),
    size: new Int32Array(count),
    flow: new Float64Array(count),
    potential: new Float64Array(count),
    order: new Int32Array(count),
    place: new Int32Array(count),
    apex: -1,
    leaving: -1,
    step: 0,
    leavesOnTargetSide: false,
  };
}

/** Cost of the arc from a node to its parent. */
export function arcCost(tree: Tree, costs: Costs, node: number, parent: number): number {
  return node < tree.n ? costAt(costs, node, parent - tree.n) : costAt(costs, parent, node - tree.n);
}

/** Potentials from the root outwards: drops the rounding that many pivots have left. O(n + m). */
export function recomputePotentials(tree: Tree, costs: Costs): void {
  const { root, next, parent, potential } = tree;
  for (let v = next[root]!; v !== root; v = next[v]!) {
    const p = parent[v]!;
    potential[v] = arcCost(tree, costs, v, p) - potential[p]!;
  }
}
