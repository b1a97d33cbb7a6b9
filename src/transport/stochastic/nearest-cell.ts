import { squaredDistancesInto } from "../../numeric/squared-distance.js";
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

/** Points from which the kd-tree is faster than the scan, by dimension. From five dimensions on it does not pay. */
const TREE_FROM: Readonly<Record<number, number>> = { 1: 150, 2: 250, 3: 600, 4: 2000 };

/** Does the kd-tree answer for so many points, in O(log N) time a query or so? */
export function byTree(count: number, dim: number): boolean {
  return count >= (TREE_FROM[dim] ?? Infinity);
}

/**
 * Search among the points y for any prices, by whichever is faster: a scan, O(N d) time a query, or a kd-tree, about
 * O(log N) in few dimensions when prices are near to a potential. O(N d) memory. The answer is the same but for ties.
 */
export function nearestAmong(y: Float64Array, dim: number): FindNearest {
  return byTree(y.length / dim, dim) ? treeSearch(y, dim) : scan(y, dim);
}

export function scan(y: Float64Array, dim: number): FindNearest {
  const m = y.length / dim;
  const row = new Float64Array(m);
  return (queries, g) => {
    const found = emptyAnswer(queries.length / dim);
    for (let i = 0; i < found.indices.length; i++) {
      squaredDistancesInto(queries, i, y, m, dim, row, 0);
      let least = Infinity;
      let index = 0;
      for (let j = 0; j < m; j++) {
        const value = row[j]! - g[j]!;
        if (value < least) {
          least = value;
          index = j;
        }
      }
      found.indices[i] = index;
      found.values[i] = least;
    }
    return found;
  };
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

function emptyAnswer(count: number): { indices: Int32Array; values: Float64Array } {
  return { indices: new Int32Array(count), values: new Float64Array(count) };
}
