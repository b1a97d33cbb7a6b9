import { MeasureError, ShapeError } from "../../errors.js";
import type { Random } from "../../numeric/random.js";
import { add } from "../../numeric/vectors.js";
import { type AskingSimulations, simulated } from "../asking-simulations.js";
import type { Particles, Simulator } from "../particles.js";
import { requireRandom } from "../require-random.js";
import { requireWhole } from "../require-whole.js";
import { wholeSteps } from "../whole-steps.js";
import type { CoarseDescription } from "./coarse-description.js";

/** The map of a description to the one some time later: lift, simulate, restrict. */
export interface CoarseTimestepper {
  /** @param noise which stream of random numbers is used: the same number gives the same map. */
  readonly evolve: (values: Float64Array, noise: number) => Float64Array;
  /** `evolve` that asks for its simulations. */
  readonly evolveSteps: (values: Float64Array, noise: number) => AskingSimulations<Float64Array>;
  /** Micro-steps of one evaluation: particles times steps. */
  readonly microSteps: number;
}

export interface CoarseTimestepperOptions {
  /** T, the time that one evaluation simulates. */
  readonly duration: number;
  /** h, the micro-step, for the book-keeping. */
  readonly step: number;
  readonly random: Random;
  /**
   * R: the description is the mean of R, read at even times in the second half of the duration, the last at its end. A law that is
   * kept is kept at all times, so the fixed point stays, with less noise where particles forget within the duration. Default: 1.
   */
  readonly readings?: number;
}

/**
 * The coarse timestepper of a simulator.
 *
 * @throws ShapeError unless the duration is a whole number of micro-steps, at least 1, of which there are enough for the readings; `evolve` throws
 * SimulatorError if the simulator throws, changes what it is given, returns places that are not finite, or changes the number of particles or their mass, and MeasureError if
 * the description reads numbers that are not finite.
 */
export function coarseTimestepper(
  simulator: Simulator,
  description: CoarseDescription,
  { duration, step, random, readings = 1 }: CoarseTimestepperOptions,
): CoarseTimestepper {
  const steps = wholeSteps(duration, step);
  if (steps < 1) {
    throw new ShapeError(`duration is ${duration}; any law is steady over no time: give at least ${step}`, {
      found: duration,
    });
  }
  requireRandom(random);
  const stretches = stretchesOf(steps, readings);
  function* evolveSteps(values: Float64Array, noise: number): AskingSimulations<Float64Array> {
    const stream = random.fork(noise);
    const lifted = description.lift(values, stream.fork(0));
    const mean = new Float64Array(description.size);
    let particles: Particles = lifted;
    let done = 0;
    for (const [r, stretch] of stretches.entries()) {
      const from = { step: done, time: done * step };
      const moved = yield { particles, duration: stretch * step, random: stream.fork(r + 1), from };
      particles = requireWhole(moved, particles, { ...WHOLE, ...from });
      done += stretch;
      add(mean, finite(description.restrict(particles, lifted), duration), 1 / readings);
    }
    return mean;
  }
  return {
    microSteps: description.count * steps,
    evolve: (values, noise) => simulated(simulator, evolveSteps(values, noise)),
    evolveSteps,
  };
}

const WHOLE = { isBalanced: true, growing: "a law is described by all of its particles, whose mass stays 1" };

/** Micro-steps up to the first reading, and between readings: even in the second half of all, up to rounding. */
function stretchesOf(steps: number, readings: number): number[] {
  if (!(Number.isSafeInteger(readings) && readings >= 1 && readings <= Math.max(1, steps / 2))) {
    throw new ShapeError(
      `${readings} readings in ${steps} micro-steps; give a whole number from 1 to half as many as there are steps`,
      { found: readings },
    );
  }
  const times = Array.from({ length: readings }, (_, r) =>
    Math.round(steps * (readings === 1 ? 1 : (1 + (r + 1) / readings) / 2)),
  );
  return times.map((time, r) => time - (times[r - 1] ?? 0));
}

function finite(values: Float64Array, duration: number): Float64Array {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return values;
  throw new MeasureError(
    `entry ${index} of the description within ${duration} is ${values[index]}; \`restrict\` has to give finite numbers`,
    { index, value: values[index]! },
  );
}
