import { MeasureError, ShapeError } from "../errors.js";
import { commonDimension, type Measure, massive, moments, totalMass } from "../measure/measure.js";
import { type ArgsortRoom, argsort, argsortRoom } from "../numeric/argsort.js";
import type { OnProgress, Status } from "../numeric/certificate.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { equalMasses } from "../transport/balance.js";
import { randomDirections } from "../transport/sliced/orthonormal.js";
import { climb, emptyStairs, type Stairs } from "../transport/staircase.js";

export interface SlicedDistancesOptions {
  /** Directions are drawn from here, the same for all pairs. */
  readonly random: Random;
  /** At least; rounded up to whole frames. Default 100; on the line there is one only. */
  readonly directions?: number;
  /** Told after each direction; returning `false` ends the work with those so far. */
  readonly onProgress?: OnProgress;
}

export interface SlicedDistances {
  /** SW2 of all pairs, N x N. */
  readonly distances: Matrix;
  readonly directions: number;
  /**
   * Root of sum of squared standard errors / sum of squares of SW2^2, over all pairs: what the choice of directions does to
   * them. 0 on the line; Infinity where there is one frame only.
   */
  readonly relativeError: number;
  readonly status: Status;
}

const DEFAULT_DIRECTIONS = 100;
/** With fewer independent sets of directions a standard error means little. */
const FEWEST_FRAMES = 10;

/**
 * Sliced Wasserstein distances of all pairs, along one set of random directions:
 *
 *   SW2^2(a, b) = |mean_a - mean_b|^2 mass / d + mean over directions of W2^2 of the projections about their means.
 *
 * Each measure is projected and sorted once a direction. Distances along common directions are those of a Hilbert space, that of
 * the quantile functions, so that means of them can be compared in an energy test. Directions come in frames at right angles.
 *
 * @throws MeasureError if the masses differ by more than 1e-9; ShapeError if dimensions do, there is no measure, or `directions`
 *   is not a whole number of at least 1.
 *
 * O(directions N (n d + N n)) time, O(N n d + N^2) memory. Bonneel, Rabin, Peyré and Pfister 2015; Kolouri, Zou and Rohde 2016.
 */
export function slicedDistances(
  measures: readonly Measure[],
  options: SlicedDistancesOptions,
): SlicedDistances {
  const { random, onProgress, directions = DEFAULT_DIRECTIONS } = options;
  const dim = commonDimension(measures);
  requireDirections(directions);
  requireOneMass(measures);
  const clouds = measures.map(centredCloud);
  const asked = dim === 1 ? 1 : directions;
  const size = Math.min(dim, Math.max(1, Math.floor(asked / FEWEST_FRAMES)));
  const total = Math.ceil(asked / size);
  const work = workspace(clouds);
  const unit = typicalCost(clouds);
  const sums = matrix(clouds.length, clouds.length);
  const squares = matrix(clouds.length, clouds.length);
  let frames = 0;
  let ended = false;
  while (frames < total && !ended) {
    const frame = matrix(clouds.length, clouds.length);
    for (const direction of randomDirections(size, dim, random)) addSlice(frame, clouds, direction, work);
    frame.data.forEach((sum, p) => {
      sums.data[p]! += sum / size;
      squares.data[p]! += (sum / size / unit) ** 2;
    });
    frames++;
    ended = onProgress?.({ unit: "directions", done: frames * size, total: total * size }) === false;
  }
  return {
    ...distancesFrom(clouds, sums, { squares, unit }, frames),
    directions: frames * size,
    status: ended ? "aborted" : "converged",
  };
}

function requireDirections(directions: number): void {
  if (Number.isSafeInteger(directions) && directions >= 1) return;
  throw new ShapeError(`directions is ${directions}; it must be a whole number of at least 1`, {
    found: directions,
  });
}

function requireOneMass(measures: readonly Measure[]): void {
  const odd = measures.findIndex((mu) => !equalMasses(mu, measures[0]!));
  if (odd < 0) return;
  const value = totalMass(measures[odd]!);
  throw new MeasureError(
    `measure ${odd} has mass ${value}, measure 0 has mass ${totalMass(measures[0]!)}; sliced distances compare equal masses: ` +
      "use normalise(mu) on all",
    { index: odd, value },
  );
}

