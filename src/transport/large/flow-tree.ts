import { emptyTree, type Tree } from "../simplex/tree.js";
import type { Flow } from "./flow.js";

/** An arc without flow that may join two parts of the forest. */
export interface Joint {
  readonly row: number;
  readonly column: number;
}

interface Forest {
  readonly tree: Tree;
  /** Union-find over the nodes: representative of the part, and its size. */
  readonly part: Int32Array;
  readonly partSize: Int32Array;
  /** The cycle in whose search a node was marked. */
  readonly marked: Int32Array;
  cycles: number;
}

/**
 * Spanning tree that carries the given flow, in the form in which the simplex leaves its own: rows are nodes
 * 0 .. n-1, columns n .. n+m-1.
 *
 * Entries that close a cycle have their flow moved along it until one entry is empty: where all entries are
 * tight, that costs nothing. Parts are then joined by arcs without flow, the given ones in their order as far
 * as they join anything. Each potential is taken as it is.
 *
 * O(entries * log(n + m)) time without cycles, O(length) for each cycle; O(n + m) memory.
 */
export function flowTree(
  flow: Flow,
  potentials: { readonly row: Float64Array; readonly column: Float64Array },
  joints: Iterable<Joint>,
): Tree {
  const n = potentials.row.length;
  const tree = emptyTree(n, potentials.column.length);
  tree.potential.set(potentials.row);
  tree.potential.set(potentials.column, n);
  const forest: Forest = {
    tree,
    part: Int32Array.from(tree.parent.keys()),
    partSize: new Int32Array(tree.count).fill(1),
    marked: new Int32Array(tree.count),
    cycles: 0,
  };
  for (let e = 0; e < flow.length; e++) {
    if (flow.amount[e]! > 0) addArc(forest, flow.row[e]!, n + flow.column[e]!, flow.amount[e]!);
  }
  for (const { row, column } of joints) join(forest, row, n + column, 0);
  joinTheRest(forest);
  orderFromRoot(tree);
  return tree;
}

function addArc(forest: Forest, row: number, column: number, amount: number): void {
  if (!join(forest, row, column, amount)) cancelCycle(forest, row, column, amount);
}

/** Hangs the smaller of two parts below the other by the arc between the two nodes. @returns whether they were two. */
function join({ tree, part, partSize }: Forest, a: number, b: number, amount: number): boolean {
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
function cancelCycle(forest: Forest, row: number, column: number, amount: number): void {
  const { tree } = forest;
  const { n, parent, flow } = tree;
  const apex = commonAncestor(forest, row, column);
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

function commonAncestor(forest: Forest, a: number, b: number): number {
  const { marked } = forest;
  const { parent } = forest.tree;
  forest.cycles++;
  for (let v = a; v >= 0; v = parent[v]!) marked[v] = forest.cycles;
  let v = b;
  while (marked[v] !== forest.cycles) v = parent[v]!;
  return v;
}

/** What is still apart is hung, by one of its rows, below a column of the part of node 0. */
function joinTheRest(forest: Forest): void {
  const { n, count } = forest.tree;
  const home = findPart(forest.part, 0);
  let anchor = n;
  while (anchor < count - 1 && findPart(forest.part, anchor) !== home) anchor++;
  for (let i = 0; i < n; i++) join(forest, i, anchor, 0);
  for (let v = n; v < count; v++) join(forest, 0, v, 0);
}

/** Root and ring of `previous`, in which parents come before their children; the rest of a simplex tree is not made. */
function orderFromRoot(tree: Tree): void {
  const { count, parent, previous, next, order, place } = tree;
  const firstChild = place.fill(-1);
  const sibling = new Int32Array(count).fill(-1);
  for (let v = 0; v < count; v++) {
    const p = parent[v]!;
    if (p < 0) tree.root = v;
    else {
      sibling[v] = firstChild[p]!;
      firstChild[p] = v;
    }
  }
  order[0] = tree.root;
  for (let done = 0, known = 1; done < known; done++) {
    for (let v = firstChild[order[done]!]!; v >= 0; v = sibling[v]!) order[known++] = v;
  }
  for (let t = 0; t < count; t++) {
    const after = order[t + 1 < count ? t + 1 : 0]!;
    next[order[t]!] = after;
    previous[after] = order[t]!;
  }
}
