import { ShapeError } from "../../errors.js";
import { requireCount } from "../../measure/measure.js";
import { argsort } from "../../numeric/argsort.js";
import { pchipValues } from "../../numeric/pchip.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";

export interface QuantileOptions {
  /** M, the quantiles; default: 1000. */
  readonly size?: number;
  /** N, particles of a lift. */
  readonly count: number;
  /** The ends of the quantile function; default: it goes on straight for the last half step, by its last two values. */
  readonly low?: number;
  readonly high?: number;
  /** Adds a hidden state to lifted particles. */
  readonly complete?: (particles: Particles, random: Random) => Particles;
}

/**
 * Laws on the line by their quantiles at the levels p_m = (m + 1/2) / M: the inverse distribution function.
 *
 * Lift: the monotone cubic interpolant through (0, low), (p_m, q_m), (1, high), read at (n + 1/2) / N, so that the particles are
 * ordered and nothing is drawn. Restrict: the places sorted, read at p_m between the two that are nearest (their levels are
 * (n + 1/2) / N too, so that a lift that is restricted at once comes back with an error of order N^-2; reading the
 * place of index floor(p_m N), as is published, is half a particle too high each time).
 *
 * M is at most N: more numbers than particles would not be told apart by them. The ends matter: with few quantiles a pin far from the last of them puts too much mass between.
 *
 * O(N log N) time. Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export function quantileDescription(options: QuantileOptions): CoarseDescription {
  const { size = 1000, count, low, high, complete = (particles: Particles) => particles } = options;
  requireCount(count);
  if (!Number.isSafeInteger(size) || size < 2) {
    throw new ShapeError(`size is ${size}; quantiles must be a whole number of at least 2`, { found: size });
  }
  if (size > count) {
    throw new ShapeError(
      `${size} quantiles of ${count} particles depend on each other; take at most as many as there are particles`,
      { expected: count, found: size },
    );
  }
  if (low !== undefined && high !== undefined && !(low < high)) {
    throw new ShapeError(`the line from ${low} to ${high} is empty; low must be below high`, { found: low });
  }
  const levels = Float64Array.from({ length: size + 2 }, (_, m) => (m - 0.5) / size);
  levels[0] = 0;
  levels[size + 1] = 1;
  const targets = Float64Array.from({ length: count }, (_, n) => (n + 0.5) / count);
  const clamped = (x: number): number => Math.min(high ?? Infinity, Math.max(low ?? -Infinity, x));
  return {
    size,
    count,
    lift: (values, random) => {
      const points = pchipValues(levels, withEnds(values), targets).map(clamped);
      return complete({ points, weights: new Float64Array(count).fill(1 / count), count, dim: 1 }, random);
    },
    restrict: (particles) => quantiles(particles, size),
    project: (values) => values.map(clamped).sort(),
  };

  function withEnds(values: Float64Array): Float64Array {
    const all = new Float64Array(size + 2);
    all.set(values, 1);
    all[0] = low ?? values[0]! - (values[1]! - values[0]!) / 2;
    all[size + 1] = high ?? values[size - 1]! + (values[size - 1]! - values[size - 2]!) / 2;
    return all;
  }
}

/**
 * Quantiles of a measure on the line at (m + 1/2) / size of its mass: each point stands at the middle of its own mass, and places between
 * are interpolated.
 *
 * @throws ShapeError unless the measure is on the line.
 */
export function quantiles({ points, weights, count, dim }: Particles, size: number): Float64Array {
  if (dim !== 1)
    throw new ShapeError(`quantiles need points on the line, these have dimension ${dim}`, { found: dim });
  const order = argsort(points);
  const middles = new Float64Array(count);
  let mass = 0;
  for (let r = 0; r < count; r++) {
    const weight = weights[order[r]!]!;
    middles[r] = mass + weight / 2;
    mass += weight;
  }
  const values = new Float64Array(size);
  let r = 0;
  for (let m = 0; m < size; m++) {
    const level = ((m + 0.5) / size) * mass;
    while (r < count - 1 && middles[r + 1]! < level) r++;
    const next = Math.min(count - 1, r + 1);
    const width = middles[next]! - middles[r]!;
    const along = width > 0 ? Math.min(1, Math.max(0, (level - middles[r]!) / width)) : 0;
    values[m] = (1 - along) * points[order[r]!]! + along * points[order[next]!]!;
  }
  return values;
}
