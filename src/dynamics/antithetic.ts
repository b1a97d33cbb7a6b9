import { ShapeError } from "../errors.js";
import { type Measure, selectPoints } from "../measure/measure.js";
import { argsort } from "../numeric/argsort.js";
import { mirrored } from "../numeric/mirrored.js";
import type { Random } from "../numeric/random.js";
import { kdOrder } from "../transport/large/kd-order.js";
import type { Particles, Simulator } from "./particles.js";

export interface AntitheticOptions {
  /** Neighbours are paired anew after this time, a multiple of the micro-step; default: only when a simulation begins. */
  readonly every?: number;
}

/**
 * The same simulator with less noise in all averages: particles are paired with neighbours, and one of a pair moves with the numbers
 * of the other turned around (uniform u to 1 - u, normal z to -z).
 *
 * Each particle moves by the same law as before. What noise does to an average over the population cancels in a pair to first
 * order, as long as the two are near each other: pairing anew keeps them so. Nothing is gained of a simulator
 * that uses its random numbers otherwise than `Random` and the bulk draws of this library do.
 *
 * The two halves of the pairs are simulated one after the other: particles must not depend on each other, nor carry a hidden
 * state.
 *
 * @throws ShapeError if there is a hidden state, or `every` is not positive; while it simulates.
 *
 * Costs a sort on the line, or a kd-tree, per pairing. Antithetic variates: Hammersley and Morton 1956; sorting between steps as in
 * L'Ecuyer, Lecot and Tuffin 2008.
 */
export function antithetic(simulator: Simulator, { every = Infinity }: AntitheticOptions = {}): Simulator {
  if (!(every > 0)) {
    throw new ShapeError(`every is ${every}; pairs must be kept for a positive time`, { found: every });
  }
  return (particles, duration, random) => {
    const whole = Math.floor(duration / every + ROUNDING);
    let moved: Particles = particles;
    for (let part = 0; part < whole; part++) moved = inPairs(simulator, moved, every, random.fork(part));
    const rest = whole > 0 ? duration - whole * every : duration;
    return rest > ROUNDING * duration ? inPairs(simulator, moved, rest, random.fork(whole)) : moved;
  };
}

/** Of durations written in decimals. */
const ROUNDING = 1e-9;

function inPairs(simulator: Simulator, particles: Particles, duration: number, random: Random): Measure {
  const order =
    withoutHidden(particles).dim === 1 ? argsort(particles.points) : kdOrder(particles.points, particles.dim);
  const places = [order.filter((_, r) => r % 2 === 0), order.filter((_, r) => r % 2 === 1)];
  const streams = [random.fork(0), mirrored(random.fork(0))];
  const points = new Float64Array(particles.points.length);
  places.forEach((indices, half) => {
    if (indices.length === 0) return;
    const moved = withoutHidden(simulator(selectPoints(particles, indices), duration, streams[half]!));
    if (moved.count !== indices.length) {
      throw new ShapeError(
        `the simulator made ${moved.count} particles of ${indices.length}; pairs need as many`,
        {
          expected: indices.length,
          found: moved.count,
        },
      );
    }
    scatter(moved, indices, points);
  });
  return { points, weights: particles.weights, count: particles.count, dim: particles.dim };
}

function withoutHidden(particles: Particles): Particles {
  if (particles.hidden === undefined) return particles;
  throw new ShapeError(
    `the particles carry ${Object.keys(particles.hidden).join(", ")}; antithetic pairs are for particles without a hidden state`,
  );
}

/** Row r of the points to place indices[r]. */
function scatter({ points, dim }: Measure, indices: Int32Array, into: Float64Array): void {
  indices.forEach((index, r) => {
    for (let k = 0; k < dim; k++) into[index * dim + k] = points[r * dim + k]!;
  });
}
