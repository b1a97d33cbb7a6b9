import { ShapeError } from "../../errors.js";
import { requireCount } from "../../measure/measure.js";
import { argsort } from "../../numeric/argsort.js";
import { monotoneInverse } from "../../numeric/monotone-inverse.js";
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
 * between the particles beside it, of which particle n has level (n + 1/2) / N, so that it is continuous in them where a
 * place has particles on both sides; beyond the outermost it is 0 or 1, half a particle off.
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
  const levels = Float64Array.from({ length: count }, (_, n) => (n + 1 / 2) / count);
  return {
    size,
    count,
    lift: (values, random) => {
      const points = monotoneInverse(grid, withEnds(rising(values)), levels);
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
