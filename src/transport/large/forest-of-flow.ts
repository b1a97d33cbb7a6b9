import type { Flow } from "./flow.js";
import { emptyTree, type Tree } from "./tree.js";

/** Parts that grow together: their arcs as parents, and union-find over the nodes. */
export interface Parts {
  /** Only `parent` and `flow` are kept up; roots have parent -1. */
  readonly tree: Tree;
  /** Representative of the part, and its size. */
  readonly part: Int32Array;
  readonly partSize: Int32Array;
  /** The cycle in whose search a node was marked. */
  readonly marked: Int32Array;
  cycles: number;
}

/**
 * The flow on a forest: rows are nodes 0 .. n-1, columns n .. n+m-1.
 *
 * Entries that close a cycle have their flow moved along it until one entry is empty: where all entries are
 * tight, that costs nothing. O(entries * log(n + m)) time without cycles, O(length) for each cycle; O(n + m) memory.
 */
export function forestOfFlow(flow: Flow, n: number, m: number): Tree {
  const tree = emptyTree(n, m);
  const parts: Parts = {
    tree,
    part: Int32Array.from(tree.parent.keys()),
    partSize: new Int32Array(tree.count).fill(1),
    marked: new Int32Array(tree.count),
    cycles: 0,
  };
  for (let e = 0; e < flow.length; e++) {
    if (flow.amount[e]! > 0) addArc(parts, flow.row[e]!, n + flow.column[e]!, flow.amount[e]!);
  }
  return tree;
}

function addArc(parts: Parts, row: number, column: number, amount: number): void {
  if (!join(parts, row, column, amount)) cancelCycle(parts, row, column, amount);
}

/** Hangs the smaller of two parts below the other by the arc between the two nodes. @returns whether they were two. */
function join({ tree, part, partSize }: Parts, a: number, b: number, amount: number): boolean {
  const partA = findPart(part, a);
  const partB = findPart(part, b);
  if (partA === partB) return false;
  const [lower, upper] = partSize[partA]! < partSize[partB]! ? [a, b] : [b, a];
  const [small, large] = lower === a ? [partA, partB] : [partB, partA];
  turnRound(tree, lower, -1);
  tree.parent[lower] = upper;
  tree.flow[lower] = amount;
  part[small] = large;
  partSize[large]! += partSize[small]!;
  return true;
}

function findPart(part: Int32Array, node: number): number {
  let v = node;
  while (part[v] !== v) {
    part[v] = part[part[v]!]!; // halves the path (Tarjan and van Leeuwen 1984)
    v = part[v]!;
  }
  return v;
}

/** Reverses the arcs from a node up to `top` (-1: to the root), whose own arc upwards is given up. */
function turnRound({ parent, flow }: Tree, node: number, top: number): void {
  let child = -1;
  let carried = 0;
  for (let v = node; v >= 0; ) {
    const up = v === top ? -1 : parent[v]!;
    const own = flow[v]!;
    parent[v] = child;
    flow[v] = carried;
    carried = own;
    child = v;
    v = up;
  }
}

/**
 * The arc (row, column) of this amount closes a cycle with the tree: the amount takes the way through the tree
 * instead, as far as the arcs that lose by it allow; if one of them is emptied first, it leaves the tree.
 */
function cancelCycle(parts: Parts, row: number, column: number, amount: number): void {
  const { tree } = parts;
  const { n, parent, flow } = tree;
  const apex = commonAncestor(parts, row, column);
  let step = amount;
  let leaving = -1;
  let below = -1; // the end of the new arc below the leaving one
  for (const end of [row, column]) {
    for (let v = end; v !== apex; v = parent[v]!) {
      // From the row upwards columns lose, from the column upwards rows lose.
      if (v < n !== end < n && flow[v]! < step) {
        step = flow[v]!;
        leaving = v;
        below = end;
      }
    }
  }
  for (const end of [row, column]) {
    for (let v = end; v !== apex; v = parent[v]!) flow[v]! += v < n === end < n ? step : -step;
  }
  if (leaving < 0) return;
  turnRound(tree, below, leaving);
  parent[below] = below === row ? column : row;
  flow[below] = amount - step;
}

function commonAncestor(parts: Parts, a: number, b: number): number {
  const { marked } = parts;
  const { parent } = parts.tree;
  parts.cycles++;
  for (let v = a; v >= 0; v = parent[v]!) marked[v] = parts.cycles;
  let v = b;
  while (marked[v] !== parts.cycles) v = parent[v]!;
  return v;
}
