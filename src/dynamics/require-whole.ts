import { isOtError, SimulatorError } from "../errors.js";
import { watched } from "./left-alone.js";
import type { Particles } from "./particles.js";
import { writtenNumber } from "./written-number.js";
import { type Kept, wrongWith } from "./wrong-particles.js";

/** Where a simulation began. */
export interface SimulatedFrom {
  /** Steps before it. */
  readonly step: number;
  readonly time: number;
}

/** The same, and what it has to leave as it is. */
export interface SimulatedPart extends Kept, SimulatedFrom {}

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
  return fail(complaint, { step, time });
}

/**
 * What a simulator makes of particles, which it has to leave alone; what it returns is not looked at here.
 *
 * @throws SimulatorError if it throws, with what it threw as the cause, or changes an array that it is given. One that it throws itself,
 *   as a simulator that calls another does, stays as it is.
 */
export function attempted(simulate: () => Particles, before: Particles, from: SimulatedFrom): Particles {
  const changed = watched(before);
  const moved = answered(simulate, from);
  const change = changed();
  return change ? fail(change, from) : moved;
}

function answered(simulate: () => Particles, from: SimulatedFrom): Particles {
  try {
    return simulate();
  } catch (cause) {
    if (isOtError(cause, "SimulatorError")) throw cause;
    return fail(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, from, cause);
  }
}

function fail(complaint: string, { step, time }: SimulatedFrom, cause?: unknown): never {
  throw new SimulatorError(
    `the simulator ${complaint}, when it went on from step ${step} at time ${writtenNumber(time)}`,
    { step, time, ...(cause !== undefined && { cause }) },
  );
}
