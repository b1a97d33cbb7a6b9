import { ShapeError, SimulatorError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { Status } from "../../numeric/certificate.js";
import { type IterationOptions, type Stop, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { joined } from "../../numeric/vectors.js";
import { type AskingSimulations, simulated } from "../asking-simulations.js";
import type { Box, Particles, Simulator } from "../particles.js";
import { mirrorInto } from "../reflect.js";
import { requireBox } from "../systems/require-box.js";
import { wrongWith } from "../wrong-particles.js";
import { batchMeasure, shuffledBatches } from "./batches.js";
import {
  adamStep,
  copyPlaces,
  type DescentPlaces,
  type DescentStep,
  startingPlaces,
} from "./descent-step.js";
import { type ParticleLoss, wassersteinResidual } from "./wasserstein-residual.js";

export interface ParticleDescentOptions extends IterationOptions {
  readonly simulate: Simulator;
  /** T, the time of one timestep phi. */
  readonly duration: number;
  /** Epoch e draws from `random.fork(e)` only. */
  readonly random: Random;
  /**
   * Particles that are moved, simulated and matched together, as a population of their own; default: all. Smaller ones are faster,
   * and blur the law by about the distance between two samples of that size.
   */
  readonly batchSize?: number;
  /** Rate of the step in epoch 0, 1, ...; default: `fallingRate()`. */
  readonly rate?: (epoch: number) => number;
  /** Default: `wassersteinResidual`. */
  readonly loss?: ParticleLoss;
  /** Default: `adamStep`. */
  readonly step?: DescentStep;
  /** Every epoch draws the same numbers (and the same batches): then there is a fixed point, of that noise. Default: false. */
  readonly commonNoise?: boolean;
  /** Adds a hidden state to particles that are to be simulated. */
  readonly complete?: (particles: Particles, random: Random) => Particles;
  /** Steps that leave it are mirrored back. */
  readonly box?: Box;
  /**
   * `maxIterations` epochs (default 300), fewer if the mean residual of one is at most `tolerance` (default 0; noise leaves a
   * residual that no descent gets below). `onProgress` is told after every epoch.
   */
  readonly stop?: Stop;
  /** A state that an earlier descent gave, to go on from; the particles given count for their masses only. */
  readonly from?: DescentState;
}

/** A descent after some epochs: plain arrays and numbers, from which it goes on as if it had not been stopped. */
export interface DescentState extends DescentPlaces {
  readonly epochs: number;
  /** Mean residual of the batches of each epoch, at the places before its steps. */
  readonly residuals: Float64Array;
  /** Transports that did not converge. */
  readonly unsolved: number;
  /** Particles times time that was simulated; divided by the micro-step it is the number of micro-steps of single particles. */
  readonly particleTime: number;
}

export interface ParticleDescent {
  readonly particles: Measure;
  /**
   * "iteration-limit" when all epochs were gone through: the ordinary end, since noise leaves a residual. The particles are the last
   * ones: with falling rates later is better, and the least of noisy residuals is a matter of luck.
   */
  readonly status: Status;
  readonly state: DescentState;
}

/**
 * Particles X that a timestep phi leaves where they are, by descent on a residual of X and phi(X):
 *
 *   X <- step(X, field),  field = gradient of 1/2 W2^2(X, Y) for a unit of mass, Y = phi(X) held fixed.
 *
 * With the defaults that is Wasserstein-Adam. An epoch goes through all particles once, in batches.
 *
 * @param start particles to begin with; their masses stay.
 * @throws ShapeError if an option is out of its range or `from` belongs to another problem; SimulatorError if the simulator throws, changes what it is given or the
 *   number of particles, or gives a place that is not finite.
 *
 * An epoch costs `duration` of simulation for every particle and one transport a batch.
 * Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export function particleDescent(start: Measure, options: ParticleDescentOptions): ParticleDescent {
  const states = particleDescentStates(start, options);
  let state = startOf(start, options);
  let turn = states.next();
  for (; !turn.done; turn = states.next()) state = turn.value;
  return { particles: { ...start, points: state.points }, status: turn.value, state };
}

/**
 * The states of `particleDescent` after each epoch, and at last how it ended. Same options, errors and cost.
 *
 * A state that has converged, or has all epochs, has none after it.
 */
export function* particleDescentStates(
  start: Measure,
  options: ParticleDescentOptions,
): Generator<DescentState, Status, undefined> {
  const { tolerance, maxIterations } = stopRule(options.stop, DEFAULT_STOP);
  let state = startOf(start, options);
  while (!(errorOf(state) <= tolerance)) {
    if (state.epochs >= maxIterations) return "iteration-limit";
    const next = epochAfter(state, start, options);
    if (!(errorOf(next) < Infinity)) return "non-finite";
    state = next;
    yield state;
    const { epochs: done } = state;
    const error = errorOf(state);
    const going = options.onProgress?.({ unit: "iterations", done, total: maxIterations, error });
    if (going === false) return "aborted";
  }
  return "converged";
}

/** Infinity before the first epoch. */
const errorOf = ({ residuals }: DescentState): number => residuals.at(-1) ?? Infinity;

/** The epoch after a state (absent: the first one) that asks for its simulations, one a batch. Same options, errors and cost. */
export function particleDescentEpoch(
  before: DescentState | undefined,
  start: Measure,
  options: Omit<ParticleDescentOptions, "simulate" | "from" | "stop">,
): AskingSimulations<DescentState> {
  return epochSteps(startOf(start, { ...options, ...(before && { from: before }) }), start, options);
}

const DEFAULT_STOP = { tolerance: 0, maxIterations: 300 };

/** Ten times less every `every` epochs: rate 10^-floor(epoch / every), the published schedule. */
export function fallingRate(first = 0.1, every = 100): (epoch: number) => number {
  return (epoch) => {
    let divisor = 1;
    for (let n = Math.floor(epoch / every); n > 0; n--) divisor *= 10;
    return first / divisor;
  };
}

function startOf(
  start: Measure,
  { from, duration, box, batchSize = start.count }: Omit<ParticleDescentOptions, "simulate">,
): DescentState {
  if (box) requireBox(box, start.dim);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new ShapeError(`batchSize is ${batchSize}; it must be a whole number of at least 1`, {
      found: batchSize,
    });
  }
  if (!(duration > 0 && duration < Infinity)) {
    throw new ShapeError(`duration is ${duration}; a timestep has to be a positive time`, {
      found: duration,
    });
  }
  if (!from) {
    const none = { epochs: 0, residuals: new Float64Array(0), unsolved: 0, particleTime: 0 };
    return { ...startingPlaces(start.points, start.count), ...none };
  }
  if (from.points.length === start.points.length && from.updates.length === start.count) return from;
  throw new ShapeError(
    `the state to go on from has ${from.updates.length} particles and ${from.points.length} coordinates, the start ` +
      `${start.count} and ${start.points.length}`,
    { expected: start.points.length, found: from.points.length },
  );
}

function epochAfter(before: DescentState, start: Measure, options: ParticleDescentOptions): DescentState {
  return simulated(options.simulate, epochSteps(before, start, options));
}

function* epochSteps(
  before: DescentState,
  { weights, count, dim }: Measure,
  options: Omit<ParticleDescentOptions, "simulate">,
): AskingSimulations<DescentState> {
  const { batchSize = count, box } = options;
  const { rate = fallingRate(), step = adamStep, loss = wassersteinResidual } = options;
  const { epochs } = before;
  const random = options.random.fork(options.commonNoise ? 0 : epochs);
  const batches = shuffledBatches(count, batchSize, random);
  const places = copyPlaces(before);
  const all = { points: places.points, weights, count, dim };
  let sum = 0;
  let { unsolved } = before;
  for (const [b, indices] of batches.entries()) {
    const batch = batchMeasure(all, indices);
    const { value, field, status } = loss(batch, yield* imageOf(batch, options, random.fork(b), epochs));
    sum += value;
    if (status !== "converged") unsolved++;
    if (!(value < Infinity)) continue;
    indices.forEach((i, r) => {
      step(places, i, field.subarray(r * dim, (r + 1) * dim), rate(epochs));
    });
  }
  if (box) mirrorInto(places.points, box);
  return {
    ...places,
    epochs: epochs + 1,
    residuals: joined(before.residuals, Float64Array.of(sum / batches.length)),
    unsolved,
    particleTime: before.particleTime + count * options.duration,
  };
}

function* imageOf(
  batch: Measure,
  { duration, complete }: Pick<ParticleDescentOptions, "duration" | "complete">,
  random: Random,
  epoch: number,
): AskingSimulations<Measure> {
  const from = { step: epoch, time: epoch * duration };
  const image = yield { particles: complete ? complete(batch, random) : batch, duration, random, from };
  const complaint = wrongWith(image, batch, KEPT);
  if (!complaint) return image;
  throw new SimulatorError(
    `the simulator ${complaint}, in epoch ${epoch} (take a shorter micro-step, or a smaller rate of descent, if particles run away)`,
    from,
  );
}

const KEPT = { isBalanced: true, growing: "a descent needs all of them" };
