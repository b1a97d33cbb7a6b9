import type { ArcList } from "./arcs.js";
import { type Costs, loadRow } from "./costs.js";

/** Arcs that carry flow, each listed at both of its ends: entries e of `head[v]`, `following[e]`, ... */
export interface Forest {
  readonly head: Int32Array;
  readonly following: Int32Array;
  readonly to: Int32Array;
  readonly flow: Float64Array;
  length: number;
}

/**
 * A feasible flow: arcs of the list by increasing reduced cost get as much as both ends still allow, then open
 * source nodes fill open target nodes by reduced cost. Each arc exhausts an end, so the arcs form a forest.
 *
 * @param window reduced costs are sorted into equal classes of 0 .. window.
 * O(arcs + open rows * m log m).
 */
export function greedyForest(
  costs: Costs,
  masses: Float64Array,
  potential: Float64Array,
  arcs: ArcList,
  window: number,
): Forest {
  const { n, m } = costs;
  const forest = emptyForest(n + m);
  const open = masses.slice(); // what each node has still to send or get
  for (const e of byReducedCost(arcs, potential, window))
    fill(forest, open, arcs.source[e]!, arcs.target[e]!);
  const targets = Int32Array.from({ length: m }, (_, j) => n + j).filter((v) => open[v]! > 0);
  let count = targets.length;
  for (let i = 0; i < n; i++) {
    if (open[i]! > 0) count = fillRow(costs, forest, open, potential, i, targets, count);
  }
  return forest;
}

function emptyForest(nodes: number): Forest {
  const entries = 2 * nodes;
  return {
    head: new Int32Array(nodes).fill(-1),
    following: new Int32Array(entries),
    to: new Int32Array(entries),
    flow: new Float64Array(entries),
    length: 0,
  };
}

function fill(forest: Forest, open: Float64Array, source: number, target: number): void {
  const amount = Math.min(open[source]!, open[target]!);
  if (amount <= 0) return;
  open[source]! -= amount;
  open[target]! -= amount;
  join(forest, source, target, amount);
  join(forest, target, source, amount);
}

function join(forest: Forest, from: number, to: number, amount: number): void {
  const e = forest.length++;
  forest.to[e] = to;
  forest.flow[e] = amount;
  forest.following[e] = forest.head[from]!;
  forest.head[from] = e;
}

/** Classes of reduced cost; the order inside a class does not matter. */
const CLASSES = 1024;

/** Arcs by class of reduced cost: a counting sort. */
function byReducedCost(arcs: ArcList, potential: Float64Array, window: number): Int32Array {
  const { source, target, cost, length } = arcs;
  const classesPerCost = window > 0 ? CLASSES / window : 0;
  const classOf = new Int32Array(length);
  const starts = new Int32Array(CLASSES + 1);
  for (let e = 0; e < length; e++) {
    const reduced = cost[e]! - potential[source[e]!]! - potential[target[e]!]!;
    const c = Math.min(CLASSES - 1, Math.max(0, Math.floor(reduced * classesPerCost)));
    classOf[e] = c;
    starts[c + 1]!++;
  }
  for (let c = 0; c < CLASSES; c++) starts[c + 1]! += starts[c]!;
  const sorted = new Int32Array(length);
  for (let e = 0; e < length; e++) sorted[starts[classOf[e]!]!++] = e;
  return sorted;
}

/**
 * One open source node fills open target nodes, cheapest first; they are sorted only if one is not enough.
 *
 * @returns how many of `targets` are still open; those stand at its front.
 */
function fillRow(
  costs: Costs,
  forest: Forest,
  open: Float64Array,
  potential: Float64Array,
  i: number,
  targets: Int32Array,
  count: number,
): number {
  const { n, values } = costs;
  const at = loadRow(costs, i) - n;
  let best = 0;
  let least = Infinity;
  for (let q = 0; q < count; q++) {
    const v = targets[q]!;
    const reduced = values[at + v]! - potential[v]!;
    if (reduced < least) {
      least = reduced;
      best = q;
    }
  }
  const cheapest = targets[best]!;
  fill(forest, open, i, cheapest);
  let left = count;
  if (open[cheapest] === 0) targets[best] = targets[--left]!;
  if (open[i] === 0) return left;
  const reducedAt = (v: number): number => values[at + v]! - potential[v]!;
  const rest = targets.subarray(0, left).sort((v, w) => reducedAt(v) - reducedAt(w));
  for (const v of rest) fill(forest, open, i, v);
  let kept = 0;
  for (const v of rest) if (open[v]! > 0) rest[kept++] = v;
  return kept;
}
