import { partitionAround, widestSide } from "../../numeric/partition.js";
import type { Levels, Partition } from "./levels.js";
import type { SimplexProblem } from "./problem.js";

/** Most points of a cluster of the coarser problem, for sides of fewer points than `FEW` and for others. */
const SMALL_CLUSTER = 3;
const CLUSTER = 4;
const FEW = 256;
/** A side with fewer points stays as it is; when both have fewer, a coarser problem would not pay. */
const SMALLEST_REFINED = 100;
/** From here on clusters say too little about their points. */
const LARGEST_REFINED_DIM = 10;

/** The problem with about a quarter of the points, or undefined where its solution would say too little. */
export function coarser(problem: SimplexProblem): SimplexProblem | undefined {
  const { x, y, dim, supply, demand, sourceLevels } = problem;
  const few = Math.max(supply.length, demand.length) < SMALLEST_REFINED;
  if (few || dim > LARGEST_REFINED_DIM) return undefined;
  const left = coarserSide(x, supply, dim, sourceLevels);
  const right = coarserSide(y, demand, dim, {});
  return {
    ...problem,
    x: left.points,
    y: right.points,
    supply: left.masses,
    demand: right.masses,
    sourceLevels: coarserLevels(sourceLevels),
  };
}

function coarserLevels(levels: Levels): Levels {
  levels.coarser ??= {};
  return levels.coarser;
}

function coarserSide(points: Float64Array, masses: Float64Array, dim: number, levels: Levels): Clusters {
  if (masses.length < SMALLEST_REFINED) return { points, masses };
  if (levels.clusters?.order.length !== masses.length)
    levels.clusters = partition(points, masses.length, dim, masses.length < FEW ? SMALL_CLUSTER : CLUSTER);
  return centroids(points, masses, dim, levels.clusters);
}

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
  return centroids(points, masses, dim, partition(points, masses.length, dim, largest));
}

function partition(points: Float64Array, count: number, dim: number, largest: number): Partition {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
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
  split(0, count);
  cuts.push(count);
  return { order, cuts: new Int32Array(cuts) };
}

function centroids(
  points: Float64Array,
  masses: Float64Array,
  dim: number,
  { order, cuts }: Partition,
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
