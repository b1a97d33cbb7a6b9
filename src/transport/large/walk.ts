import type { NextLeaf, PriceTree } from "./price-tree.js";

/** Part of |x|^2 that rounding may take from a bound: 64 units in the last place. */
const KEPT = 1 - 64 * Number.EPSILON;

/** Puts the root on the stack. */
export function startWalk(tree: PriceTree): void {
  tree.stackNodes[0] = 1;
  tree.stackBounds[0] = -Infinity;
  tree.stackSize = 1;
}

/** The walk for a dimension: the same one three times, unrolled for the plane and for space. */
export function nextLeafOf(dim: number): NextLeaf {
  if (dim === 2) return nextLeafInPlane;
  return dim === 3 ? nextLeafInSpace : nextLeaf;
}

function nextLeafInPlane(tree: PriceTree, query: Float64Array, at: number, limit: number): number {
  const { leaves, nodes, stackNodes, stackBounds } = tree;
  const x = query[at]!;
  const y = query[at + 1]!;
  const base = (x * x + y * y) * KEPT - tree.slack;
  const x2 = 2 * x;
  const y2 = 2 * y;
  let size = tree.stackSize;
  while (size > 0) {
    size--;
    if (stackBounds[size]! >= limit) continue;
    let h = stackNodes[size]!;
    while (h < leaves) {
      const left = 2 * h;
      const a = 7 * left;
      let slope = nodes[a + 1]! - x2;
      let boundLeft = base + nodes[a]! + slope * (slope > 0 ? nodes[a + 3]! : nodes[a + 5]!);
      slope = nodes[a + 2]! - y2;
      boundLeft += slope * (slope > 0 ? nodes[a + 4]! : nodes[a + 6]!);
      slope = nodes[a + 8]! - x2;
      let boundRight = base + nodes[a + 7]! + slope * (slope > 0 ? nodes[a + 10]! : nodes[a + 12]!);
      slope = nodes[a + 9]! - y2;
      boundRight += slope * (slope > 0 ? nodes[a + 11]! : nodes[a + 13]!);
      if (boundLeft <= boundRight) {
        if (boundRight < limit) {
          stackNodes[size] = left + 1;
          stackBounds[size++] = boundRight;
        }
        if (boundLeft >= limit) {
          h = -1;
          break;
        }
        h = left;
      } else {
        if (boundLeft < limit) {
          stackNodes[size] = left;
          stackBounds[size++] = boundLeft;
        }
        if (boundRight >= limit) {
          h = -1;
          break;
        }
        h = left + 1;
      }
    }
    if (h >= 0) {
      tree.stackSize = size;
      return h - leaves;
    }
  }
  tree.stackSize = 0;
  return -1;
}

function nextLeafInSpace(tree: PriceTree, query: Float64Array, at: number, limit: number): number {
  const { leaves, nodes, stackNodes, stackBounds } = tree;
  const x = query[at]!;
  const y = query[at + 1]!;
  const z = query[at + 2]!;
  const base = (x * x + y * y + z * z) * KEPT - tree.slack;
  const x2 = 2 * x;
  const y2 = 2 * y;
  const z2 = 2 * z;
  let size = tree.stackSize;
  while (size > 0) {
    size--;
    if (stackBounds[size]! >= limit) continue;
    let h = stackNodes[size]!;
    while (h < leaves) {
      const left = 2 * h;
      const a = 10 * left;
      let slope = nodes[a + 1]! - x2;
      let boundLeft = base + nodes[a]! + slope * (slope > 0 ? nodes[a + 4]! : nodes[a + 7]!);
      slope = nodes[a + 2]! - y2;
      boundLeft += slope * (slope > 0 ? nodes[a + 5]! : nodes[a + 8]!);
      slope = nodes[a + 3]! - z2;
      boundLeft += slope * (slope > 0 ? nodes[a + 6]! : nodes[a + 9]!);
      slope = nodes[a + 11]! - x2;
      let boundRight = base + nodes[a + 10]! + slope * (slope > 0 ? nodes[a + 14]! : nodes[a + 17]!);
      slope = nodes[a + 12]! - y2;
      boundRight += slope * (slope > 0 ? nodes[a + 15]! : nodes[a + 18]!);
      slope = nodes[a + 13]! - z2;
      boundRight += slope * (slope > 0 ? nodes[a + 16]! : nodes[a + 19]!);
      if (boundLeft <= boundRight) {
        if (boundRight < limit) {
          stackNodes[size] = left + 1;
          stackBounds[size++] = boundRight;
        }
        if (boundLeft >= limit) {
          h = -1;
          break;
        }
        h = left;
      } else {
        if (boundLeft < limit) {
          stackNodes[size] = left;
          stackBounds[size++] = boundLeft;
        }
        if (boundRight >= limit) {
          h = -1;
          break;
        }
        h = left + 1;
      }
    }
    if (h >= 0) {
      tree.stackSize = size;
      return h - leaves;
    }
  }
  tree.stackSize = 0;
  return -1;
}

function nextLeaf(tree: PriceTree, query: Float64Array, at: number, limit: number): number {
  const { dim, leaves, stackNodes, stackBounds } = tree;
  let square = 0;
  for (let k = 0; k < dim; k++) square += query[at + k]! * query[at + k]!;
  const base = square * KEPT - tree.slack;
  let size = tree.stackSize;
  while (size > 0) {
    size--;
    if (stackBounds[size]! >= limit) continue;
    let h = stackNodes[size]!;
    while (h >= 0 && h < leaves) {
      const left = 2 * h;
      const boundLeft = base + boundOf(tree, left, query, at);
      const boundRight = base + boundOf(tree, left + 1, query, at);
      const nearer = boundLeft <= boundRight ? left : left + 1;
      const farther = Math.max(boundLeft, boundRight);
      if (farther < limit) {
        stackNodes[size] = nearer ^ 1;
        stackBounds[size++] = farther;
      }
      h = Math.min(boundLeft, boundRight) < limit ? nearer : -1;
    }
    if (h >= 0) {
      tree.stackSize = size;
      return h - leaves;
    }
  }
  tree.stackSize = 0;
  return -1;
}

/** r + min over the box of (g - 2 x) . y. */
function boundOf({ dim, nodes, stride }: PriceTree, node: number, query: Float64Array, at: number): number {
  const a = node * stride;
  let value = nodes[a]!;
  for (let k = 0; k < dim; k++) {
    const slope = nodes[a + 1 + k]! - 2 * query[at + k]!;
    value += slope * (slope > 0 ? nodes[a + 1 + dim + k]! : nodes[a + 1 + 2 * dim + k]!);
  }
  return value;
}
