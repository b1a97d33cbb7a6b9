import {
  type AskingSimulations,
  type CoarseDescription,
  type CoarseTimestepperOptions,
  coarseTimestepper,
  type Measure,
  type Particles,
  type Random,
  type Simulator,
  type SteadyQuery,
  wholeSteps,
} from "../../src/index.js";
import { busyClock } from "../busy-clock.js";
import { turnOfEvents } from "../turn-of-events.js";
import type { SteadyPlace, SteadyTask } from "./methods/method.js";
import { SlowStepError } from "./slow-step-error.js";

/** How long simulations are cut, so that signals are heard in between. */
export interface Slices {
  /** The micro-step. */
  readonly step: number;
  /** Micro-steps that are not cut. */
  readonly whole: number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of computing that a micro-step may take, the mean of a slice; default: any. */
  readonly longestStep?: number | undefined;
  /** Told between slices which share of a simulation is done. */
  readonly onShare?: ((share: number) => void) | undefined;
}

export type SlicedSimulator = (particles: Particles, duration: number, random: Random) => Promise<Particles>;

/** Coordinates times micro-steps of a slice, some tenths of a second. */
const SLICE = 2e7;

/** Slices of the simulations of a search: pairs are kept as long as the setting `antithetic` says. */
export function slicesOf(
  { system: { step }, settings }: Pick<SteadyTask, "system" | "settings">,
  { signal, interval }: Pick<SteadyPlace, "signal" | "interval">,
): Slices {
  const whole = Math.max(1, Math.round(Number(settings.antithetic ?? 0) / step));
  return { step, whole, signal, longestStep: interval };
}

/** Micro-steps of a slice: a matter of the sizes alone, so that the same random numbers are drawn whatever signals come. */
export function sliceLength({ count, dim }: Particles, whole: number): number {
  return whole * Math.max(1, Math.floor(SLICE / (count * dim * whole)));
}

/**
 * A simulator slice by slice, all from one stream of random numbers; a simulation of one slice is that of the simulator to the last bit.
 *
 * The promise is rejected with the reason of the signal, if that is aborted between slices, and with a SlowStepError.
 */
export function inSlices(simulator: Simulator, slices: Slices): SlicedSimulator {
  const { step, whole, signal, onShare } = slices;
  return async (particles, duration, random) => {
    const steps = wholeSteps(duration, step);
    const length = sliceLength(particles, whole);
    const timed = timedSimulator(simulator, slices);
    if (steps <= length) return timed(particles, duration, random, 0);
    let moved = particles;
    for (let done = 0; done < steps; done += length) {
      if (done > 0) {
        onShare?.(done / steps);
        await turnOfEvents(signal);
      }
      moved = timed(moved, Math.min(length, steps - done) * step, random, done);
    }
    return moved;
  };
}

/** @throws SlowStepError after a slice whose micro-steps took too long. */
function timedSimulator(
  simulator: Simulator,
  { step, longestStep }: Slices,
): (particles: Particles, duration: number, random: Random, done: number) => Particles {
  if (longestStep === undefined) return simulator;
  const now = busyClock();
  return (particles, duration, random, done) => {
    const started = now();
    const moved = simulator(particles, duration, random);
    const took = (now() - started) / Math.max(1, wholeSteps(duration, step));
    if (took > longestStep) throw new SlowStepError(took, longestStep, { step: done, time: done * step });
    return moved;
  };
}

/** Told of each simulation that was made for a method, before the method is: of which particles it is the image. */
type OnImage = (particles: Measure, image: Measure) => Promise<void>;

/** Runs a method that asks for its simulations to its end; signals are heard between them, too. */
export async function simulatedInSlices<Result>(
  simulator: Simulator,
  method: AskingSimulations<Result>,
  slices: Slices,
  onImage?: OnImage,
): Promise<Result> {
  const simulate = inSlices(simulator, slices);
  let turn = method.next();
  let first: Particles | undefined;
  let last: Particles | undefined;
  while (!turn.done) {
    await turnOfEvents(slices.signal);
    const { particles, duration, random } = turn.value;
    if (!first || particles !== last) first = particles; // else the method goes on from the answer it was given
    last = await simulate(particles, duration, random);
    await onImage?.(first, last);
    turn = method.next(last);
  }
  return turn.value;
}

/** `coarseResidual` in slices. */
export function slicedResidual(
  simulator: Simulator,
  description: CoarseDescription,
  options: CoarseTimestepperOptions & { readonly rough?: CoarseDescription },
  slices: Slices,
  onImage?: OnImage,
): (
  query: Pick<SteadyQuery, "point" | "noise"> & Partial<Pick<SteadyQuery, "purpose">>,
) => Promise<Float64Array> {
  const fine = coarseTimestepper(simulator, description, options);
  const rough = options.rough && coarseTimestepper(simulator, options.rough, options);
  return async ({ point, noise, purpose }) => {
    const { evolveSteps } = purpose === "jacobian" && rough ? rough : fine;
    const evolved = await simulatedInSlices(simulator, evolveSteps(point, noise), slices, onImage);
    return point.map((value, p) => value - evolved[p]!);
  };
}
