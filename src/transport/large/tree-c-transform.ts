import { squaredDistance } from "../../numeric/squared-distance.js";
import { liftGradients, priceTree, refit } from "./build-tree.js";
import { firstOccurrence } from "./first-occurrence.js";
import { inOrder, kdOrder } from "./kd-order.js";
import type { PriceTree } from "./price-tree.js";
import { startWalk } from "./walk.js";

/**
 * c-transform g_j = min_i |x_i - y_j|^2 - f_i by a kd-tree: bit for bit what the scan over all pairs gives, rounded
 * down in the same way.
 *
 * The contract of `cTransform`: an f_i of -Infinity leaves point i out; if all are left out, g is 0 everywhere.
 * Each value is the minimum of the same differences, and a part of the tree is passed over only where a bound
 * that allows for rounding proves it irrelevant: any f is right. What f is decides on the time: about
 * O((n + m) log n) when it is near to a potential in few dimensions, O(n m d) at worst. O((n + m) d) memory.
 */
export function treeCTransform(x: Float64Array, f: Float64Array, y: Float64Array, dim: number): Float64Array {
  const g = new Float64Array(y.length / dim);
  const used = distinctPoints(x, f, dim);
  if (used.length === 0) return g;
  const order = kdOrder(inOrder(x, used, dim), dim).map((p) => used[p]!);
  const points = inOrder(x, order, dim);
  const centre = boxCentre(points, dim);
  const tree = priceTree(
    shifted(points, centre),
    dim,
    Float64Array.from(order, (i) => f[i]!),
  );
  fitGradients(tree);
  const queries = shifted(y, centre);
  const first = firstOccurrence(y, dim);
  for (const j of kdOrder(y, dim)) {
    if (first[j] !== j) continue;
    const least = leastValue(tree, points, queries, y, j);
    g[j] = least - Number.EPSILON * Math.abs(least); // the difference was rounded by half of it
  }
  for (let j = 0; j < g.length; j++) g[j] = g[first[j]!]!;
  return g;
}

/** The points that are not left out; of those that coincide only one of highest price, which is enough. */
function distinctPoints(x: Float64Array, f: Float64Array, dim: number): Int32Array {
  const first = firstOccurrence(x, dim);
  const best = Int32Array.from(first.keys());
  for (let i = 0; i < best.length; i++) {
    const leader = first[i]!;
    if (f[i]! > f[best[leader]!]!) best[leader] = i;
  }
  return best.filter((i, leader) => first[leader] === leader && f[i]! > -Infinity);
}

/** The tree knows the points about their centre, where bounds lose no digits; the values come from `points`. */
function leastValue(
  tree: PriceTree,
  points: Float64Array,
  queries: Float64Array,
  y: Float64Array,
  j: number,
): number {
  const { dim, starts, prices } = tree;
  let least = Infinity;
  startWalk(tree);
  for (;;) {
    const leaf = tree.nextLeaf(tree, queries, j * dim, least);
    if (leaf < 0) return least;
    for (let p = starts[leaf]!, end = starts[leaf + 1]!; p < end; p++) {
      const value = squaredDistance(points, p, y, j, dim) - prices[p]!;
      if (value < least) least = value;
    }
  }
}

function boxCentre(points: Float64Array, dim: number): Float64Array {
  const low = new Float64Array(dim).fill(Infinity);
  const high = new Float64Array(dim).fill(-Infinity);
  for (let p = 0; p < points.length; p++) {
    low[p % dim] = Math.min(low[p % dim]!, points[p]!);
    high[p % dim] = Math.max(high[p % dim]!, points[p]!);
  }
  return low.map((value, k) => value / 2 + high[k]! / 2);
}

function shifted(points: Float64Array, origin: Float64Array): Float64Array {
  const { length: dim } = origin;
  return points.map((value, p) => value - origin[p % dim]!);
}

/** Slopes of |x|^2 - f over each leaf by least squares: where f is a potential, twice the way mass takes. */
function fitGradients(tree: PriceTree): void {
  const { dim, leaves, nodes, stride } = tree;
  const scratch = fitScratch(dim);
  for (let leaf = 0; leaf < leaves; leaf++) {
    fitLeaf(tree, leaf, scratch);
    nodes.set(scratch.slope, (leaves + leaf) * stride + 1);
  }
  liftGradients(tree);
  refit(tree);
}

interface FitScratch {
  readonly mean: Float64Array;
  readonly slope: Float64Array;
  readonly residual: Float64Array;
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

function fitScratch(dim: number): FitScratch {
  return {
    mean: new Float64Array(dim),
    slope: new Float64Array(dim),
    residual: new Float64Array(dim),
    direction: new Float64Array(dim),
    image: new Float64Array(dim),
  };
}

/** Part of the first residual at which the slope is good enough: it need not be exact. */
const FIT_TOLERANCE = 1e-6;

/** Conjugate gradients on the normal equations: at most d steps, and no trouble with points on a line. */
function fitLeaf(tree: PriceTree, leaf: number, scratch: FitScratch): void {
  const { dim } = tree;
  const { slope, residual, direction, image } = scratch;
  leafMean(tree, leaf, scratch.mean);
  slope.fill(0);
  moments(tree, leaf, scratch);
  direction.set(residual);
  let square = dot(residual, residual);
  const enough = FIT_TOLERANCE * square;
  for (let step = 0; step < dim && square > enough; step++) {
    covarianceTimes(tree, leaf, scratch);
    const alpha = square / dot(direction, image);
    if (!(alpha < Infinity)) return;
    for (let k = 0; k < dim; k++) {
      slope[k]! += alpha * direction[k]!;
      residual[k]! -= alpha * image[k]!;
    }
    const before = square;
    square = dot(residual, residual);
    for (let k = 0; k < dim; k++) direction[k] = residual[k]! + (square / before) * direction[k]!;
  }
}

function leafMean({ dim, points, starts }: PriceTree, leaf: number, mean: Float64Array): void {
  const from = starts[leaf]!;
  const to = starts[leaf + 1]!;
  mean.fill(0);
  for (let p = from; p < to; p++) {
    for (let k = 0; k < dim; k++) mean[k]! += points[p * dim + k]! / (to - from);
  }
}

/** Covariance of the coordinates with |x|^2 - f, into `residual`. */
function moments(tree: PriceTree, leaf: number, { mean, residual }: FitScratch): void {
  const { dim, points, prices, starts } = tree;
  residual.fill(0);
  for (let p = starts[leaf]!; p < starts[leaf + 1]!; p++) {
    let value = -prices[p]!;
    for (let k = 0; k < dim; k++) value += points[p * dim + k]! * points[p * dim + k]!;
    for (let k = 0; k < dim; k++) residual[k]! += value * (points[p * dim + k]! - mean[k]!);
  }
}

/** Covariance of the coordinates times `direction`, into `image`. */
function covarianceTimes(tree: PriceTree, leaf: number, { mean, direction, image }: FitScratch): void {
  const { dim, points, starts } = tree;
  image.fill(0);
  for (let p = starts[leaf]!; p < starts[leaf + 1]!; p++) {
    let along = 0;
    for (let k = 0; k < dim; k++) along += direction[k]! * (points[p * dim + k]! - mean[k]!);
    for (let k = 0; k < dim; k++) image[k]! += along * (points[p * dim + k]! - mean[k]!);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
