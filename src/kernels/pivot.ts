import type { f64, i32 } from "./subset.js";
import type { Tree } from "./tree.js";

/**
 * One pivot: the arc (source, target) of reduced cost `reduced` < 0 enters, the blocking arc leaves.
 *
 * The flow moves by the largest step that keeps all flows >= 0; among blocking arcs the last one on the cycle,
 * walked from its apex along the entering arc, leaves, which keeps the tree strongly feasible.
 * O(length of the cycle + size of the subtree that is cut off).
 */
export function pivot(tree: Tree, source: i32, target: i32, reduced: f64): void {
  findLeaving(tree, source, target);
  const parent = tree.parent;
  const size = tree.size;
  const flow = tree.flow;
  const n = tree.n;
  const apex = tree.apex;
  const leaving = tree.leaving;
  const entry = tree.leavesOnTargetSide ? target : source;
  const anchor = tree.leavesOnTargetSide ? source : target;
  const cut = size[leaving];
  // Below the apex sources lose on the side of the entering source, targets on the other.
  const own = tree.leavesOnTargetSide ? tree.step : -tree.step; // for sources on the side of the entry
  if (tree.step > 0) {
    for (let v = entry; v !== leaving; v = parent[v]) flow[v] += v < n ? own : -own;
  }
  for (let v = parent[leaving]; v !== apex; v = parent[v]) {
    size[v] -= cut;
    flow[v] += v < n ? own : -own;
  }
  for (let v = anchor; v !== apex; v = parent[v]) {
    size[v] += cut;
    flow[v] += v < n ? -own : own;
  }
  rehang(tree, entry, anchor, tree.leavesOnTargetSide ? reduced : -reduced);
}

/** Climbs from both ends to the apex, the deeper end first by subtree size, and notes the blocking arc. */
function findLeaving(tree: Tree, source: i32, target: i32): void {
  const n = tree.n;
  const parent = tree.parent;
  const size = tree.size;
  const flow = tree.flow;
  let x = source;
  let y = target;
  let stepX = Infinity;
  let stepY = Infinity;
  let leavingX: i32 = -1;
  let leavingY: i32 = -1;
  let sizeX = size[x];
  let sizeY = size[y];
  while (x !== y) {
    if (sizeX < sizeY) {
      // Below the apex on the source side, flow runs downwards: source nodes lose.
      if (x < n && flow[x] < stepX) {
        stepX = flow[x];
        leavingX = x;
      }
      x = parent[x];
      sizeX = size[x];
    } else {
      // On the target side it runs upwards: target nodes lose; <= keeps the last one.
      if (y >= n && flow[y] <= stepY) {
        stepY = flow[y];
        leavingY = y;
      }
      y = parent[y];
      sizeY = size[y];
    }
  }
  tree.apex = x;
  tree.leavesOnTargetSide = stepY <= stepX;
  tree.step = tree.leavesOnTargetSide ? stepY : stepX;
  tree.leaving = tree.leavesOnTargetSide ? leavingY : leavingX;
}

/**
 * The subtree of the leaving node is re-rooted at `entry` and hung below `anchor`; its levels move
 * by `shift`. Sizes above it are already right.
 *
 * In preorder the new subtree is the old one of `entry`, then for each node of the stem from there up to the
 * leaving node what its subtree has besides: one slice from the node itself, one behind the stem's slice.
 */
function rehang(tree: Tree, entry: i32, anchor: i32, shift: f64): void {
  const parent = tree.parent;
  const next = tree.next;
  const previous = tree.previous;
  const size = tree.size;
  const flow = tree.flow;
  const order = tree.order;
  const place = tree.place;
  const leaving = tree.leaving;
  const cut = size[leaving];
  collectAndCut(tree, entry, shift);
  const after = next[anchor];
  next[anchor] = entry;
  previous[entry] = anchor;
  let from = place[entry];
  let innerSize = size[entry];
  let to = from + innerSize;
  let last = order[to - 1];
  let child = entry;
  let node = parent[entry];
  let carried = flow[entry]; // flow of the stem arc whose direction in the tree turns round
  parent[entry] = anchor;
  flow[entry] = tree.step;
  size[entry] = cut;
  while (child !== leaving) {
    const start = place[node];
    const ownSize = size[node];
    const end = start + ownSize;
    next[last] = node;
    previous[node] = last;
    last = order[from - 1];
    if (to < end) {
      const resumed = order[to];
      next[last] = resumed;
      previous[resumed] = last;
      last = order[end - 1];
    }
    const up = parent[node];
    const ownFlow = flow[node];
    parent[node] = child;
    flow[node] = carried;
    size[node] = cut - innerSize;
    from = start;
    to = end;
    innerSize = ownSize;
    carried = ownFlow;
    child = node;
    node = up;
  }
  next[last] = after;
  previous[after] = last;
}

/**
 * Walks the subtree of the leaving node once: preorder, levels, and the places of the stem's nodes, which come in
 * the order of the stem; then takes the subtree out of the ring.
 */
function collectAndCut(tree: Tree, entry: i32, shift: f64): void {
  const next = tree.next;
  const previous = tree.previous;
  const level = tree.level;
  const order = tree.order;
  const place = tree.place;
  const leaving = tree.leaving;
  const cut = tree.size[leaving];
  for (let w = entry; w !== leaving; w = tree.parent[w]) place[tree.parent[w]] = w; // the stem, downwards
  let v = leaving;
  let stem = leaving;
  for (let t = 0; t < cut; t++) {
    order[t] = v;
    level[v] += shift;
    if (v === stem) {
      stem = v === entry ? -1 : place[v];
      place[v] = t;
    }
    v = next[v];
  }
  const before = previous[leaving];
  next[before] = v;
  previous[v] = before;
}
