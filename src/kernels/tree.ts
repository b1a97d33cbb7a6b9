import { type Costs, costAt } from "./costs.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts } from "./subset.js";

/**
 * Spanning tree of the transport graph with the flow on its arcs. Nodes 0 .. n-1 are source points, n .. n+m-1
 * target points; an arc joins a node to its parent and its direction follows from the side of the node.
 *
 * Preorder is kept as a ring: `next[v]` follows v, the subtree of v being the `size[v]` nodes from v on.
 * The tree is strongly feasible: every arc without flow points towards the root, that is, hangs a source point
 * below a target point. This rule makes cycling impossible (Cunningham 1976).
 */
export class Tree {
  n: i32;
  count: i32;
  root: i32;
  parent: Ints;
  next: Ints;
  previous: Ints;
  size: Ints;
  /** Flow on the arc to the parent, in units of mass. */
  flow: Doubles;
  /**
   * -f for source nodes, g for target nodes: on every arc of the tree they differ by its cost, and when a subtree moves,
   * all of its nodes rise or fall by the same amount.
   */
  level: Doubles;
  /** Scratch of `rehang`: a subtree in preorder, and the place of each of its nodes there. */
  order: Ints;
  place: Ints;
  /** Scratch of `findLeaving`. */
  apex: i32;
  leaving: i32;
  step: f64;
  leavesOnTargetSide: boolean;

  constructor(n: i32, m: i32) {
    const count = n + m;
    this.n = n;
    this.count = count;
    this.root = 0;
    this.parent = newInts(count);
    this.next = newInts(count);
    this.previous = newInts(count);
    this.size = newInts(count);
    this.flow = newDoubles(count);
    this.level = newDoubles(count);
    this.order = newInts(count);
    this.place = newInts(count);
    this.apex = -1;
    this.leaving = -1;
    this.step = 0;
    this.leavesOnTargetSide = false;
  }
}

/** Levels from the root outwards: drops the rounding that many pivots have left. O(n + m). */
export function recomputeLevels(tree: Tree, costs: Costs): void {
  const n = tree.n;
  const root = tree.root;
  const next = tree.next;
  const parent = tree.parent;
  const level = tree.level;
  for (let v = next[root]; v !== root; v = next[v]) {
    const p = parent[v];
    level[v] = v < n ? level[p] - costAt(costs, v, p - n) : level[p] + costAt(costs, p, v - n);
  }
}
