import type { Status } from "../numeric/certificate.js";
import type { Matrix } from "../numeric/matrix.js";
import { permutation, type Random } from "../numeric/random.js";
import { requireClusters, requireDistances, requireWhole } from "./checks.js";

export interface KMedoidsOptions {
  readonly clusters: number;
  readonly random: Random;
  /** Independent random starts, of which the best is kept; default 5. */
  readonly starts?: number;
  /** Passes over all candidates, per start; default 100. */
  readonly maxIterations?: number;
}

export interface KMedoidsModel {
  /** Items that stand for their clusters. */
  readonly medoids: Int32Array;
  readonly labels: Int32Array;
  /** Sum over the items of the distance to their medoid, in the unit of the given distances. */
  readonly cost: number;
  readonly iterations: number;
  readonly status: Status;
}

/**
 * k medoids among n items with given distances: the items m that minimise sum_i min_m d(i, m), by swapping a medoid
 * for another item as long as the cost falls.
 *
 * Needs no coordinates and no triangle inequality, only d >= 0; squared distances may be given, and then the cost is
 * in squares. A local minimum over swaps: the best of `starts`, not the best there is.
 *
 * O(n^2) time a pass, O(n) memory besides the matrix. FasterPAM: Schubert and Rousseeuw 2021, section 5.
 *
 * @throws ShapeError if the matrix is not a distance matrix, or has fewer items than clusters.
 */
export function fitKMedoids(distances: Matrix, options: KMedoidsOptions): KMedoidsModel {
  const { clusters, random, starts = 5, maxIterations = 100 } = options;
  requireDistances(distances);
  requireClusters(clusters, distances.rows);
  requireWhole("starts", starts, 1);
  requireWhole("maxIterations", maxIterations, 1);
  if (clusters === 1) return singleMedoid(distances);
  let best: KMedoidsModel | undefined;
  for (let start = 0; start < starts; start++) {
    const medoids = permutation(distances.rows, random.fork(start)).slice(0, clusters);
    const model = swapUntilStable(distances, medoids, maxIterations);
    if (best === undefined || model.cost < best.cost) best = model;
  }
  return best!;
}

function singleMedoid(distances: Matrix): KMedoidsModel {
  const n = distances.rows;
  let medoid = 0;
  let cost = Infinity;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += distances.data[i * n + j]!;
    if (sum < cost) {
      cost = sum;
      medoid = j;
    }
  }
  const medoids = Int32Array.of(medoid);
  return { medoids, labels: new Int32Array(n), cost, iterations: 1, status: "converged" };
}

/** For every item its nearest medoid, and the distances to the nearest and second nearest. */
interface Nearest {
  readonly labels: Int32Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** A swap must gain more than this share of the cost, or rounding errors could swap for ever. */
const LEAST_GAIN = 1e-12;

function swapUntilStable(distances: Matrix, start: Int32Array, maxIterations: number): KMedoidsModel {
  const n = distances.rows;
  const medoids = Int32Array.from(start);
  const isMedoid = new Uint8Array(n);
  for (const m of medoids) isMedoid[m] = 1;
  let nearest = nearestMedoids(distances, medoids);
  let status: Status = "iteration-limit";
  let iterations = 0;
  let sinceSwap = 0;
  for (; iterations < maxIterations && status !== "converged"; iterations++) {
    for (let candidate = 0; candidate < n && sinceSwap <= n; candidate++, sinceSwap++) {
      if (isMedoid[candidate] === 1) continue;
      const { position, change } = bestSwap(distances, candidate, nearest, medoids.length);
      if (!(change < -LEAST_GAIN * sum(nearest.first))) continue;
      isMedoid[medoids[position]!] = 0;
      isMedoid[candidate] = 1;
      medoids[position] = candidate;
      nearest = nearestMedoids(distances, medoids);
      sinceSwap = 0;
    }
    if (sinceSwap >= n) status = "converged";
  }
  return { medoids, labels: nearest.labels, cost: sum(nearest.first), iterations, status };
}

/** The medoid that `candidate` replaces best, and by how much the cost changes. */
function bestSwap(distances: Matrix, candidate: number, nearest: Nearest, clusters: number) {
  const n = distances.rows;
  const { labels, first, second } = nearest;
  const changes = new Float64Array(clusters);
  let shared = 0;
  for (let i = 0; i < n; i++) {
    const distance = distances.data[i * n + candidate]!;
    const near = first[i]!;
    if (distance < near) shared += distance - near;
    else changes[labels[i]!]! += Math.min(distance, second[i]!) - near;
  }
  let position = 0;
  for (let c = 1; c < clusters; c++) if (changes[c]! < changes[position]!) position = c;
  return { position, change: shared + changes[position]! };
}

function nearestMedoids(distances: Matrix, medoids: Int32Array): Nearest {
  const n = distances.rows;
  const labels = new Int32Array(n);
  const first = new Float64Array(n).fill(Infinity);
  const second = new Float64Array(n).fill(Infinity);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < medoids.length; c++) {
      const distance = distances.data[i * n + medoids[c]!]!;
      if (distance < first[i]!) {
        second[i] = first[i]!;
        first[i] = distance;
        labels[i] = c;
      } else if (distance < second[i]!) second[i] = distance;
    }
  }
  return { labels, first, second };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
