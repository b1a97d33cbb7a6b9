import { measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { requirePositive } from "../../numeric/require-positive.js";
import type { Box, ParticleSystem, Particles } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { randomDirections } from "./directions.js";
import { requireBox } from "./require-box.js";
import { type Attractant, runSteps } from "./runs.js";

export interface RunAndTumbleOptions {
  /** Default: 1. */
  readonly dim?: number;
  /** v, of a run; default: 1. */
  readonly speed?: number;
  /** lambda, tumbles in a unit of time; default: 1. */
  readonly rate?: number;
  /** Tumbling is rarer where the way leads up; default: the same everywhere. */
  readonly attractant?: Attractant;
  /** h; default: 1/16. */
  readonly step?: number;
  /** Mirrors at its faces; default: everywhere is open. */
  readonly box?: Box;
  /** Where all particles start, in each coordinate; default: 0. */
  readonly start?: number;
}

/**
 * Particles that run straight with speed v and tumble at random times, at rate lambda: then they take a new direction, uniform
 * on the sphere (left or right on the line). Mirrors turn them round. The direction is the hidden state `direction`, a unit
 * vector a particle; particles without one get a random one.
 *
 * Without an attractant the law after a step is exact: the mean square distance from the start grows as
 * 2 v^2 (lambda t - 1 + exp(-lambda t)) / lambda^2. With one (rates are those at the start of the micro-step), the steady
 * density in a box is proportional to exp(chi S), in any dimension.
 *
 * A micro-step is O(count * dim) time.
 *
 * @throws ShapeError if speed, rate or step are not positive numbers, or the box is none of dimension `dim`.
 */
export function runAndTumble({
  dim = 1,
  speed = 1,
  rate = 1,
  attractant,
  step = 1 / 16,
  box,
  start = 0,
}: RunAndTumbleOptions = {}): ParticleSystem {
  requirePositive("the speed", speed);
  requirePositive("the rate", rate);
  requirePositive("the micro-step", step);
  if (box) requireBox(box, dim);
  return {
    dim,
    step,
    ...(box && { box }),
    start: (count, random) => {
      const places = measure(new Float64Array(count * dim).fill(start), { dim });
      return { ...places, hidden: { direction: randomDirections(count, dim, random) } };
    },
    simulate,
  };

  function simulate(particles: Particles, duration: number, random: Random): Particles {
    const points = particles.points.slice();
    const directions = particles.hidden?.direction?.slice() ?? randomDirections(particles.count, dim, random);
    const run = runSteps({ points, directions, dim, speed, rate, step, attractant, box }, random);
    for (let s = wholeSteps(duration, step); s > 0; s--) run();
    return { ...particles, points, hidden: { ...particles.hidden, direction: directions } };
  }
}
