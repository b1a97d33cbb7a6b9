import { liftGradients, priceTree, refit } from "./build-tree.js";
import { inOrder, kdOrder } from "./kd-order.js";
import type { PriceTree } from "./price-tree.js";
import { emptyHits, nearest } from "./queries.js";

/**
 * c-transform g_j = min_i |x_i - y_j|^2 - f_i by a kd-tree: bit for bit what the scan over all pairs gives.
 *
 * The contract of `cTransform`: an f_i of -Infinity leaves point i out; if all are left out, g is 0 everywhere.
 * Each value is the minimum of the same differences, and a part of the tree is passed over only where a bound
 * that allows for rounding proves it irrelevant: any f is right. What f is decides on the time: about
 * O((n + m) log n) when it is near to a potential of few dimensions, O(n m d) at worst. O((n + m) d) memory.
 */
export function treeCTransform(x: Float64Array, f: Float64Array, y: Float64Array, dim: number): Float64Array {
  const g = new Float64Array(y.length / dim);
  const used = Int32Array.from(f.keys()).filter((i) => f[i]! > -Infinity);
  if (used.length === 0) return g;
  const points = inOrder(x, used, dim);
  const order = kdOrder(points, dim);
  const prices = Float64Array.from(order, (p) => f[used[p]!]!);
  const tree = priceTree(inOrder(points, order, dim), dim, prices);
  fitGradients(tree);
  const hits = emptyHits(1);
  for (const j of kdOrder(y, dim)) {
    nearest(tree, y, j, hits);
    g[j] = hits.values[0]!;
  }
  return g;
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
