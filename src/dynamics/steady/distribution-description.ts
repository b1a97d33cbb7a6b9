import { ShapeError } from "../../errors.js";
import { requireCount } from "../../measure/measure.js";
import { argsort } from "../../numeric/argsort.js";
import { pchipSlopes } from "../../numeric/pchip.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";

export interface DistributionOptions {
  /** Increasing places, the ends of the domain among them: all mass is taken to lie between the first and the last. */
  readonly grid: Float64Array;
  /** N, particles of a lift. */
  readonly count: number;
  /** Adds a hidden state to lifted particles. */
  readonly complete?: (particles: Particles, random: Random) => Particles;
}

/**
 * Laws on the line by their distribution function F at the inner places of a grid; it is 0 at the first place and 1 at the last.
 *
 * Lift: F is interpolated by monotone cubics, and the particles are put where it is (n + 1/2) / N. Restrict: F at a place, straight
 * between the particles beside it, of which particle n has level (n + 1/2) / N, so that it changes smoothly with them.
 *
 * Where the density is small or changes much within a cell, the grid tells less than as many quantiles do: `quantileDescription` is
 * the better choice unless the places matter.
 *
 * O(N log N) time. Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567), with monotone cubics for its splines.
 */
export function distributionDescription(options: DistributionOptions): CoarseDescription {
  const { grid, count, complete = (particles: Particles) => particles } = options;
  requireCount(count);
  if (grid.length < 3) {
    throw new ShapeError(`the grid has ${grid.length} places; a distribution function needs at least 3`, {
      found: grid.length,
    });
  }
  const size = grid.length - 2;
  const inner = grid.subarray(1, size + 1);
  return {
    size,
    count,
    lift: (values, random) => {
      const points = inverted(grid, withEnds(rising(values)), count);
      return complete({ points, weights: new Float64Array(count).fill(1 / count), count, dim: 1 }, random);
    },
    restrict: (particles) => distribution(particles, inner),
    project: rising,
  };

  function withEnds(values: Float64Array): Float64Array {
    const all = new Float64Array(size + 2);
    all.set(values, 1);
    all[size + 1] = 1;
    return all;
  }
}

/** Values in [0, 1] that do not fall, by rearrangement: no further from any distribution function than the given ones. */
const rising = (values: Float64Array): Float64Array =>
  values.map((value) => Math.min(1, Math.max(0, value))).sort();

/** The places where the monotone cubics through (grid, levels) are (n + 1/2) / count. */
function inverted(grid: Float64Array, levels: Float64Array, count: number): Float64Array {
  const slopes = pchipSlopes(grid, levels);
  const points = new Float64Array(count);
  let k = 0;
  for (let n = 0; n < count; n++) {
    const level = (n + 0.5) / count;
    while (levels[k + 1]! < level) k++;
    const width = grid[k + 1]! - grid[k]!;
    const rise = levels[k + 1]! - levels[k]!;
    const along = cubicRoot(level - levels[k]!, width * slopes[k]!, width * slopes[k + 1]!, rise);
    points[n] = grid[k]! + width * along;
  }
  return points;
}

/** Halving alone would end here: 2^-60 is below the rounding of a place in its cell. */
const STEPS = 60;

/** The s in [0, 1] where the rising cubic from 0 to `rise` with the given slopes at its ends is `level`: Newton, kept in a bracket. */
function cubicRoot(level: number, start: number, end: number, rise: number): number {
  const square = 3 * rise - 2 * start - end;
  const cube = start + end - 2 * rise;
  let low = 0;
  let high = 1;
  let s = level / rise;
  for (let n = 0; n < STEPS && high - low > 1e-15; n++) {
    const off = s * (start + s * (square + s * cube)) - level;
    if (off > 0) high = s;
    else low = s;
    const next = s - off / (start + s * (2 * square + 3 * s * cube));
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - s) < 1e-15) return moved;
    s = moved;
  }
  return s;
}

/**
 * F of a measure on the line at increasing places: 0 before its first point, 1 from its last one on, and between them straight through
 * the points, each of which stands at the middle of its own mass.
 *
 * @throws ShapeError unless the measure is on the line.
 */
export function distribution({ points, weights, count, dim }: Particles, places: Float64Array): Float64Array {
  if (dim !== 1) {
    throw new ShapeError(`a distribution function needs points on the line, these have dimension ${dim}`, {
      found: dim,
    });
  }
  const order = argsort(points);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let r = 0;
  let below = 0; // mass of the points before r
  return places.map((place) => {
    while (r < count && points[order[r]!]! <= place) below += weights[order[r++]!]!;
    if (r === 0) return 0;
    if (r === count) return 1;
    const [left, right] = [order[r - 1]!, order[r]!];
    const along = (place - points[left]!) / (points[right]! - points[left]!);
    const from = below - weights[left]! / 2;
    return (from + (along * (weights[left]! + weights[right]!)) / 2) / total;
  });
}
