import { type EventHeap, emptyHeap, schedule, takeFirst } from "../../numeric/event-heap.js";
import type { RowLists } from "./row-lists.js";
import type { Tree } from "./tree.js";

/** Arcs by column: rows and reduced costs at `starts[j]` .. `starts[j + 1]`. */
export interface ColumnArcs {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly reduced: Float64Array;
}

/** Arcs with flow at both of their ends: a of `head[v]`, `next[a]`, ...; arc a leads to `to[a]`. */
interface Adjacency {
  readonly head: Int32Array;
  readonly next: Int32Array;
  readonly to: Int32Array;
  readonly flow: Float64Array;
}

interface Growth extends ColumnArcs {
  readonly tree: Tree;
  readonly adjacency: Adjacency;
  readonly inside: Uint8Array;
  readonly stack: Int32Array;
  /** Rows outside by the least reduced cost of an arc to a column inside, and that column. */
  readonly heap: EventHeap;
  readonly best: Float64Array;
  readonly anchor: Int32Array;
}

/**
 * Makes a forest with flow (its `parent` and `flow`) one strongly feasible spanning tree: parts are hung, one by
 * one, by the arc of least reduced cost from a row outside to a column inside, as an arc without flow. A part that
 * no given arc leads to hangs on any column. `tree.potential` ranks the arcs and stays as it is.
 *
 * O((arcs + n + m) log n) time, O(arcs + n + m) memory. Cunningham 1976.
 */
export function spanTree(tree: Tree, arcs: ColumnArcs): void {
  const { n, count } = tree;
  const growth: Growth = {
    ...arcs,
    tree,
    adjacency: adjacencyOf(tree),
    inside: new Uint8Array(count),
    stack: new Int32Array(count),
    heap: emptyHeap(n),
    best: new Float64Array(n).fill(Infinity),
    anchor: new Int32Array(n).fill(-1),
  };
  tree.root = 0;
  enterPart(growth, 0, -1);
  let anyColumn = n;
  while (growth.inside[anyColumn] === 0) anyColumn++;
  for (let rest = 0; rest < n; ) {
    if (growth.heap.size > 0) {
      const i = takeFirst(growth.heap);
      if (growth.inside[i] === 0) enterPart(growth, i, growth.anchor[i]!);
    } else if (growth.inside[rest] === 1) rest++;
    else enterPart(growth, rest, anyColumn);
  }
  makeRing(tree);
}

function adjacencyOf({ count, parent, flow }: Tree): Adjacency {
  const head = new Int32Array(count).fill(-1);
  const next = new Int32Array(2 * count);
  const to = new Int32Array(2 * count);
  const amount = new Float64Array(2 * count);
  let arcs = 0;
  const add = (from: number, other: number, own: number): void => {
    to[arcs] = other;
    amount[arcs] = own;
    next[arcs] = head[from]!;
    head[from] = arcs++;
  };
  for (let v = 0; v < count; v++) {
    if (parent[v]! < 0 || flow[v] === 0) continue;
    add(v, parent[v]!, flow[v]!);
    add(parent[v]!, v, flow[v]!);
  }
  return { head, next, to, flow: amount };
}

/** The arcs on the lists of the rows, with the reduced costs that `tree.potential` gives them. */
export function columnArcs({ n, count, potential }: Tree, lists: RowLists): ColumnArcs {
  const starts = new Int32Array(count - n + 1);
  for (let i = 0; i < n; i++) {
    for (let e = lists.starts[i]!, end = e + lists.lengths[i]!; e < end; e++)
      starts[lists.columns[e]! + 1]!++;
  }
  for (let j = 0; j < count - n; j++) starts[j + 1]! += starts[j]!;
  const rows = new Int32Array(starts[count - n]!);
  const reduced = new Float64Array(rows.length);
  const places = starts.slice();
  for (let i = 0; i < n; i++) {
    for (let e = lists.starts[i]!, end = e + lists.lengths[i]!; e < end; e++) {
      const j = lists.columns[e]!;
      const place = places[j]!++;
      rows[place] = i;
      reduced[place] = lists.costs[e]! - potential[i]! - potential[n + j]!;
    }
  }
  return { starts, rows, reduced };
}

/** No arcs at all: for a flow that is optimal as it is. */
export function noArcs({ n, count }: Tree): ColumnArcs {
  return { starts: new Int32Array(count - n + 1), rows: new Int32Array(0), reduced: new Float64Array(0) };
}

/** Takes in all that flow connects with `top`, which is hung below `under` (-1: as the root). */
function enterPart(growth: Growth, top: number, under: number): void {
  const { tree, adjacency, inside, stack } = growth;
  const { n, parent, flow } = tree;
  parent[top] = under;
  flow[top] = 0;
  inside[top] = 1;
  stack[0] = top;
  for (let size = 1; size > 0; ) {
    const v = stack[--size]!;
    if (v >= n) offerRows(growth, v);
    for (let a = adjacency.head[v]!; a >= 0; a = adjacency.next[a]!) {
      const w = adjacency.to[a]!;
      if (inside[w] === 1) continue;
      inside[w] = 1;
      parent[w] = v;
      flow[w] = adjacency.flow[a]!;
      stack[size++] = w;
    }
  }
}

function offerRows(
  { tree, inside, starts, rows, reduced, best, anchor, heap }: Growth,
  column: number,
): void {
  const j = column - tree.n;
  for (let a = starts[j]!; a < starts[j + 1]!; a++) {
    const i = rows[a]!;
    if (inside[i] === 1 || reduced[a]! >= best[i]!) continue;
    best[i] = reduced[a]!;
    anchor[i] = column;
    schedule(heap, i, reduced[a]!);
  }
}

/** Preorder, as a ring, and sizes of subtrees, from the parents. */
function makeRing(tree: Tree): void {
  const { count, root, parent, next, previous, size } = tree;
  const order = new Int32Array(count);
  const firstChild = new Int32Array(count).fill(-1);
  const sibling = new Int32Array(count).fill(-1);
  for (let v = 0; v < count; v++) {
    const p = parent[v]!;
    if (p < 0) continue;
    sibling[v] = firstChild[p]!;
    firstChild[p] = v;
  }
  let known = 0;
  for (let v = root; v >= 0; ) {
    order[known++] = v;
    let following = firstChild[v]!;
    for (let u = v; following < 0 && u !== root; u = parent[u]!) following = sibling[u]!;
    v = following;
  }
  size.fill(1);
  for (let t = count - 1; t >= 0; t--) {
    const v = order[t]!;
    const after = order[t + 1 < count ? t + 1 : 0]!;
    next[v] = after;
    previous[after] = v;
    if (v !== root) size[parent[v]!]! += size[v]!;
  }
}
