import type { FlowTree } from "../simplex/real-plan.js";

/**
 * A spanning tree of the transport graph with the flow on its arcs, while it is put together; the numbering and the
 * orientation are those of the simplex. Nodes in preorder are a ring; `size[v]` nodes are below v, itself included.
 */
export interface Tree extends FlowTree {
  root: number;
  readonly next: Int32Array;
  readonly size: Int32Array;
}

/** Single nodes. O(n + m) memory. */
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
  };
}
