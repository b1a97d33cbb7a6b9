import { ShapeError } from "../errors.js";
import type { Status } from "../numeric/certificate.js";
import { type Matrix, matrix, rowView, selectRows } from "../numeric/matrix.js";
import { type Random, weightedIndex } from "../numeric/random.js";
import { requireClusters, requireCols, requireFinite, requireWhole } from "./checks.js";

export interface KMeansOptions {
  readonly clusters: number;
  readonly random: Random;
  /** One weight per row, finite and >= 0; default 1 each. Rows of weight 0 get a label and have no influence. */
  readonly weights?: ArrayLike<number>;
  /** Independent starts, of which the best is kept; default 4. */
  readonly starts?: number;
  /** Per start; default 100. */
  readonly maxIterations?: number;
}

export interface KMeansModel {
  /** Clusters x columns. */
  readonly centres: Matrix;
  /** Cluster of each row of the data. */
  readonly labels: Int32Array;
  /** Sum of the weights of each cluster, all positive. */
  readonly masses: Float64Array;
  /** sum w_i |x_i - centre of its cluster|^2. */
  readonly inertia: number;
  readonly iterations: number;
  readonly status: Status;
}

/**
 * Weighted k-means: centres c minimising sum_i w_i min_c |x_i - c|^2, by k-means++ starts and Lloyd's iteration.
 *
 * A local minimum: the best of `starts`, not the best there is. A cluster that runs empty is moved to the row that
 * costs most. Fewer clusters than asked come back when fewer distinct rows have weight.
 *
 * Own code, since ml-kmeans 7 knows no weights. O(rows * clusters * cols) time an iteration at most (the sum over
 * columns ends once it exceeds the best so far), O(rows + clusters * cols) memory.
 *
 * Arthur and Vassilvitskii 2007; Lloyd 1982.
 *
 * @throws ShapeError if there are fewer rows than clusters, or an entry or a weight is not a usable number.
 */
export function fitKMeans(rows: Matrix, options: KMeansOptions): KMeansModel {
  const { clusters, random, starts = 4, maxIterations = 100 } = options;
  requireClusters(clusters, rows.rows);
  requireFinite(rows);
  requireWhole("starts", starts, 1);
  requireWhole("maxIterations", maxIterations, 1);
  const weights = usableWeights(rows.rows, options.weights);
  let best: KMeansModel | undefined;
  for (let start = 0; start < starts; start++) {
    const seeds = plusPlusSeeds(rows, weights, clusters, random.fork(start));
    const model = lloyd(rows, weights, selectRows(rows, seeds), maxIterations);
    if (best === undefined || model.inertia < best.inertia) best = model;
  }
  return best!;
}

/** The nearest centre of every row; ties go to the first. @throws ShapeError if the columns differ. */
export function predictKMeans(model: KMeansModel, rows: Matrix): Int32Array {
  requireCols(rows, model.centres.cols);
  return assign(rows, model.centres).labels;
}

function usableWeights(count: number, given: ArrayLike<number> | undefined): Float64Array {
  if (given === undefined) return new Float64Array(count).fill(1);
  if (given.length !== count) {
    throw new ShapeError(`${given.length} weights for ${count} rows; give one per row`, {
      expected: count,
      found: given.length,
    });
  }
  const weights = Float64Array.from(given);
  const odd = weights.findIndex((w) => !(w >= 0 && w < Infinity));
  if (odd >= 0) {
    throw new ShapeError(`weight ${odd} is ${weights[odd]}; weights must be finite and at least 0`);
  }
  if (!weights.some((w) => w > 0)) throw new ShapeError("all weights are 0; k-means needs some weight");
  return weights;
}

/** Each next seed is drawn with probability w_i D_i^2; ends early when nothing is left to draw. */
function plusPlusSeeds(rows: Matrix, weights: Float64Array, clusters: number, random: Random): number[] {
  const seeds = [weightedIndex(weights, random)!];
  const mass = new Float64Array(rows.rows);
  const nearest = new Float64Array(rows.rows).fill(Infinity);
  while (seeds.length < clusters) {
    const newest = rowView(rows, seeds[seeds.length - 1]!);
    for (let i = 0; i < rows.rows; i++) {
      nearest[i] = Math.min(nearest[i]!, squaredDistanceBelow(rows, i, newest, 0, nearest[i]!));
      mass[i] = weights[i]! * nearest[i]!;
    }
    const next = weightedIndex(mass, random);
    if (next === undefined) break;
    seeds.push(next);
  }
  return seeds;
}

