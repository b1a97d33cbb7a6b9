import { ShapeError } from "../errors.js";
import { argsort, argsortRoom } from "../numeric/argsort.js";
import { shortestPathsInto } from "../numeric/shortest-paths.js";
import { squaredDistancesInto } from "../numeric/squared-distance.js";
import { type Measure, massive, measure } from "./measure.js";
import { neighbourLengths } from "./neighbour-lengths.js";
import { quantileMeansInto } from "./quantile-means.js";

export interface FeatureOptions {
  /** Numbers that stand for the distribution of distances seen from a point; default 16. */
  readonly bins?: number;
}

export interface GeodesicOptions extends FeatureOptions {
  /** Points that each point is joined with, at least; default 8. */
  readonly neighbours?: number;
}

/** A row of distances: from point i to all points, in their order. */
type DistancesFrom = (i: number, out: Float64Array) => void;

const BINS = 16;
const NEIGHBOURS = 8;

/**
 * The measure of local distance distributions: point i becomes the distribution of |x_i - X|, X drawn from the measure, and keeps its
 * mass. The distribution is told by the means of its quantile function over `bins` bins of equal mass, divided by sqrt(bins), so
 * that for measures of mass 1
 *
 *   W2^2(features of mu, features of nu) <= third lower bound <= squared Gromov-Wasserstein distance (without 1/2),
 *
 * with equality on the left as the bins become more. Two measures that differ by a rigid motion or a reflection have
 * the same features; in units of length, so that size counts. Points without mass are left out.
 *
 * O(n^2 (d + 1)) time, O(n (bins + d)) memory.
 *
 * @throws ShapeError unless `bins` is a whole number of at least 1.
 *
 * Mémoli 2011, section 6 (local distributions of distances, the third lower bound).
 */
export function distanceFeatures(mu: Measure, { bins = BINS }: FeatureOptions = {}): Measure {
  const { measure: own } = massive(mu);
  const { points, count, dim } = own;
  return localDistributions(own, bins, (i, out) => {
    squaredDistancesInto(points, i, points, count, dim, out, 0);
    for (let k = 0; k < count; k++) out[k] = Math.sqrt(out[k]!);
  });
}

/**
 * The same with lengths of paths along the cloud, from point to near point, in the place of straight distances: bending, which keeps
 * distances within a surface, changes them little. See `neighbourLengths` for the graph.
 *
 * O(n^2 (d + neighbours + log n)) time, O(n (bins + neighbours)) memory.
 *
 * @throws ShapeError unless `bins` and `neighbours` are whole numbers of at least 1.
 */
export function geodesicFeatures(
  mu: Measure,
  { bins = BINS, neighbours = NEIGHBOURS }: GeodesicOptions = {},
): Measure {
  requireWhole("neighbours", neighbours);
  const { measure: own } = massive(mu);
  const graph = neighbourLengths(own, neighbours);
  return localDistributions(own, bins, (i, out) => shortestPathsInto(graph, i, out));
}

function localDistributions(
  { weights, count }: Measure,
  bins: number,
  distancesFrom: DistancesFrom,
): Measure {
  requireWhole("bins", bins);
  const distances = new Float64Array(count);
  const values = new Float64Array(count);
  const masses = new Float64Array(count);
  const points = new Float64Array(count * bins);
  const room = argsortRoom(count);
  const scale = 1 / Math.sqrt(bins);
  for (let i = 0; i < count; i++) {
    distancesFrom(i, distances);
    argsort(distances, room).forEach((k, place) => {
      values[place] = distances[k]!;
      masses[place] = weights[k]!;
    });
    const own = points.subarray(i * bins, (i + 1) * bins);
    quantileMeansInto(values, masses, own);
    for (let k = 0; k < bins; k++) own[k]! *= scale;
  }
  return measure(points, { dim: bins, weights });
}

function requireWhole(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new ShapeError(`the number of ${what} is ${value}; it must be a whole number of at least 1`, {
    found: value,
  });
}
