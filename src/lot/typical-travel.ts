import { cumulativeWeights, firstAbove, type Measure, normalise } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";
import type { Random } from "../numeric/random.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { exact } from "../transport/exact.js";
import { barycentricProjection } from "../transport/plan.js";
import { clusterPoints } from "./cluster-points.js";
import { planPieces } from "./plan-pieces.js";
import { drawMeasures, normalisedMean } from "./some-measures.js";

/** How many measures are looked at, and how many points of each. */
const MEASURES = 16;
const POINTS = 4096;
/** Points of the mean up to which each particle counts for itself; above, cells do. */
const SITES = 512;
/** Moves over less than this part of the extent of all measures are rounding. */
const ROUNDING = 1e-9;
/** Centres of cells are moved by at most this part of the extent, so that no point is as near to two of them. */
const OFF_TIES = 2 ** -11;

/** A mass and how far it goes. */
interface Move {
  readonly length: number;
  readonly mass: number;
}

/**
 * How far mass travels, as W2 has it, between measures brought to mass 1 and what they have in common: the length that half of
 * the mass that moves at all stays at or below. 1 if none moves: the measures differ in mass only.
 *
 * Where the measures have at most 512 places among them, as images on one grid and spectra do, moves are the entries of the
 * optimal plans from their mean. Where they have more, the mean is divided into 512 cells by k-means; of each plan from the
 * cells, a cell has the mean place that its mass is sent to, and its move is from the mean of these places over all
 * measures. The size of cells drops out of that: equal measures do not travel, and a translation is seen whole however short
 * it is. What differs within a cell only is not seen.
 *
 * Looks at 16 measures, drawn without replacement, and 4096 points of each, those at equal steps of its running sum of masses
 * (for equal measures the same). At most 16 exact transports, of 512 x 4096 points.
 *
 * @throws ShapeError if there is no measure or dimensions differ.
 */
export function typicalTravel(measures: readonly Measure[], random: Random): number {
  const some = drawMeasures(measures, MEASURES, random.fork(0)).map((mu) => thinnedEvenly(normalise(mu)));
  const mean = normalise(mergeRepeated(normalisedMean(some)).measure);
  const still = ROUNDING * extentOf(mean);
  const moves =
    mean.count <= SITES
      ? some.flatMap((mu) => particleMoves(mean, mu))
      : cellMoves(cellsOf(mean, random.fork(2)), some);
  return median(moves.filter(({ length }) => length > still));
}

/** The points at which the running sum of masses passes the middles of 4096 equal steps; all if there are no more. */
function thinnedEvenly(mu: Measure): Measure {
  if (mu.count <= POINTS) return mu;
  const cumulative = cumulativeWeights(mu.weights);
  const step = cumulative[mu.count - 1]! / POINTS;
  const points = new Float64Array(POINTS * mu.dim);
  for (let r = 0; r < POINTS; r++) {
    const i = firstAbove(cumulative, (r + 0.5) * step);
    points.set(mu.points.subarray(i * mu.dim, (i + 1) * mu.dim), r * mu.dim);
  }
  return { points, weights: new Float64Array(POINTS).fill(1 / POINTS), count: POINTS, dim: mu.dim };
}

/** Diagonal of the bounding box. */
function extentOf({ points, count, dim }: Measure): number {
  let squared = 0;
  for (let k = 0; k < dim; k++) {
    let [least, most] = [points[k]!, points[k]!];
    for (let i = 1; i < count; i++) {
      least = Math.min(least, points[i * dim + k]!);
      most = Math.max(most, points[i * dim + k]!);
    }
    squared += (most - least) ** 2;
  }
  return Math.sqrt(squared);
}

function particleMoves(source: Measure, target: Measure): Move[] {
  const { from, to, masses } = planPieces(source, target, exact(source, target).plan);
  return movesOf(from, to, masses, source.dim);
}

/** Centres with the masses of their cells. On grids many plans would be optimal without the small offsets. */
function cellsOf(mean: Measure, random: Random): Measure {
  const centres = normalise(clusterPoints(mean, SITES, random.fork(0)));
  const most = OFF_TIES * extentOf(mean);
  const offset = random.fork(1);
  return { ...centres, points: centres.points.map((x) => x + most * (2 * offset.uniform() - 1)) };
}

function cellMoves(cells: Measure, measures: readonly Measure[]): Move[] {
  const places = measures.map((mu) => barycentricProjection(exact(cells, mu).plan, mu));
  const means = cells.points.map((_, p) => places.reduce((sum, at) => sum + at[p]!, 0) / places.length);
  return places.flatMap((at) => movesOf(means, at, cells.weights, cells.dim));
}

function movesOf(from: Float64Array, to: Float64Array, masses: Float64Array, dim: number): Move[] {
  return Array.from(masses, (mass, e) => ({
    mass,
    length: Math.sqrt(squaredDistance(from, e, to, e, dim)),
  }));
}

/** The length that half of the mass stays at or below; 1 if there are no moves. */
function median(moves: readonly Move[]): number {
  const total = moves.reduce((sum, { mass }) => sum + mass, 0);
  let below = 0;
  for (const { mass, length } of [...moves].sort((p, q) => p.length - q.length)) {
    below += mass;
    if (below >= total / 2) return length;
  }
  return 1;
}
