import { SimulatorError } from "../errors.js";
import type { Particles } from "./particles.js";
import { writtenNumber } from "./written-number.js";
import { type Kept, wrongWith } from "./wrong-particles.js";

/** Where a simulation began, and what it has to leave as it is. */
export interface SimulatedPart extends Kept {
  /** Steps before it. */
  readonly step: number;
  readonly time: number;
}

/**
 * The particles that a simulator returned, once they have been looked at.
 *
 * @throws SimulatorError if there is what `wrongWith` complains of.
 */
export function requireWhole(
  moved: Particles,
  before: Particles,
  { step, time, ...kept }: SimulatedPart,
): Particles {
  const complaint = wrongWith(moved, before, kept);
  if (!complaint) return moved;
  throw new SimulatorError(
    `the simulator ${complaint}, when it went on from step ${step} at time ${writtenNumber(time)}`,
    { step, time },
  );
}
