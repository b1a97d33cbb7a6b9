import type { Random } from "../../numeric/random.js";
import { equalMasses } from "../../transport/balance.js";
import type { Particles } from "../particles.js";
import { SimulatorError } from "../simulator-error.js";
import { writtenNumber } from "../written-number.js";
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
  /** Look whether the simulator leaves alone what it is given, too. */
  readonly isFirst: boolean;
}

/**
 * One micro-step, and what comes of it looked at.
 *
 * @throws SimulatorError if the simulator throws, takes too long, changes the particles that it is given, or returns some that are
 *   not finite, not of this dimension or mass, or not as many.
 */
export function guardedStep(guarded: Guarded, particles: Particles, place: Place, random: Random): Particles {
  const { simulate, step, clock } = guarded;
  const given = guarded.isFirst ? particles.points.slice() : undefined;
  const started = clock?.now() ?? 0;
  const moved = attempted(() => simulate(particles, step, random), place);
  const complaint = wrongWith(moved, particles, guarded.isBalanced);
  if (complaint) fail(complaint, place);
  if (given?.some((x, p) => x !== particles.points[p])) {
    fail("changed the points that it was given; it has to return new ones", place);
  }
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

/** What a simulator may not return, in words; nothing if all is well. */
function wrongWith(moved: Particles, before: Particles, isBalanced: boolean): string | undefined {
  return (
    wrongShape(moved, before, isBalanced) ?? wrongPoints(moved) ?? wrongWeights(moved, before, isBalanced)
  );
}

function wrongShape(moved: Particles, before: Particles, isBalanced: boolean): string | undefined {
  const { points, weights, count, dim } = moved;
  if (dim !== before.dim) return `returned points of dimension ${dim} instead of ${before.dim}`;
  if (isBalanced && count !== before.count) {
    return `returned ${count} particles instead of ${before.count}; populations that grow need the metric hk`;
  }
  if (points.length === count * dim && weights.length === count) return undefined;
  return `returned ${points.length} coordinates and ${weights.length} weights for ${count} particles of dimension ${dim}`;
}

function wrongPoints({ points, dim }: Particles): string | undefined {
  for (let p = 0; p < points.length; p++) {
    if (!Number.isFinite(points[p]!)) {
      return `returned ${points[p]} for coordinate ${p % dim} of particle ${Math.floor(p / dim)}`;
    }
  }
  return undefined;
}

function wrongWeights(moved: Particles, before: Particles, isBalanced: boolean): string | undefined {
  if (moved.weights === before.weights) return undefined;
  const odd = moved.weights.findIndex((w) => !(w >= 0 && w < Infinity));
  if (odd >= 0) return `returned the weight ${moved.weights[odd]} for particle ${odd}`;
  if (!moved.weights.some((w) => w > 0)) return "returned particles without mass";
  if (!isBalanced || equalMasses(moved, before)) return undefined;
  return "changed the mass of the particles; populations that grow need the metric hk";
}