function lloyd(rows: Matrix, weights: Float64Array, start: Matrix, maxIterations: number): KMeansModel {
  let centres = start;
  let { labels, distances } = assign(rows, centres);
  let status: Status = "iteration-limit";
  let iterations = 0;
  while (iterations < maxIterations && status !== "converged") {
    iterations++;
    centres = means(rows, weights, labels, distances, centres);
    const next = assign(rows, centres);
    if (next.labels.every((label, i) => label === labels[i])) status = "converged";
    labels = next.labels;
    distances = next.distances;
  }
  let inertia = 0;
  for (let i = 0; i < rows.rows; i++) inertia += weights[i]! * distances[i]!;
  return { ...withoutEmpty(rows, centres, labels, weights), inertia, iterations, status };
}

interface Assignment {
  readonly labels: Int32Array;
  /** Squared, to the centre of the label. */
  readonly distances: Float64Array;
}

function assign(rows: Matrix, centres: Matrix): Assignment {
  const labels = new Int32Array(rows.rows);
  const distances = new Float64Array(rows.rows);
  for (let i = 0; i < rows.rows; i++) {
    let best = Infinity;
    for (let c = 0; c < centres.rows; c++) {
      const distance = squaredDistanceBelow(rows, i, centres.data, c * centres.cols, best);
      if (distance < best) {
        best = distance;
        labels[i] = c;
      }
    }
    distances[i] = best;
  }
  return { labels, distances };
}

/** |x_i - y|^2 if that is below `bound`; else some number that is not. y starts at `offset`. */
function squaredDistanceBelow(
  rows: Matrix,
  i: number,
  y: Float64Array,
  offset: number,
  bound: number,
): number {
  const start = i * rows.cols;
  let sum = 0;
  for (let k = 0; k < rows.cols && sum < bound; k++) {
    const difference = rows.data[start + k]! - y[offset + k]!;
    sum += difference * difference;
  }
  return sum;
}

/** Weighted means of the clusters; an empty one takes the row with the largest w_i D_i^2 that is not taken yet. */
function means(
  rows: Matrix,
  weights: Float64Array,
  labels: Int32Array,
  distances: Float64Array,
  old: Matrix,
): Matrix {
  const { cols } = rows;
  const centres = matrix(old.rows, cols);
  const masses = clusterMasses(labels, weights, old.rows);
  for (let i = 0; i < rows.rows; i++) {
    const share = weights[i]! / masses[labels[i]!]!;
    if (!(share > 0)) continue;
    const start = labels[i]! * cols;
    for (let k = 0; k < cols; k++) centres.data[start + k]! += share * rows.data[i * cols + k]!;
  }
  const costs = distances.map((distance, i) => distance * weights[i]!);
  for (let c = 0; c < old.rows; c++) {
    if (masses[c]! > 0) continue;
    const farthest = indexOfLargest(costs);
    rowView(centres, c).set(rowView(costs[farthest]! > 0 ? rows : old, costs[farthest]! > 0 ? farthest : c));
    costs[farthest] = 0;
  }
  return centres;
}

function clusterMasses(labels: Int32Array, weights: Float64Array, clusters: number): Float64Array {
  const masses = new Float64Array(clusters);
  for (let i = 0; i < labels.length; i++) masses[labels[i]!]! += weights[i]!;
  return masses;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Leaves out the clusters without mass; rows of weight 0 that were alone in one go to the nearest other. */
function withoutEmpty(rows: Matrix, centres: Matrix, labels: Int32Array, weights: Float64Array) {
  const masses = clusterMasses(labels, weights, centres.rows);
  const kept = [...masses.keys()].filter((c) => masses[c]! > 0);
  if (kept.length === centres.rows) return { centres, labels, masses };
  const fewer = selectRows(centres, kept);
  return { centres: fewer, labels: assign(rows, fewer).labels, masses: masses.filter((mass) => mass > 0) };
}
