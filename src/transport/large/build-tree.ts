import { segmentStarts } from "./kd-order.js";
import { leafValuesOf } from "./leaf-values.js";
import type { PriceTree } from "./price-tree.js";
import { nextLeafOf } from "./walk.js";

/** Points of a leaf at most. Timings are flat between 8 and 12. */
const LARGEST_LEAF = 12;

/** Rounding of a bound, in units of the last place of the terms that it sums; each is counted generously. */
const SLACK_UNITS = 64 * Number.EPSILON;

/** More than underflow takes from squares of any dimension that fits in memory. */
const UNDERFLOW = 1e-300;

/**
 * Tree over points in kd-order. The price array is kept, not copied. Before the first query the minorants have
 * to be made, by `setGradients` or `refit`. O(m d) time and memory.
 */
export function priceTree(points: Float64Array, dim: number, prices: Float64Array): PriceTree {
  const count = prices.length;
  let depth = 0;
  while (count >> depth > LARGEST_LEAF) depth++;
  const leaves = 1 << depth;
  const stride = 1 + 3 * dim;
  const tree: PriceTree = {
    dim,
    count,
    points,
    prices,
    leaves,
    starts: segmentStarts(count, depth),
    nodes: new Float64Array(2 * leaves * stride),
    stride,
    slack: 0,
    nextLeaf: nextLeafOf(dim),
    leafValues: leafValuesOf(dim),
    stackNodes: new Int32Array(2 * depth + 2),
    stackBounds: new Float64Array(2 * depth + 2),
    stackSize: 0,
    values: new Float64Array(LARGEST_LEAF + 1),
  };
  makeBoxes(tree);
  return tree;
}

function makeBoxes({ dim, points, leaves, starts, nodes, stride }: PriceTree): void {
  for (let leaf = 0; leaf < leaves; leaf++) {
    for (let k = 0; k < dim; k++) {
      let low = Infinity;
      let high = -Infinity;
      for (let j = starts[leaf]!; j < starts[leaf + 1]!; j++) {
        const value = points[j * dim + k]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      const at = (leaves + leaf) * stride + 1 + dim + k;
      nodes[at] = low;
      nodes[at + dim] = high;
    }
  }
  for (let h = leaves - 1; h >= 1; h--) {
    for (let k = 0; k < dim; k++) {
      const at = 1 + dim + k;
      const left = 2 * h * stride + at;
      nodes[h * stride + at] = Math.min(nodes[left]!, nodes[left + stride]!);
      nodes[h * stride + at + dim] = Math.max(nodes[left + dim]!, nodes[left + stride + dim]!);
    }
  }
}

/**
 * Takes twice the mean of the partners of a node's points as its g: exact for leaves, the mean of the children
 * above; then refits. Any partners are right; good ones make queries fast. O(m d).
 *
 * @param partners where each point is (about to be) matched to, row-major, m x d.
 */
export function setGradients(tree: PriceTree, partners: Float64Array): void {
  const { dim, leaves, starts, nodes, stride } = tree;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const from = starts[leaf]!;
    const to = starts[leaf + 1]!;
    for (let k = 0; k < dim; k++) {
      let sum = 0;
      for (let j = from; j < to; j++) sum += partners[j * dim + k]!;
      nodes[(leaves + leaf) * stride + 1 + k] = (2 * sum) / (to - from);
    }
  }
  liftGradients(tree);
  refit(tree);
}

/** The g of inner nodes from those of the leaves. */
export function liftGradients({ dim, leaves, nodes, stride }: PriceTree): void {
  for (let h = leaves - 1; h >= 1; h--) {
    for (let k = 1; k <= dim; k++) {
      const left = 2 * h * stride + k;
      nodes[h * stride + k] = 0.5 * (nodes[left]! + nodes[left + stride]!);
    }
  }
}

/** Makes every r as large as the prices of now allow, from the leaves up. O(m d). */
export function refit(tree: PriceTree): void {
  const { dim, points, prices, leaves, starts, nodes, stride } = tree;
  let highest = 0;
  let steepest = 0;
  let farthest = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const at = (leaves + leaf) * stride;
    let least = Infinity;
    for (let j = starts[leaf]!, p = j * dim; j < starts[leaf + 1]!; j++) {
      const price = prices[j]!;
      let value = -price;
      for (let k = 1; k <= dim; k++, p++) {
        const coordinate = points[p]!;
        value += coordinate * (coordinate - nodes[at + k]!);
      }
      if (value < least) least = value;
      if (Math.abs(price) > highest) highest = Math.abs(price);
    }
    nodes[at] = least;
    for (let k = 1; k <= dim; k++) {
      steepest = Math.max(steepest, Math.abs(nodes[at + k]!));
      farthest = Math.max(farthest, Math.abs(nodes[at + k + dim]!), Math.abs(nodes[at + k + 2 * dim]!));
    }
  }
  for (let h = leaves - 1; h >= 1; h--) {
    nodes[h * stride] = Math.min(lifted(tree, 2 * h, h), lifted(tree, 2 * h + 1, h));
  }
  tree.slack = SLACK_UNITS * (highest + dim * farthest * (farthest + steepest)) + UNDERFLOW;
}

/** The largest r with which the g of the parent bounds what the child bounds: the same formula as for queries. */
function lifted({ dim, nodes, stride }: PriceTree, child: number, parent: number): number {
  const c = child * stride;
  const p = parent * stride;
  let value = nodes[c]!;
  for (let k = 1; k <= dim; k++) {
    const slope = nodes[c + k]! - nodes[p + k]!;
    value += slope * (slope > 0 ? nodes[c + k + dim]! : nodes[c + k + 2 * dim]!);
  }
  return value;
}
