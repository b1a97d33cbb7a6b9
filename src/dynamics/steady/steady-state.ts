import { ShapeError } from "../../errors.js";
import { type Asking, answered } from "../../numeric/asking.js";
import type { Status } from "../../numeric/certificate.js";
import {
  type NewtonIteration,
  type NewtonKrylovOptions,
  type NewtonQuery,
  newtonKrylovSteps,
  type Root,
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
  /**
   * Another description by the same numbers, with fewer particles: difference quotients are taken with it, since the Jacobian need
   * not be as exact as the residual. Default: the description itself.
   */
  readonly rough?: CoarseDescription;
  /** Evaluations with random numbers of their own at the answer, from which its noise is measured; default: 4, at least 2, or 0. */
  readonly noiseSamples?: number;
}

/** The number of the stream of random numbers that answers a question. */
export type Noise = (query: NewtonQuery) => number;

/** The same random numbers in every evaluation: the residual is one smooth function, and Newton finds its root. */
export const commonNoise: Noise = () => 0;

/** New random numbers in every evaluation, as in the publication: the residual ends on a plateau. */
export const freshNoise: Noise = ({ evaluation }) => evaluation + 1;

/** The same random numbers within an iteration, new ones in the next; refused without `renew: true` in the options of Newton. */
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

/** What one Newton iteration did. */
export interface SteadyIteration extends NewtonIteration {
  /** Particles times micro-steps so far. */
  readonly microSteps: number;
}

export interface SteadyState {
  /** The best description: the least residual. */
  readonly values: Float64Array;
  /** Particles that have it. */
  readonly particles: Particles;
  /** |psi| of the start and after each Newton iteration, Euclidean. */
  readonly residuals: readonly number[];
  /**
   * The least of `residuals`, by which the answer was chosen: with common noise that of one realisation, with fresh noise the
   * luckiest draw. Either says little of the law; see `freshResidual`.
   */
  readonly residual: number;
  /**
   * |mean psi| at the answer over `noiseSamples` evaluations with random numbers of their own, which had no part in finding it; its noise is
   * `freshError`, so that an answer without an error has about that. Both are absent without `noiseSamples`.
   */
  readonly freshResidual?: number;
  /** noiseFloor / sqrt(noiseSamples). */
  readonly freshError?: number;
  readonly history: readonly SteadyIteration[];
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
 * @throws ShapeError if durations or sizes do not fit, there is no start, or `noiseSamples` is 1; what `coarseTimestepper` throws.
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

/** What answers the questions of `steadyStateSteps`: it depends on the point, the stream of random numbers and, with `rough`, the purpose. */
export function coarseResidual(
  simulator: Simulator,
  description: CoarseDescription,
  options: CoarseTimestepperOptions & Pick<SteadyStateOptions, "rough">,
): (query: Pick<SteadyQuery, "point" | "noise"> & Partial<Pick<SteadyQuery, "purpose">>) => Float64Array {
  const fine = coarseTimestepper(simulator, description, options);
  const rough = options.rough && coarseTimestepper(simulator, options.rough, options);
  return ({ point, noise, purpose }) => {
    const { evolve } = purpose === "jacobian" && rough ? rough : fine;
    return plus(point, evolve(point, noise), -1);
  };
}

/** `steadyState` that asks for each residual, so that a run can wait, be watched, and be repeated from a log of answers. */
export function* steadyStateSteps(
  description: CoarseDescription,
  options: SteadyStateOptions,
): Asking<SteadyQuery, SteadyState> {
  const { start, noise = commonNoise, noiseSamples = 4 } = options;
  checkSizes(description, options);
  requireSamples(noiseSamples);
  if (noise === noiseOfIteration && options.newton?.renew !== true) {
    throw new ShapeError(
      "the noise changes with the iteration, and difference quotients would be of two noises; give `newton: { renew: true }` with it",
    );
  }
  const costs = costsOf(description, options);
  const spent = [0]; // micro-steps before each evaluation
  const method = newtonKrylovSteps(start, newtonOptions(description, options));
  let turn = method.next();
  while (!turn.done) {
    const query = turn.value;
    const answer = yield { ...query, noise: noise(query) };
    spent.push(spent.at(-1)! + (query.purpose === "jacobian" ? costs.jacobian : costs.residual));
    turn = method.next(answer);
  }
  const root = turn.value;
  const samples = yield* noiseAt(root, noiseSamples);
  return {
    values: root.point,
    particles: description.lift(root.point, options.random.fork(0).fork(0)),
    residuals: root.residuals,
    residual: root.residual,
    history: root.history.map((did) => ({ ...did, microSteps: spent[did.evaluations]! })),
    status: root.status,
    ...(samples.length > 1 && judged(samples)),
    evaluations: root.evaluations + samples.length,
    microSteps: spent.at(-1)! + samples.length * costs.residual,
  };
}

/** @throws ShapeError unless the start and the rough description have as many numbers as the description. */
function checkSizes({ size }: CoarseDescription, { start, rough }: SteadyStateOptions): void {
  if (!start) {
    throw new ShapeError(
      "there is no start; give the description that the search starts from, such as `description.restrict(particles, particles)`",
      { expected: size },
    );
  }
  for (const [name, found] of [
    ["the start", start.length],
    ["the rough description", rough?.size ?? size],
  ] as const) {
    if (found === size) continue;
    throw new ShapeError(`${name} has ${found} numbers, the description ${size}; give as many`, {
      expected: size,
      found,
    });
  }
}

function requireSamples(count: number): void {
  if (Number.isSafeInteger(count) && count >= 0 && count !== 1) return;
  throw new ShapeError(
    `noiseSamples is ${count}; it must be a whole number of at least 2, since noise is a difference of samples, or 0 for none`,
    { found: count },
  );
}

/** Micro-steps of an evaluation, by what it is for. */
function costsOf(description: CoarseDescription, options: SteadyStateOptions) {
  const cost = (of: CoarseDescription): number =>
    coarseTimestepper((particles) => particles, of, options).microSteps;
  return { residual: cost(description), jacobian: cost(options.rough ?? description) };
}

function newtonOptions(
  description: CoarseDescription,
  { newton, rough }: SteadyStateOptions,
): NewtonKrylovOptions {
  const { project } = description;
  return { difference: 0.1, ownBase: rough !== undefined, ...(project && { project }), ...newton };
}

/** Residuals at the answer, each with random numbers that were not used before. */
function* noiseAt(root: Root, count: number): Asking<SteadyQuery, Float64Array[]> {
  const samples: Float64Array[] = [];
  for (let s = 0; s < count; s++) {
    const evaluation = root.evaluations + s;
    const { point, iterations: iteration } = root;
    samples.push(yield { point, purpose: "noise", iteration, evaluation, noise: evaluation + 1 });
  }
  return samples;
}

/** The length of the mean, and the root mean square distance from it, with the correction for few samples. */
function judged(
  samples: readonly Float64Array[],
): Required<Pick<SteadyState, "freshResidual" | "freshError" | "noiseFloor">> {
  const mean = scaled(
    samples.reduce((sum, sample) => plus(sum, sample)),
    1 / samples.length,
  );
  const squares = samples.map((sample) => norm(plus(sample, mean, -1)) ** 2);
  const noiseFloor = Math.sqrt(squares.reduce((a, b) => a + b) / (samples.length - 1));
  return { freshResidual: norm(mean), freshError: noiseFloor / Math.sqrt(samples.length), noiseFloor };
}
