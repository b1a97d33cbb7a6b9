import { type Asking, answered } from "../../numeric/asking.js";
import type { Status } from "../../numeric/certificate.js";
import {
  type NewtonIteration,
  type NewtonKrylovOptions,
  type NewtonQuery,
  newtonKrylovSteps,
} from "../../numeric/newton-krylov.js";
import { norm, plus, scaled } from "../../numeric/vectors.js";
import type { Particles, Simulator } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";
import { type CoarseTimestepperOptions, coarseTimestepper } from "./coarse-timestepper.js";

export interface SteadyStateOptions extends CoarseTimestepperOptions {
  /** The description that the search starts from. */
  readonly start: Float64Array;
  /** Which random numbers an evaluation uses; default: `commonNoise`. */
  readonly noise?: Noise;
  /** Default difference: 0.1. */
  readonly newton?: NewtonKrylovOptions;
  /** Evaluations with random numbers of their own at the answer, from which its noise is measured; default: 4, at least 2, or 0. */
  readonly noiseSamples?: number;
}

/** The number of the stream of random numbers that answers a question. */
export type Noise = (query: NewtonQuery) => number;

/** The same random numbers in every evaluation: the residual is one smooth function, and Newton finds its root. */
export const commonNoise: Noise = () => 0;

/** New random numbers in every evaluation, as in the publication: the residual ends on a plateau. */
export const freshNoise: Noise = ({ evaluation }) => evaluation + 1;

/** The same random numbers within an iteration, new ones in the next; needs `renew: true` in the options of Newton. */
export const noiseOfIteration: Noise = ({ iteration }) => Math.max(1, iteration);

/** A description whose coarse residual psi = q - Phi(q) is wanted. */
export interface SteadyQuery {
  readonly point: Float64Array;
  readonly purpose: NewtonQuery["purpose"] | "noise";
  readonly iteration: number;
  readonly evaluation: number;
  /** The stream of random numbers to be used. */
  readonly noise: number;
}

export interface SteadyState {
  /** The best description: the least residual. */
  readonly values: Float64Array;
  /** Particles that have it. */
  readonly particles: Particles;
  /** |psi| of the start and after each Newton iteration, Euclidean. */
  readonly residuals: readonly number[];
  readonly residual: number;
  readonly history: readonly NewtonIteration[];
  readonly status: Status;
  /**
   * |psi| that noise alone makes: the root mean square of |psi - mean psi| over evaluations at the answer with random numbers of
   * their own; absent without `noiseSamples`.
   */
  readonly noiseFloor?: number;
  /** Evaluations of the coarse timestepper, those for the noise included. */
  readonly evaluations: number;
  /** Particles times micro-steps of all evaluations. */
  readonly microSteps: number;
}

/**
 * A law that a simulator keeps: the root of psi(q) = q - Phi(q), where Phi lifts a description q to particles, simulates for a
 * time, and restricts, by Newton's method with Krylov solves.
 *
 * @throws ShapeError if durations or sizes do not fit; MeasureError if the simulator gives places that are not numbers.
 *
 * Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export function steadyState(
  simulator: Simulator,
  description: CoarseDescription,
  options: SteadyStateOptions,
): SteadyState {
  const residual = coarseResidual(simulator, description, options);
  return answered(steadyStateSteps(description, options), residual);
}

/** What answers the questions of `steadyStateSteps`: it depends on the point and the stream of random numbers alone. */
export function coarseResidual(
  simulator: Simulator,
  description: CoarseDescription,
  options: CoarseTimestepperOptions,
): (query: Pick<SteadyQuery, "point" | "noise">) => Float64Array {
  const { evolve } = coarseTimestepper(simulator, description, options);
  return ({ point, noise }) => plus(point, evolve(point, noise), -1);
}

/** `steadyState` that asks for each residual, so that a run can wait, be watched, and be repeated from a log of answers. */
export function* steadyStateSteps(
  description: CoarseDescription,
  options: SteadyStateOptions,
): Asking<SteadyQuery, SteadyState> {
  const { start, noise = commonNoise, noiseSamples = 4, newton = {} } = options;
  const { microSteps } = coarseTimestepper((particles) => particles, description, options);
  const project = newton.project ?? description.project;
  const method = newtonKrylovSteps(start, { difference: 0.1, ...newton, ...(project && { project }) });
  let turn = method.next();
  while (!turn.done) turn = method.next(yield { ...turn.value, noise: noise(turn.value) });
  const root = turn.value;
  const samples: Float64Array[] = [];
  for (let s = 0; s < noiseSamples; s++) {
    const evaluation = root.evaluations + s;
    const sample = yield {
      point: root.point,
      purpose: "noise",
      iteration: root.iterations,
      evaluation,
      noise: evaluation + 1,
    };
    samples.push(sample);
  }
  const evaluations = root.evaluations + samples.length;
  return {
    values: root.point,
    particles: description.lift(root.point, options.random.fork(0).fork(0)),
    residuals: root.residuals,
    residual: root.residual,
    history: root.history,
    status: root.status,
    ...(samples.length > 1 && { noiseFloor: spread(samples) }),
    evaluations,
    microSteps: evaluations * microSteps,
  };
}

/** Root mean square distance from the mean, with the correction for few samples. */
function spread(samples: readonly Float64Array[]): number {
  const mean = scaled(
    samples.reduce((sum, sample) => plus(sum, sample)),
    1 / samples.length,
  );
  const squares = samples.map((sample) => norm(plus(sample, mean, -1)) ** 2);
  return Math.sqrt(squares.reduce((a, b) => a + b) / (samples.length - 1));
}
