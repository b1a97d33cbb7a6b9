import { partitionAround, widestSide } from "../../numeric/partition.js";

/** Clusters of points: their centroids and masses. */
export interface Clusters {
  readonly points: Float64Array;
  readonly masses: Float64Array;
}

/**
 * Clusters of at most `largest` neighbours each, by median splits across the widest side of their box.
 * Masses are added, so whole numbers stay whole. O(n log(n) d) expected time, O(n d) memory.
 */
export function coarsen(points: Float64Array, masses: Float64Array, dim: number, largest: number): Clusters {
  const order = Int32Array.from(masses.keys());
  const cuts: number[] = [];
  const split = (from: number, to: number): void => {
    if (to - from <= largest) {
      cuts.push(from);
      return;
    }
    const middle = (from + to) >> 1;
    partitionAround(order, from, to, middle, points, widestSide(points, order, from, to, dim), dim);
    split(from, middle);
    split(middle, to);
  };
  split(0, order.length);
  cuts.push(order.length);
  return centroids(points, masses, dim, order, cuts);
}

function centroids(
  points: Float64Array,
  masses: Float64Array,
  dim: number,
  order: Int32Array,
  cuts: readonly number[],
): Clusters {
  const count = cuts.length - 1;
  const means = new Float64Array(count * dim);
  const sums = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    for (let t = cuts[c]!; t < cuts[c + 1]!; t++) sums[c]! += masses[order[t]!]!;
    for (let t = cuts[c]!; t < cuts[c + 1]!; t++) {
      const share = masses[order[t]!]! / sums[c]!;
      for (let k = 0; k < dim; k++) means[c * dim + k]! += share * points[order[t]! * dim + k]!;
    }
  }
  return { points: means, masses: sums };
}
