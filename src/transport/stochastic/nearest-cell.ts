import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { cTransform } from "../c-transform.js";
import { priceTree, setGradients } from "../large/build-tree.js";
import { inOrder, kdOrder } from "../large/kd-order.js";
import { emptyHits, nearest } from "../large/queries.js";

/** Of each query point x: the j of least |x - y_j|^2 - g_j, and that value. */
export interface NearestCells {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** For query points, row-major, and prices g. */
export type FindNearest = (queries: Float64Array, g: Float64Array) => NearestCells;

/** Points from which the kd-tree is faster than the scan, by dimension. From four dimensions on it does not pay. */
const TREE_FROM: Readonly<Record<number, number>> = { 1: 100, 2: 1000, 3: 4000 };

/** Does the kd-tree answer for so many points, in O(log N) time a query or so? */
export function byTree(count: number, dim: number): boolean {
  return count >= (TREE_FROM[dim] ?? Infinity);
}

/** Fewer points than two blocks are scanned plainly. */
const BLOCK = 64;

/**
 * Search among the points y for any prices, by whichever is faster: a scan, O(N d) time a query, or a kd-tree, about
 * O(log N) in few dimensions when prices are near to a potential. O(N d) memory. The answer is the same but for ties.
 */
export function nearestAmong(y: Float64Array, dim: number): FindNearest {
  const count = y.length / dim;
  if (byTree(count, dim)) return treeSearch(y, dim);
  return count >= 2 * BLOCK ? blockScan(y, dim) : scan(y, dim);
}

export function scan(y: Float64Array, dim: number): FindNearest {
  const row = new Float64Array(y.length / dim);
  return (queries, g) => {
    const found = emptyAnswer(queries.length / dim);
    for (let i = 0; i < found.indices.length; i++) nearestOf(queries, i, y, g, dim, row, found, 0);
    return found;
  };
}

/**
 * The kernel of the c-transform knows least values only: with these for each block of points, only the best block is
 * scanned for the point. Four times as fast as the plain scan.
 */
export function blockScan(y: Float64Array, dim: number): FindNearest {
  const count = y.length / dim;
  const starts = Array.from({ length: Math.ceil(count / BLOCK) }, (_, block) => block * BLOCK);
  const blocks = starts.map((at) => y.subarray(at * dim, Math.min(count, at + BLOCK) * dim));
  const row = new Float64Array(BLOCK);
  return (queries, g) => {
    const found = emptyAnswer(queries.length / dim);
    const best = new Int32Array(found.indices.length);
    const least = new Float64Array(best.length).fill(Infinity);
    blocks.forEach((block, b) => {
      const prices = g.subarray(starts[b]!, starts[b]! + block.length / dim);
      const values = cTransform(block, prices, queries, dim);
      for (let i = 0; i < values.length; i++) {
        if (values[i]! >= least[i]!) continue;
        least[i] = values[i]!;
        best[i] = b;
      }
    });
    for (let i = 0; i < best.length; i++) {
      const b = best[i]!;
      nearestOf(queries, i, blocks[b]!, g.subarray(starts[b]!), dim, row, found, starts[b]!);
    }
    return found;
  };
}

/** Writes the nearest of the points y, which are numbered from `first`, to query point i. */
function nearestOf(
  queries: Float64Array,
  i: number,
  y: Float64Array,
  g: Float64Array,
  dim: number,
  row: Float64Array,
  found: NearestCells,
  first: number,
): void {
  const count = y.length / dim;
  squaredDistancesInto(queries, i, y, count, dim, row, 0);
  let least = Infinity;
  let index = 0;
  for (let j = 0; j < count; j++) {
    const value = row[j]! - g[j]!;
    if (value < least) {
      least = value;
      index = j;
    }
  }
  found.indices[i] = first + index;
  found.values[i] = least;
}

/**
 * The tree's bounds are tight when it knows a point of each cell. It learns them from the queries that it answers: what
 * it knows decides on time only.
 */
export function treeSearch(y: Float64Array, dim: number): FindNearest {
  const order = kdOrder(y, dim);
  const centre = y.slice(0, dim); // bounds lose digits to a common offset
  const sorted = inOrder(y, order, dim).map((value, p) => value - centre[p % dim]!);
  const prices = new Float64Array(order.length);
  const tree = priceTree(sorted, dim, prices);
  const members = sorted.slice();
  const hits = emptyHits(1);
  return (queries, g) => {
    for (let p = 0; p < order.length; p++) prices[p] = g[order[p]!]!;
    setGradients(tree, members);
    const moved = queries.map((value, p) => value - centre[p % dim]!);
    const found = emptyAnswer(queries.length / dim);
    for (let i = 0; i < found.indices.length; i++) {
      nearest(tree, moved, i, hits);
      const p = hits.indices[0]!;
      found.indices[i] = order[p]!;
      found.values[i] = hits.values[0]!;
      for (let k = 0; k < dim; k++) members[p * dim + k] = moved[i * dim + k]!;
    }
    return found;
  };
}

function emptyAnswer(count: number): NearestCells {
  return { indices: new Int32Array(count), values: new Float64Array(count) };
}
