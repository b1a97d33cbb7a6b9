import type { CostOfSquaredDistance } from "../../measure/cost.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import { priceTree, setGradients } from "../large/build-tree.js";
import { inOrder, kdOrder } from "../large/kd-order.js";
import type { PriceTree } from "../large/price-tree.js";
import { startWalk } from "../large/walk.js";

/** Least value of c(x_i, y_j) - f_i over the points of a tree, for query j. */
export type LeastOf = (j: number) => number;

/** Sweeps of the fit, whose slopes need not be exact: any are right. */
const SWEEPS = 16;

/** Up to such coordinates and potentials the bounds of the tree neither overflow nor become NaN. */
const LARGEST = 1e100;

/**
 * Minima of a cost that is at least the squared distance, minus potentials, by a kd-tree for the squared distance: what its
 * bounds, rounding included, show not to be the least is passed over. Undefined for numbers too large for that.
 *
 * O(n log(n) d) to make; a query takes about O(log n) for potentials near to optimal ones in few dimensions, O(n d) at worst.
 *
 * @param f finite, or -Infinity, which leaves a point out; not all of them.
 * @param below lower bound of the cost of a computed squared distance. @param screen less, and less work; rises with the
 *   distance.
 */
export function radialTree(
  x: Float64Array,
  f: Float64Array,
  y: Float64Array,
  dim: number,
  below: CostOfSquaredDistance,
  screen: CostOfSquaredDistance,
): LeastOf | undefined {
  const used = Int32Array.from(f.keys()).filter((i) => f[i]! > -Infinity);
  const order = kdOrder(inOrder(x, used, dim), dim).map((p) => used[p]!);
  const points = inOrder(x, order, dim);
  const prices = Float64Array.from(order, (i) => f[i]!);
  const origin = points.slice(0, dim); // near the points bounds lose few digits
  const near = shifted(points, origin);
  const queries = shifted(y, origin);
  if (![near, queries, prices].every(isModerate)) return undefined;
  const tree = priceTree(near, dim, prices);
  setGradients(tree, likelyPartners(tree));
  const boxes = leafBoxes(tree, points);
  const { values } = tree; // room for a leaf
  const squares = new Float64Array(values.length);
  return (j) => {
    let least = Infinity;
    startWalk(tree);
    for (;;) {
      const leaf = tree.nextLeaf(tree, queries, j * dim, least);
      if (leaf < 0) return least;
      if (screen(squaredToBox(boxes, leaf, y, j, dim)) - boxes.highest[leaf]! >= least) continue;
      const from = tree.starts[leaf]!;
      const count = tree.starts[leaf + 1]! - from;
      let likely = 0;
      for (let t = 0; t < count; t++) {
        squares[t] = squaredDistance(points, from + t, y, j, dim);
        values[t] = screen(squares[t]!) - prices[from + t]!;
        if (values[t]! < values[likely]!) likely = t;
      }
      if (!(values[likely]! < least)) continue;
      least = Math.min(least, below(squares[likely]!) - prices[from + likely]!);
      for (let t = 0; t < count; t++) {
        if (t !== likely && values[t]! < least) {
          least = Math.min(least, below(squares[t]!) - prices[from + t]!);
        }
      }
    }
  };
}

/** Boxes of the leaves, of the points themselves, and the highest potential in each. */
interface LeafBoxes {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly highest: Float64Array;
}

function leafBoxes({ dim, leaves, starts, prices }: PriceTree, points: Float64Array): LeafBoxes {
  const low = new Float64Array(leaves * dim).fill(Infinity);
  const high = new Float64Array(leaves * dim).fill(-Infinity);
  const highest = new Float64Array(leaves).fill(-Infinity);
  for (let leaf = 0; leaf < leaves; leaf++) {
    for (let p = starts[leaf]!; p < starts[leaf + 1]!; p++) {
      highest[leaf] = Math.max(highest[leaf]!, prices[p]!);
      for (let k = 0; k < dim; k++) {
        const value = points[p * dim + k]!;
        low[leaf * dim + k] = Math.min(low[leaf * dim + k]!, value);
        high[leaf * dim + k] = Math.max(high[leaf * dim + k]!, value);
      }
    }
  }
  return { low, high, highest };
}

/** Least squared distance to a box as it is rounded: none that `squaredDistance` gives for points in it is smaller. */
function squaredToBox(
  { low, high }: LeafBoxes,
  leaf: number,
  y: Float64Array,
  j: number,
  dim: number,
): number {
  let sum = 0;
  for (let k = 0, p = leaf * dim, q = j * dim; k < dim; k++, p++, q++) {
    const gap = Math.max(low[p]! - y[q]!, y[q]! - high[p]!);
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}

function shifted(points: Float64Array, origin: Float64Array): Float64Array {
  const { length: dim } = origin;
  return points.map((value, p) => value - origin[p % dim]!);
}

const isModerate = (values: Float64Array): boolean => values.every((value) => Math.abs(value) <= LARGEST);

/**
 * Half the slope of |x|^2 - f over the leaf of each point by least squares, a coordinate at a time: where f is a potential
 * for the squared distance, about where the mass of the point goes. O(n d).
 */
function likelyPartners({ dim, points, prices, starts, leaves }: PriceTree): Float64Array {
  const partners = new Float64Array(points.length);
  const slope = new Float64Array(dim);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const [from, to] = [starts[leaf]!, starts[leaf + 1]!];
    fitSlope(points.subarray(from * dim, to * dim), prices.subarray(from, to), slope);
    for (let p = from * dim; p < to * dim; p++) partners[p] = slope[p % dim]! / 2;
  }
  return partners;
}

function fitSlope(points: Float64Array, prices: Float64Array, slope: Float64Array): void {
  const { length: dim } = slope;
  const count = prices.length;
  const centred = points.slice();
  const rest = prices.map((price) => -price);
  for (let k = 0; k < dim; k++) {
    let mean = 0;
    for (let p = k; p < points.length; p += dim) mean += points[p]! / count;
    for (let q = 0, p = k; q < count; q++, p += dim) {
      rest[q]! += points[p]! * points[p]!;
      centred[p]! -= mean;
    }
  }
  slope.fill(0);
  const mean = rest.reduce((sum, value) => sum + value / count, 0);
  for (let q = 0; q < count; q++) rest[q]! -= mean;
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (let k = 0; k < dim; k++) improve(centred, rest, slope, k);
}

/** Best value of one coordinate of the slope; the rest is what is left to explain. */
function improve(centred: Float64Array, rest: Float64Array, slope: Float64Array, k: number): void {
  const { length: dim } = slope;
  let square = 0;
  let product = 0;
  for (let q = 0, p = k; q < rest.length; q++, p += dim) {
    square += centred[p]! * centred[p]!;
    product += centred[p]! * rest[q]!;
  }
  const change = product / square;
  if (!(Math.abs(change) <= LARGEST)) return; // points that do not differ there
  slope[k]! += change;
  for (let q = 0, p = k; q < rest.length; q++, p += dim) rest[q]! -= change * centred[p]!;
}
