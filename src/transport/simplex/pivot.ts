import type { Tree } from "./tree.js";

/**
 * One pivot: the arc (source, target) of reduced cost `reduced` < 0 enters, the blocking arc leaves.
 *
 * The flow moves by the largest step that keeps all flows >= 0; among blocking arcs the last one on the cycle,
 * walked from its apex along the entering arc, leaves, which keeps the tree strongly feasible.
 * O(length of the cycle + size of the subtree that is cut off).
 */
export function pivot(tree: Tree, source: number, target: number, reduced: number): void {
  findLeaving(tree, source, target);
  if (tree.step > 0) pushFlow(tree, source, target);
  const { apex, leaving, leavesOnTargetSide, parent, size } = tree;
  const entry = leavesOnTargetSide ? target : source;
  const anchor = leavesOnTargetSide ? source : target;
  const cut = size[leaving]!;
  for (let v = parent[leaving]!; v !== apex; v = parent[v]!) size[v]! -= cut;
  for (let v = anchor; v !== apex; v = parent[v]!) size[v]! += cut;
  rehang(tree, entry, anchor, leavesOnTargetSide ? -reduced : reduced);
}

/** Climbs from both ends to the apex, the deeper end first by subtree size, and notes the blocking arc. */
function findLeaving(tree: Tree, source: number, target: number): void {
  const { n, parent, size, flow } = tree;
  let x = source;
  let y = target;
  let stepX = Infinity;
  let stepY = Infinity;
  let leavingX = -1;
  let leavingY = -1;
  let sizeX = size[x]!;
  let sizeY = size[y]!;
  while (x !== y) {
    if (sizeX < sizeY) {
      // Below the apex on the source side, flow runs downwards: source nodes lose.
      if (x < n && flow[x]! < stepX) {
        stepX = flow[x]!;
        leavingX = x;
      }
      x = parent[x]!;
      sizeX = size[x]!;
    } else {
      // On the target side it runs upwards: target nodes lose; <= keeps the last one.
      if (y >= n && flow[y]! <= stepY) {
        stepY = flow[y]!;
        leavingY = y;
      }
      y = parent[y]!;
      sizeY = size[y]!;
    }
  }
  tree.apex = x;
  tree.leavesOnTargetSide = stepY <= stepX;
  tree.step = tree.leavesOnTargetSide ? stepY : stepX;
  tree.leaving = tree.leavesOnTargetSide ? leavingY : leavingX;
}

function pushFlow(tree: Tree, source: number, target: number): void {
  const { n, parent, flow, apex, step } = tree;
  for (let v = source; v !== apex; v = parent[v]!) flow[v]! += v < n ? -step : step;
  for (let v = target; v !== apex; v = parent[v]!) flow[v]! += v < n ? step : -step;
}

/**
 * The subtree of the leaving node is re-rooted at `entry` and hung below `anchor`; potentials of its source
 * nodes move by `shift`, those of its target nodes by -shift. Sizes above it are already right.
 *
 * In preorder the new subtree is the old one of `entry`, then for each node of the stem from there up to the
 * leaving node what its subtree has besides: one slice from the node itself, one behind the stem's slice.
 */
function rehang(tree: Tree, entry: number, anchor: number, shift: number): void {
  const { parent, next, previous, size, flow, order, place, leaving, step } = tree;
  const cut = size[leaving]!;
  collectAndCut(tree, shift);
  const after = next[anchor]!;
  next[anchor] = entry;
  previous[entry] = anchor;
  let from = place[entry]!;
  let innerSize = size[entry]!;
  let to = from + innerSize;
  let last = order[to - 1]!;
  let child = entry;
  let node = parent[entry]!;
  let carried = flow[entry]!; // flow of the stem arc whose direction in the tree turns round
  parent[entry] = anchor;
  flow[entry] = step;
  size[entry] = cut;
  while (child !== leaving) {
    const start = place[node]!;
    const ownSize = size[node]!;
    const end = start + ownSize;
    next[last] = node;
    previous[node] = last;
    last = order[from - 1]!;
    if (to < end) {
      const resumed = order[to]!;
      next[last] = resumed;
      previous[resumed] = last;
      last = order[end - 1]!;
    }
    const up = parent[node]!;
    const ownFlow = flow[node]!;
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

/** Walks the subtree of the leaving node once: preorder, places, potentials; then takes it out of the ring. */
function collectAndCut(tree: Tree, shift: number): void {
  const { n, next, previous, size, potential, order, place, leaving } = tree;
  const cut = size[leaving]!;
  let v = leaving;
  for (let t = 0; t < cut; t++) {
    order[t] = v;
    place[v] = t;
    potential[v]! += v < n ? shift : -shift;
    v = next[v]!;
  }
  const before = previous[leaving]!;
  next[before] = v;
  previous[v] = before;
}
