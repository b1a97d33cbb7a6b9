import type { Random } from "../numeric/random.js";
import type { Particles, Simulator } from "./particles.js";
import { SimulatorError } from "./simulator-error.js";
import { type Kept, wrongWith } from "./wrong-particles.js";
import { writtenNumber } from "./written-number.js";

/** A simulation over a duration, beginning after so many steps, at a time. */
export interface CheckedSimulation extends Kept {
  readonly duration: number;
  readonly step: number;
  readonly time: number;
}

/**
 * Particles after a time, and what comes of it looked at. Errors that the simulator throws go through.
 *
 * @throws SimulatorError if it returns what `wrongWith` complains of.
 */
export function checkedSimulation(
  simulate: Simulator,
  particles: Particles,
  { duration, step, time, ...kept }: CheckedSimulation,
  random: Random,
): Particles {
  const moved = simulate(particles, duration, random);
  const complaint = wrongWith(moved, particles, kept);
  if (!complaint) return moved;
  throw new SimulatorError(
    `the simulator ${complaint}, of ${writtenNumber(duration)} from step ${step} at time ${writtenNumber(time)} on`,
    { step, time },
  );
}
