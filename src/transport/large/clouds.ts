import { inOrder, kdOrder, segmentStarts } from "./kd-order.js";

/** Points in kd-order with whole masses, as all stages of the large solver see them. */
export interface Cloud {
  readonly dim: number;
  readonly count: number;
  readonly points: Float64Array;
  readonly masses: Float64Array;
}

export interface OrderedCloud extends Cloud {
  /** Index that each point had before. */
  readonly order: Int32Array;
}

/** O(n log(n) d). */
export function orderedCloud(points: Float64Array, masses: Float64Array, dim: number): OrderedCloud {
  const order = kdOrder(points, dim);
  return {
    dim,
    count: order.length,
    points: inOrder(points, order, dim),
    masses: Float64Array.from(order, (p) => masses[p]!),
    order,
  };
}

/** The 2^depth segments of a cloud as single points: centroids and sums of masses. O(n d). */
export function coarseCloud({ dim, count, points, masses }: Cloud, depth: number): Cloud {
  const starts = segmentStarts(count, depth);
  const clusters = 1 << depth;
  const centroids = new Float64Array(clusters * dim);
  const sums = new Float64Array(clusters);
  for (let s = 0; s < clusters; s++) {
    for (let p = starts[s]!; p < starts[s + 1]!; p++) {
      sums[s]! += masses[p]!;
      for (let k = 0; k < dim; k++) centroids[s * dim + k]! += masses[p]! * points[p * dim + k]!;
    }
    for (let k = 0; k < dim; k++) centroids[s * dim + k]! /= sums[s]!;
  }
  return { dim, count: clusters, points: centroids, masses: sums };
}

/** Points per cluster from one level to the next, as a power of 2. */
const LEVEL_STEP = 2;
/** Below 2^5 clusters a level says nothing that the next one does not find at once. */
const COARSEST_DEPTH = 5;

/**
 * Depths of the coarse levels of two clouds, coarsest first: a quarter of the points each, about.
 * Mérigot 2011, section 4.
 */
export function levelDepths(count: number): number[] {
  const depths: number[] = [];
  const full = 31 - Math.clz32(count);
  for (let depth = full - LEVEL_STEP; depth >= COARSEST_DEPTH; depth -= LEVEL_STEP) depths.unshift(depth);
  return depths;
}
