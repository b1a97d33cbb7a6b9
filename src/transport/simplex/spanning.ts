import { type Costs, costAt } from "./costs.js";
import type { Forest } from "./greedy.js";
import { recomputePotentials, type Tree } from "./tree.js";

/** Growing state: which nodes are in the tree, and each outside source's best arc into it. */
interface Frontier {
  readonly inside: Uint8Array;
  readonly bestReduced: Float64Array;
  readonly bestTarget: Int32Array;
  readonly stack: Int32Array;
  insideCount: number;
}

/**
 * Completes a forest of arcs with flow to a strongly feasible spanning tree: components are hung, one by one,
 * by the arc of least reduced cost from a source outside to a target inside, as an arc without flow.
 * `tree.potential` holds the prices that rank these arcs, and in the end those of the tree.
 *
 * O(nm) costs are read, O(n * components) time, O(n + m) memory.
 */
export function spanForest(tree: Tree, forest: Forest, costs: Costs): void {
  const frontier: Frontier = {
    inside: new Uint8Array(tree.count),
    bestReduced: new Float64Array(tree.n).fill(Infinity),
    bestTarget: new Int32Array(tree.n).fill(-1),
    stack: new Int32Array(tree.count),
    insideCount: 0,
  };
  tree.root = busiestSource(tree.n, forest);
  hang(tree, forest, costs, frontier, tree.root, -1);
  while (frontier.insideCount < tree.count) {
    const i = nearestOutside(frontier);
    hang(tree, forest, costs, frontier, i, frontier.bestTarget[i]!);
  }
  recomputePotentials(tree, costs);
}

function busiestSource(n: number, forest: Forest): number {
  let most = -1;
  let busiest = 0;
  for (let i = 0; i < n; i++) {
    let arcs = 0;
    for (let e = forest.head[i]!; e >= 0; e = forest.following[e]!) arcs++;
    if (arcs > most) {
      most = arcs;
      busiest = i;
    }
  }
  return busiest;
}

function nearestOutside({ inside, bestReduced }: Frontier): number {
  let best = -1;
  for (let i = 0; i < bestReduced.length; i++) {
    if (inside[i] === 0 && (best < 0 || bestReduced[i]! < bestReduced[best]!)) best = i;
  }
  return best;
}

/** Hangs the component of `top` below `anchor` (-1: as the root) and updates the frontier. */
function hang(
  tree: Tree,
  forest: Forest,
  costs: Costs,
  frontier: Frontier,
  top: number,
  anchor: number,
): void {
  const { parent, next, previous, size, flow } = tree;
  const after = anchor < 0 ? top : next[anchor]!;
  parent[top] = anchor;
  flow[top] = 0;
  const count = enterComponent(tree, forest, frontier, top, anchor);
  const members = tree.order;
  for (let t = count - 1; t > 0; t--) size[parent[members[t]!]!]! += size[members[t]!]!;
  const last = members[count - 1]!;
  next[last] = after;
  previous[after] = last;
  for (let v = anchor; v >= 0; v = parent[v]!) size[v]! += count;
  frontier.insideCount += count;
  if (frontier.insideCount < tree.count) lookOut(tree, costs, frontier, count);
}

/** Preorder of one component, into `tree.order` and the ring. @returns its number of nodes. */
function enterComponent(
  tree: Tree,
  forest: Forest,
  { inside, stack }: Frontier,
  top: number,
  anchor: number,
): number {
  const { parent, next, previous, size, flow, order } = tree;
  let last = anchor;
  let count = 0;
  let depth = 0;
  stack[depth++] = top;
  inside[top] = 1;
  while (depth > 0) {
    const v = stack[--depth]!;
    order[count++] = v;
    if (last >= 0) next[last] = v;
    previous[v] = last;
    last = v;
    size[v] = 1;
    for (let e = forest.head[v]!; e >= 0; e = forest.following[e]!) {
      const w = forest.to[e]!;
      if (inside[w] === 1) continue;
      inside[w] = 1;
      parent[w] = v;
      flow[w] = forest.flow[e]!;
      stack[depth++] = w;
    }
  }
  return count;
}

/** Best arcs of outside sources to the targets that have just come in. */
function lookOut(tree: Tree, costs: Costs, frontier: Frontier, count: number): void {
  const { n, order, potential } = tree;
  const { inside, bestReduced, bestTarget } = frontier;
  for (let t = 0; t < count; t++) {
    const v = order[t]!;
    if (v < n) continue;
    for (let i = 0; i < n; i++) {
      if (inside[i] === 1) continue;
      const reduced = costAt(costs, i, v - n) - potential[i]! - potential[v]!;
      if (reduced < bestReduced[i]!) {
        bestReduced[i] = reduced;
        bestTarget[i] = v;
      }
    }
  }
}
