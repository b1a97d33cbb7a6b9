import {
  type AskingSimulations,
  type CoarseDescription,
  type CoarseTimestepperOptions,
  coarseTimestepper,
  type Particles,
  type Random,
  type Simulator,
  type SteadyQuery,
  wholeSteps,
} from "../../src/index.js";
import type { SteadyPlace, SteadyTask } from "./methods/method.js";
import { turnOfEvents } from "./turn-of-events.js";

/** How long simulations are cut, so that signals are heard in between. */
export interface Slices {
  /** The micro-step. */
  readonly step: number;
  /** Micro-steps that are not cut. */
  readonly whole: number;
  readonly signal?: AbortSignal | undefined;
  /** Told between slices which share of a simulation is done. */
  readonly onShare?: ((share: number) => void) | undefined;
}

export type SlicedSimulator = (particles: Particles, duration: number, random: Random) => Promise<Particles>;

/** Coordinates times micro-steps of a slice, some tenths of a second. */
const SLICE = 2e7;

/** Slices of the simulations of a search: pairs are kept as long as the setting `antithetic` says. */
export function slicesOf(
  { system: { step }, settings }: Pick<SteadyTask, "system" | "settings">,
  { signal }: Pick<SteadyPlace, "signal">,
): Slices {
  return { step, whole: Math.max(1, Math.round(Number(settings.antithetic ?? 0) / step)), signal };
}

/** Micro-steps of a slice: a matter of the sizes alone, so that the same random numbers are drawn whatever signals come. */
export function sliceLength({ count, dim }: Particles, whole: number): number {
  return whole * Math.max(1, Math.floor(SLICE / (count * dim * whole)));
}

/**
 * A simulator slice by slice, all from one stream of random numbers; a simulation of one slice is that of the simulator to the last bit.
 *
 * The promise is rejected with the reason of the signal, if that is aborted between slices.
 */
export function inSlices(simulator: Simulator, { step, whole, signal, onShare }: Slices): SlicedSimulator {
  return async (particles, duration, random) => {
    const steps = wholeSteps(duration, step);
    const length = sliceLength(particles, whole);
    if (steps <= length) return simulator(particles, duration, random);
    let moved = particles;
    for (let done = 0; done < steps; done += length) {
      if (done > 0) {
        onShare?.(done / steps);
        await turnOfEvents();
        signal?.throwIfAborted();
      }
      moved = simulator(moved, Math.min(length, steps - done) * step, random);
    }
    return moved;
  };
}

/** Runs a method that asks for its simulations to its end; signals are heard between them, too. */
export async function simulatedInSlices<Result>(
  simulator: Simulator,
  method: AskingSimulations<Result>,
  slices: Slices,
): Promise<Result> {
  const simulate = inSlices(simulator, slices);
  let turn = method.next();
  while (!turn.done) {
    const { particles, duration, random } = turn.value;
    const answer = await simulate(particles, duration, random);
    turn = method.next(answer);
    if (turn.done) break;
    await turnOfEvents();
    slices.signal?.throwIfAborted();
  }
  return turn.value;
}

/** `coarseResidual` in slices. */
export function slicedResidual(
  simulator: Simulator,
  description: CoarseDescription,
  options: CoarseTimestepperOptions & { readonly rough?: CoarseDescription },
  slices: Slices,
): (query: Pick<SteadyQuery, "point" | "noise" | "purpose">) => Promise<Float64Array> {
  const fine = coarseTimestepper(simulator, description, options);
  const rough = options.rough && coarseTimestepper(simulator, options.rough, options);
  return async ({ point, noise, purpose }) => {
    const { evolveSteps } = purpose === "jacobian" && rough ? rough : fine;
    const evolved = await simulatedInSlices(simulator, evolveSteps(point, noise), slices);
    return point.map((value, p) => value - evolved[p]!);
  };
}
