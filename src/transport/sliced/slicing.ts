import { type Measure, totalMass } from "../../measure/measure.js";
import { type ArgsortRoom, argsort, argsortRoom } from "../../numeric/argsort.js";
import type { BalancedPair } from "../balance.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { climb, emptyStairs, type Stairs } from "../staircase.js";

/**
 * Two balanced clouds ready to be projected on lines, each about its own mean:
 * with D the difference of the means, W2^2 of the projections on a unit vector theta is mass <D, theta>^2 plus that of
 * the centred ones.
 */
export interface Slicing {
  readonly pair: BalancedPair;
  readonly dim: number;
  readonly mass: number;
  /** Points in use: index in the measure, coordinates in the frame of the pair, masses. */
  readonly source: Side;
  readonly target: Side;
  /** Mean of the source minus mean of the target, in the unit of the data. */
  readonly offset: Float64Array;
  readonly room: ArgsortRoom;
  readonly stairs: Stairs;
}

export interface Side {
  readonly indices: Int32Array;
  readonly points: Float64Array;
  readonly masses: Float64Array;
  /** Places on the line of the slice at hand. */
  readonly places: Float64Array;
}

/** What one direction tells, in squared units of the data times mass. */
export interface Slice {
  /** W2^2 of the projections. */
  readonly cost: number;
  /** Without what the means contribute. */
  readonly centred: number;
}

/** Only the points that carry mass: what a plan may use. O((n + m) d) time and memory. */
export function massiveSlicing(pair: BalancedPair): Slicing {
  const { source, target } = pair;
  return slicing(pair, massiveIndices(source), massiveIndices(target));
}

/** All points: what potentials are defined for. O((n + m) d) time and memory. */
export function wholeSlicing(pair: BalancedPair): Slicing {
  const { source, target } = pair;
  return slicing(pair, Int32Array.from(source.weights.keys()), Int32Array.from(target.weights.keys()));
}

function massiveIndices({ weights }: Measure): Int32Array {
  return Int32Array.from(weights.keys()).filter((i) => weights[i]! > 0);
}

function slicing(pair: BalancedPair, sources: Int32Array, targets: Int32Array): Slicing {
  const { source, target, frame } = pair;
  return {
    pair,
    dim: frame.dim,
    mass: totalMass(source),
    source: side(source, frame.x, sources),
    target: side(target, frame.y, targets),
    offset: differenceOfMeans(source, target),
    room: argsortRoom(Math.max(sources.length, targets.length)),
    stairs: emptyStairs(sources.length, targets.length),
  };
}

function side({ weights, dim }: Measure, framed: Float64Array, indices: Int32Array): Side {
  const points = new Float64Array(indices.length * dim);
  const masses = new Float64Array(indices.length);
  indices.forEach((i, r) => {
    for (let k = 0; k < dim; k++) points[r * dim + k] = framed[i * dim + k]!;
    masses[r] = weights[i]!;
  });
  return { indices, points, masses, places: new Float64Array(indices.length) };
}

/** About a point of the source that carries mass, so that a common offset, however large, costs no digits. */
function differenceOfMeans(source: Measure, target: Measure): Float64Array {
  const { points, weights, dim } = source;
  const first = weights.findIndex((weight) => weight > 0);
  const origin = points.subarray(first * dim, (first + 1) * dim);
  const offset = meanAbout(source, origin);
  meanAbout(target, origin).forEach((value, k) => {
    offset[k]! -= value;
  });
  return offset;
}

function meanAbout(mu: Measure, origin: Float64Array): Float64Array {
  const { points, weights, count, dim } = mu;
  const mass = totalMass(mu);
  const mean = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    if (weights[i] === 0) continue;
    const share = weights[i]! / mass;
    for (let k = 0; k < dim; k++) mean[k]! += share * (points[i * dim + k]! - origin[k]!);
  }
  return mean;
}

/**
 * Optimal transport of the projections on a unit vector: the monotone plan, which is left in `stairs`.
 * O((n + m) d) time: projection, sorting by digits, one walk.
 */
export function slice(clouds: Slicing, direction: Float64Array): Slice {
  const { mass, offset, pair } = clouds;
  stairsAlong(clouds, direction);
  const centred = pair.frame.scale * pair.frame.scale * costOnLine(clouds);
  const along = dot(offset, 0, direction, offset.length);
  return { centred, cost: centred + mass * along * along };
}

/** Projects, sorts and couples: `places` and `stairs` are those of the direction. */
export function stairsAlong({ source, target, dim, room, stairs }: Slicing, direction: Float64Array): void {
  projectInto(source, direction, dim);
  projectInto(target, direction, dim);
  const xOrder = argsort(source.places, room);
  const yOrder = argsort(target.places, room);
  climb(xOrder, yOrder, source.masses, target.masses, stairs);
}

function projectInto({ points, places }: Side, direction: Float64Array, dim: number): void {
  for (let i = 0; i < places.length; i++) places[i] = dot(points, i * dim, direction, dim);
}

function dot(points: Float64Array, at: number, direction: Float64Array, dim: number): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += points[at + k]! * direction[k]!;
  return sum;
}

function costOnLine({ source, target, stairs }: Slicing): number {
  const { rows, cols, mass, length } = stairs;
  const u = source.places;
  const v = target.places;
  let sum = 0;
  for (let e = 0; e < length; e++) {
    const step = u[rows[e]!]! - v[cols[e]!]!;
    sum += mass[e]! * step * step;
  }
  return sum;
}

/**
 * What the plan of the slice at hand costs in all dimensions, at least W2^2 of the clouds: sum mass |D + scale (x' - y')|^2,
 * where the mixed term is nothing, both clouds being centred. O((n + m) d).
 */
export function liftedCost({ source, target, stairs, dim, pair, mass: total }: Slicing): number {
  const { rows, cols, mass, length } = stairs;
  const x = source.points;
  const y = target.points;
  let sum = 0;
  for (let e = 0; e < length; e++) {
    let square = 0;
    for (let k = 0, p = rows[e]! * dim, q = cols[e]! * dim; k < dim; k++, p++, q++) {
      const step = x[p]! - y[q]!;
      square += step * step;
    }
    sum += mass[e]! * square;
  }
  return pair.frame.scale * pair.frame.scale * sum + total * pair.frame.betweenMeans;
}

/** The plan of the direction, between the points of the measures. */
export function liftedPlan(clouds: Slicing, direction: Float64Array): SparsePlan {
  stairsAlong(clouds, direction);
  const { source, target, stairs, pair } = clouds;
  const { length } = stairs;
  return sparsePlan(
    {
      rows: stairs.rows.subarray(0, length).map((r) => source.indices[r]!),
      cols: stairs.cols.subarray(0, length).map((c) => target.indices[c]!),
      mass: stairs.mass.subarray(0, length),
    },
    [pair.source.count, pair.target.count],
  );
}
