import { SimulatorError } from "../../errors.js";
import type { Random } from "../../numeric/random.js";
import { watched } from "../left-alone.js";
import type { Particles } from "../particles.js";
import { writtenNumber } from "../written-number.js";
import { wrongWith } from "../wrong-particles.js";
import type { TimestepOptions } from "./run-plan.js";

/** Where in a run a micro-step is. */
interface Place {
  /** Micro-steps before it. */
  readonly step: number;
  readonly time: number;
}

interface Guarded extends Pick<TimestepOptions, "simulate" | "step" | "clock"> {
  /** Particles stay as many, and so does their mass. */
  readonly isBalanced: boolean;
  /** Look whether the simulator leaves alone what it is given, too: a copy of all its arrays. */
  readonly isWatched: boolean;
}

const GROWING = "populations that grow need the metric hk";

/**
 * One micro-step, and what comes of it looked at.
 *
 * @throws SimulatorError if the simulator throws, takes too long, changes the particles or the hidden state that it is given, or returns
 *   some that are not finite, not of this dimension or mass, or not as many, or NaN in a hidden state (where infinity may mean never).
 */
export function guardedStep(guarded: Guarded, particles: Particles, place: Place, random: Random): Particles {
  const { simulate, step, clock } = guarded;
  const changed = guarded.isWatched ? watched(particles) : undefined;
  const started = clock?.now() ?? 0;
  const moved = attempted(() => simulate(particles, step, random), place);
  const complaint = wrongWith(moved, particles, { isBalanced: guarded.isBalanced, growing: GROWING });
  if (complaint) fail(complaint, place);
  const change = changed?.();
  if (change) fail(change, place);
  if (clock?.longestStep !== undefined) {
    const took = clock.now() - started;
    if (took > clock.longestStep) {
      fail(
        `took ${writtenNumber(took, 4)} ms, more than the ${writtenNumber(clock.longestStep)} ms that its work can be saved in`,
        place,
      );
    }
  }
  return moved;
}

function attempted(simulate: () => Particles, place: Place): Particles {
  try {
    return simulate();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return fail(`failed: ${message}`, place, cause);
  }
}

function fail(complaint: string, place: Place, cause?: unknown): never {
  throw new SimulatorError(
    `the micro-simulator ${complaint}, in micro-step ${place.step} at time ${writtenNumber(place.time)}`,
    cause === undefined ? place : { ...place, cause },
  );
}