/** Points that carry mass, about their mean. */
interface CentredCloud {
  readonly mass: number;
  readonly mean: Float64Array;
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly dim: number;
}

function centredCloud(mu: Measure): CentredCloud {
  const { measure } = massive(mu);
  const { points, weights, dim } = measure;
  const { mass, mean } = moments(measure);
  return { mass, mean, points: points.map((x, p) => x - mean[p % dim]!), weights, dim };
}

/** Places and orders of all clouds on the line at hand, and room for a plan of two. */
interface Workspace {
  readonly places: readonly Float64Array[];
  readonly orders: Int32Array[];
  readonly room: ArgsortRoom;
  readonly stairs: Stairs;
}

function workspace(clouds: readonly CentredCloud[]): Workspace {
  const most = clouds.reduce((size, { weights }) => Math.max(size, weights.length), 0);
  return {
    places: clouds.map(({ weights }) => new Float64Array(weights.length)),
    orders: [],
    room: argsortRoom(most),
    stairs: emptyStairs(most, most),
  };
}

/** Adds W2^2 along one direction to the entries below the diagonal. */
function addSlice(
  sums: Matrix,
  clouds: readonly CentredCloud[],
  direction: Float64Array,
  { places, orders, room, stairs }: Workspace,
): void {
  clouds.forEach((cloud, s) => {
    projectInto(places[s]!, cloud, direction);
    orders[s] = argsort(places[s]!, room);
  });
  for (let a = 1; a < clouds.length; a++) {
    for (let b = 0; b < a; b++) {
      climb(orders[a]!, orders[b]!, clouds[a]!.weights, clouds[b]!.weights, stairs);
      sums.data[a * sums.cols + b]! += costOf(stairs, places[a]!, places[b]!);
    }
  }
}

function projectInto(places: Float64Array, { points, dim }: CentredCloud, direction: Float64Array): void {
  for (let i = 0, p = 0; i < places.length; i++) {
    let sum = 0;
    for (let k = 0; k < dim; k++, p++) sum += points[p]! * direction[k]!;
    places[i] = sum;
  }
}

function costOf({ rows, cols, mass, length }: Stairs, u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < length; e++) {
    const step = u[rows[e]!]! - v[cols[e]!]!;
    sum += mass[e]! * step * step;
  }
  return sum;
}

/** The size of costs, in units of which they can be squared. */
function typicalCost(clouds: readonly CentredCloud[]): number {
  const largest = clouds.reduce(
    (most, cloud) => Math.max(most, secondMoment(cloud), betweenMeans(cloud, clouds[0]!)),
    0,
  );
  return largest > 0 ? largest : 1;
}

function secondMoment({ points, weights, dim }: CentredCloud): number {
  return points.reduce((sum, x, p) => sum + weights[Math.floor(p / dim)]! * x * x, 0);
}

/** @param squares of costs in units of `unit`. */
function distancesFrom(
  clouds: readonly CentredCloud[],
  sums: Matrix,
  { squares, unit }: { readonly squares: Matrix; readonly unit: number },
  frames: number,
): Pick<SlicedDistances, "distances" | "relativeError"> {
  const count = clouds.length;
  const distances = matrix(count, count);
  let costs = 0;
  let variances = 0;
  for (let a = 1; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const mean = sums.data[a * count + b]! / frames;
      const cost = betweenMeans(clouds[a]!, clouds[b]!) + mean;
      const variance = Math.max(0, squares.data[a * count + b]! / frames - (mean / unit) ** 2);
      distances.data[a * count + b] = Math.sqrt(cost);
      distances.data[b * count + a] = Math.sqrt(cost);
      costs += (cost / unit) ** 2;
      variances += variance / Math.max(1, frames - 1);
    }
  }
  if (clouds[0]!.dim === 1 || costs === 0) return { distances, relativeError: 0 };
  return { distances, relativeError: frames === 1 ? Infinity : Math.sqrt(variances / costs) };
}

function betweenMeans(a: CentredCloud, b: CentredCloud): number {
  let square = 0;
  a.mean.forEach((value, k) => {
    square += (value - b.mean[k]!) ** 2;
  });
  return (a.mass * square) / a.dim;
}
