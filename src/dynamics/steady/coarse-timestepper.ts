import { MeasureError } from "../../errors.js";
import type { Random } from "../../numeric/random.js";
import type { Simulator } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import type { CoarseDescription } from "./coarse-description.js";

/** The map of a description to the one some time later: lift, simulate, restrict. */
export interface CoarseTimestepper {
  /** @param noise which stream of random numbers is used: the same number gives the same map. */
  readonly evolve: (values: Float64Array, noise: number) => Float64Array;
  /** Micro-steps of one evaluation: particles times steps. */
  readonly microSteps: number;
}

export interface CoarseTimestepperOptions {
  /** T, the time that one evaluation simulates. */
  readonly duration: number;
  /** h, the micro-step, for the book-keeping. */
  readonly step: number;
  readonly random: Random;
}

/**
 * The coarse timestepper of a simulator.
 *
 * @throws ShapeError unless the duration is a whole number of micro-steps; `evolve` throws MeasureError if the simulator gives places
 * that are not numbers.
 */
export function coarseTimestepper(
  simulator: Simulator,
  description: CoarseDescription,
  { duration, step, random }: CoarseTimestepperOptions,
): CoarseTimestepper {
  const microSteps = description.count * wholeSteps(duration, step);
  return {
    microSteps,
    evolve: (values, noise) => {
      const stream = random.fork(noise);
      const lifted = description.lift(values, stream.fork(0));
      const moved = simulator(lifted, duration, stream.fork(1));
      const found = description.restrict(moved, lifted);
      for (let m = 0; m < found.length; m++) {
        if (Number.isFinite(found[m]!)) continue;
        throw new MeasureError(
          `entry ${m} of the description after ${duration} is ${found[m]}; the simulator left the places that it can go on from`,
          { index: m, value: found[m]! },
        );
      }
      return found;
    },
  };
}
