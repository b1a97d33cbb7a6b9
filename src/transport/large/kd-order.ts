import { partitionAround, widestSide } from "../../numeric/partition.js";

/**
 * Segments of fewer points stay as they are. Trees have leaves of at least 6 points and coarse levels cut
 * segments of 8 and more, so nobody looks at the order within.
 */
const SMALLEST_SPLIT = 8;

/**
 * Order of the points in which every node of a balanced kd-tree is a segment: from .. to is cut at
 * (from + to) >> 1, the median across the widest side of its box. O(n log(n) d) expected time, O(n) memory.
 */
export function kdOrder(points: Float64Array, dim: number): Int32Array {
  const order = new Int32Array(points.length / dim);
  for (let p = 0; p < order.length; p++) order[p] = p;
  const split = (from: number, to: number): void => {
    if (to - from < SMALLEST_SPLIT) return;
    const middle = (from + to) >> 1;
    partitionAround(order, from, to, middle, points, widestSide(points, order, from, to, dim), dim);
    split(from, middle);
    split(middle, to);
  };
  split(0, order.length);
  return order;
}

/** Where the 2^depth segments of that depth begin, and the number of points behind the last of them. */
export function segmentStarts(count: number, depth: number): Int32Array {
  const starts = new Int32Array((1 << depth) + 1);
  starts[1 << depth] = count;
  for (let step = 1 << depth; step > 1; step >>= 1) {
    for (let s = 0; s < 1 << depth; s += step) {
      starts[s + (step >> 1)] = (starts[s]! + starts[s + step]!) >> 1;
    }
  }
  return starts;
}

/** Points in the given order, row-major. */
export function inOrder(points: Float64Array, order: Int32Array, dim: number): Float64Array {
  const moved = new Float64Array(order.length * dim);
  for (let p = 0; p < order.length; p++) {
    const from = order[p]! * dim;
    for (let k = 0; k < dim; k++) moved[p * dim + k] = points[from + k]!;
  }
  return moved;
}
