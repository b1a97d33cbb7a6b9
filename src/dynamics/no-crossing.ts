import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { neighbourLengths } from "../measure/neighbour-lengths.js";
import { argsort } from "../numeric/argsort.js";

export interface NoCrossingOptions {
  /** Share of neighbouring pairs that may meet; default: 0, none. */
  readonly share?: number;
  /** Above one dimension: nearest particles that count as neighbours; default: 8. */
  readonly neighbours?: number;
}

/**
 * The longest time for which particles may move straight on without neighbours passing each other: a jump x + H v is one-to-one
 * where H lambda > -1, lambda the least eigenvalue of the symmetric part of grad v, which is estimated by pairs of neighbours,
 *
 *   H = -1 / min (v_i - v_j) . (x_i - x_j) / |x_i - x_j|^2;   Infinity where no pair comes closer.
 *
 * On the line, with neighbours next to each other, this is the exact time of the first meeting. A velocity with the noise of the
 * particles in it brings some pair together at once: make it smooth first, or allow a share of the pairs. Pairs at one
 * place are left out.
 *
 * @param velocity row-major, one vector a particle, length per time.
 * @throws ShapeError unless there is a finite vector a particle, and the share is from 0 to 1.
 *
 * On the line O(n log n) time, else O(n^2 (dim + neighbours)).
 */
export function noCrossingDuration(
  particles: Measure,
  velocity: Float64Array,
  { share = 0, neighbours = 8 }: NoCrossingOptions = {},
): number {
  requireField(particles, velocity);
  if (!(share >= 0 && share <= 1)) {
    throw new ShapeError(`the share of pairs is ${share}; it must be from 0 to 1`, { found: share });
  }
  const rates = pairs(particles, neighbours)
    .map(([i, j]) => closingRate(particles, velocity, i, j))
    .filter((rate) => !Number.isNaN(rate))
    .sort((a, b) => a - b);
  const rate = rates[Math.min(Math.floor(share * rates.length), rates.length - 1)] ?? 0;
  return rate < 0 ? -1 / rate : Infinity;
}

function requireField({ points }: Measure, velocity: Float64Array): void {
  const odd = velocity.findIndex((v) => !Number.isFinite(v));
  if (odd >= 0)
    throw new ShapeError(`entry ${odd} of the velocity is ${velocity[odd]}; it must be finite`, {
      found: velocity[odd]!,
    });
  if (velocity.length === points.length) return;
  throw new ShapeError(`the velocity has ${velocity.length} numbers, the particles ${points.length}`, {
    expected: points.length,
    found: velocity.length,
  });
}

/** Neighbours on the line are those next to each other. */
function pairs(particles: Measure, neighbours: number): [number, number][] {
  if (particles.dim === 1) {
    const order = argsort(particles.points);
    return Array.from({ length: order.length - 1 }, (_, r) => [order[r]!, order[r + 1]!]);
  }
  const { starts, ends } = neighbourLengths(particles, neighbours);
  const found: [number, number][] = [];
  for (let i = 0; i < particles.count; i++) {
    for (let p = starts[i]!; p < starts[i + 1]!; p++) if (ends[p]! > i) found.push([i, ends[p]!]);
  }
  return found;
}

/** How fast the distance of a pair grows relative to itself; NaN at distance 0. */
function closingRate({ points, dim }: Measure, velocity: Float64Array, i: number, j: number): number {
  let along = 0;
  let square = 0;
  for (let k = 0; k < dim; k++) {
    const apart = points[i * dim + k]! - points[j * dim + k]!;
    along += (velocity[i * dim + k]! - velocity[j * dim + k]!) * apart;
    square += apart * apart;
  }
  return square > 0 ? along / square : Number.NaN;
}
