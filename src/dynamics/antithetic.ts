import { ShapeError } from "../errors.js";
import { type Measure, selectPoints } from "../measure/measure.js";
import { argsort } from "../numeric/argsort.js";
import { mirrored } from "../numeric/mirrored.js";
import { nextFork } from "../numeric/next-fork.js";
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
 * order, as long as the two are near each other: pairing anew keeps them so. Of pairs that are kept for long, averages of even functions
 * can be noisier than without pairs (x and -x have one square): up to twice the variance. Nothing is gained of a simulator that uses its
 * random numbers otherwise than `Random` and the bulk draws of this library do.
 *
 * The two halves of the pairs are simulated one after the other: particles must not depend on each other, nor carry a hidden
 * state. Their weights may change. Of an odd number of particles the last is on its own.
 *
 * @throws ShapeError if `every` is not positive; while it simulates, if the particles carry a hidden state, or the simulator
 *   gives them one, which is known only after half of a part.
 *
 * Costs a sort on the line, or a kd-tree, per pairing. Antithetic variates: Hammersley and Morton 1956; sorting between steps as in
 * L'Ecuyer, Lecot and Tuffin 2008.
 */
export function antithetic(simulator: Simulator, { every = Infinity }: AntitheticOptions = {}): Simulator {
  if (!(every > 0)) {
    throw new ShapeError(`every is ${every}; pairs must be kept for a positive time`, { found: every });
  }
  return (particles, duration, random) => {
    const own = nextFork(random);
    const whole = Math.floor(duration / every + ROUNDING);
    let moved: Particles = particles;
    for (let part = 0; part < whole; part++) moved = inPairs(simulator, moved, every, own.fork(part));
    const rest = whole > 0 ? duration - whole * every : duration;
    return rest > ROUNDING * duration ? inPairs(simulator, moved, rest, own.fork(whole)) : moved;
  };
}

/** Of durations written in decimals. */
const ROUNDING = 1e-9;

function inPairs(simulator: Simulator, particles: Particles, duration: number, random: Random): Measure {
  const moved = {
    ...withoutHidden(particles),
    points: new Float64Array(particles.points.length),
    weights: new Float64Array(particles.count),
  };
  for (const { indices, stream } of groups(particles, random)) {
    const group = withoutHidden(simulator(selectPoints(particles, indices), duration, stream));
    requireCount(group, indices.length);
    scatter(group, indices, moved);
  }
  return moved;
}

/** Particles that are simulated together. */
interface Group {
  readonly indices: Int32Array;
  readonly stream: Random;
}

/**
 * The ones and the others of all pairs, and the last particle where their number is odd: halves of one size use the same random
 * numbers for the same pair, whatever the number of micro-steps.
 */
function groups({ points, dim, count }: Particles, random: Random): Group[] {
  const order = dim === 1 ? argsort(points) : kdOrder(points, dim);
  const paired = order.subarray(0, count - (count % 2));
  return [
    { indices: paired.filter((_, r) => r % 2 === 0), stream: random.fork(0) },
    { indices: paired.filter((_, r) => r % 2 === 1), stream: mirrored(random.fork(0)) },
    { indices: order.slice(paired.length), stream: random.fork(1) },
  ].filter(({ indices }) => indices.length > 0);
}

function requireCount({ count }: Measure, expected: number): void {
  if (count === expected) return;
  throw new ShapeError(`the simulator made ${count} particles of ${expected}; pairs need as many`, {
    expected,
    found: count,
  });
}

function withoutHidden(particles: Particles): Particles {
  if (particles.hidden === undefined) return particles;
  throw new ShapeError(
    `the particles carry ${Object.keys(particles.hidden).join(", ")}; antithetic pairs are for particles without a hidden state`,
  );
}

/** Particle r to place indices[r]. */
function scatter({ points, weights, dim }: Measure, indices: Int32Array, into: Measure): void {
  indices.forEach((index, r) => {
    for (let k = 0; k < dim; k++) into.points[index * dim + k] = points[r * dim + k]!;
    into.weights[index] = weights[r]!;
  });
}
