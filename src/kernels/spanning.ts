import { type Costs, costAt } from "./costs.js";
import type { Forest } from "./forest.js";
import { type Doubles, type Ints, type i32, newDoubles, newInts } from "./subset.js";
import { recomputeLevels, type Tree } from "./tree.js";

/** While the tree grows: which nodes are in it, and the best arc from each source outside into it. */
class Frontier {
  inside: Ints;
  bestReduced: Doubles;
  bestTarget: Ints;
  stack: Ints;
  insideCount: i32;

  constructor(n: i32, count: i32) {
    const bestReduced = newDoubles(n);
    for (let i = 0; i < n; i++) bestReduced[i] = Infinity;
    this.inside = newInts(count);
    this.bestReduced = bestReduced;
    this.bestTarget = newInts(n);
    this.stack = newInts(count);
    this.insideCount = 0;
  }
}

/**
 * Completes a forest of arcs with flow to a strongly feasible spanning tree: components are hung, one by one,
 * by the arc of least reduced cost from a source outside to a target inside, as an arc without flow.
 * The potentials f and g rank these arcs; the levels of the tree are set.
 *
 * O(nm) costs are read, O(n * components) time, O(n + m) memory.
 */
export function spanForest(tree: Tree, forest: Forest, costs: Costs, potential: Doubles): void {
  const frontier = new Frontier(tree.n, tree.count);
  tree.root = busiestSource(tree.n, forest);
  hang(tree, forest, costs, potential, frontier, tree.root, -1);
  while (frontier.insideCount < tree.count) {
    const i = nearestOutside(tree.n, frontier);
    hang(tree, forest, costs, potential, frontier, i, frontier.bestTarget[i]);
  }
  tree.level[tree.root] = -potential[tree.root];
  recomputeLevels(tree, costs);
}

function busiestSource(n: i32, forest: Forest): i32 {
  let most: i32 = -1;
  let busiest: i32 = 0;
  for (let i = 0; i < n; i++) {
    let arcs: i32 = 0;
    for (let e = forest.head[i]; e >= 0; e = forest.following[e]) arcs++;
    if (arcs > most) {
      most = arcs;
      busiest = i;
    }
  }
  return busiest;
}

function nearestOutside(n: i32, frontier: Frontier): i32 {
  const inside = frontier.inside;
  const bestReduced = frontier.bestReduced;
  let best: i32 = -1;
  for (let i = 0; i < n; i++) {
    if (inside[i] === 0 && (best < 0 || bestReduced[i] < bestReduced[best])) best = i;
  }
  return best;
}

/** Hangs the component of `top` below `anchor` (-1: as the root) and updates the frontier. */
function hang(
  tree: Tree,
  forest: Forest,
  costs: Costs,
  potential: Doubles,
  frontier: Frontier,
  top: i32,
  anchor: i32,
): void {
  const parent = tree.parent;
  const next = tree.next;
  const size = tree.size;
  const members = tree.order;
  const after = anchor < 0 ? top : next[anchor];
  parent[top] = anchor;
  tree.flow[top] = 0;
  const count = enterComponent(tree, forest, frontier, top, anchor);
  for (let t = count - 1; t > 0; t--) size[parent[members[t]]] += size[members[t]];
  const last = members[count - 1];
  next[last] = after;
  tree.previous[after] = last;
  for (let v = anchor; v >= 0; v = parent[v]) size[v] += count;
  frontier.insideCount += count;
  if (frontier.insideCount < tree.count) lookOut(tree, costs, potential, frontier, count);
}

/** Preorder of one component, into `tree.order` and the ring. @returns its number of nodes. */
function enterComponent(tree: Tree, forest: Forest, frontier: Frontier, top: i32, anchor: i32): i32 {
  const inside = frontier.inside;
  const stack = frontier.stack;
  let last = anchor;
  let count: i32 = 0;
  let depth: i32 = 0;
  stack[depth++] = top;
  inside[top] = 1;
  while (depth > 0) {
    const v = stack[--depth];
    tree.order[count++] = v;
    if (last >= 0) tree.next[last] = v;
    tree.previous[v] = last;
    last = v;
    tree.size[v] = 1;
    for (let e = forest.head[v]; e >= 0; e = forest.following[e]) {
      const w = forest.to[e];
      if (inside[w] === 1) continue;
      inside[w] = 1;
      tree.parent[w] = v;
      tree.flow[w] = forest.flow[e];
      stack[depth++] = w;
    }
  }
  return count;
}

/** Best arcs of outside sources to the targets that have just come in. */
function lookOut(tree: Tree, costs: Costs, potential: Doubles, frontier: Frontier, count: i32): void {
  const n = tree.n;
  const inside = frontier.inside;
  const bestReduced = frontier.bestReduced;
  for (let t = 0; t < count; t++) {
    const v = tree.order[t];
    if (v < n) continue;
    for (let i = 0; i < n; i++) {
      if (inside[i] === 1) continue;
      const reduced = costAt(costs, i, v - n) - potential[i] - potential[v];
      if (reduced < bestReduced[i]) {
        bestReduced[i] = reduced;
        frontier.bestTarget[i] = v;
      }
    }
  }
}
