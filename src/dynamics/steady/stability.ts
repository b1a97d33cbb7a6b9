import { type Asking, answered } from "../../numeric/asking.js";
import { logarithm } from "../../numeric/elementary.js";
import {
  type ArnoldiOptions,
  type Eigenvalue,
  leadingEigenvaluesSteps,
} from "../../numeric/leading-eigenvalues.js";
import type { Random } from "../../numeric/random.js";
import { maxNorm, norm, plus, scaled } from "../../numeric/vectors.js";
import type { Simulator } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";
import { type CoarseTimestepperOptions, coarseTimestepper } from "./coarse-timestepper.js";
import { coarseResidual, type SteadyQuery } from "./steady-state.js";

export interface StabilityOptions extends ArnoldiOptions, Omit<CoarseTimestepperOptions, "readings"> {
  /** Difference quotients move the description by this times max(1, max|q|), Euclidean; default: 0.1. */
  readonly difference?: number;
  /** The stream of random numbers of all evaluations; default: 0, that of `commonNoise`. */
  readonly noise?: number;
  /** The first direction; default: a random walk over the entries, since slow modes are smooth. */
  readonly direction?: Float64Array;
  /** As of `ArnoldiOptions`; default: 1/1000, since what is new by less is interpolation and noise, with eigenvalues of its own. */
  readonly closed?: number;
}

export interface Stability {
  /** Leading eigenvalues of the coarse timestepper at the description, by modulus: the state is stable if all are within the unit circle. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** The modulus of the first is below 1: not more than a guess where it is so by less than `error`. */
  readonly stable: boolean;
  /**
   * Length of the difference between two derivatives along the first direction, of length 1: by the whole difference and by half of it.
   * Curvature and noise make it; eigenvalues of about this modulus or less are of no meaning.
   */
  readonly error: number;
  /**
   * Time in which the slowest mode falls to 1/e: -T / log(modulus of the first); Infinity if it does not fall, 0 if nothing is left of it after T.
   */
  readonly relaxationTime: number;
  readonly evaluations: number;
  readonly microSteps: number;
}

/**
 * Whether a steady state is stable: the leading eigenvalues of the coarse timestepper's derivative at a description, by Arnoldi on
 * difference quotients with common random numbers.
 *
 * The eigenvalues of a diffusion are exp(-rate T): a short time T crowds them below 1, a long one hides all but the slowest. Laws are read
 * once, at the end of T, whatever readings the search for the state had.
 *
 * @param values q, a steady description.
 * @throws as `steadyState`; ShapeError if the direction is zero.
 *
 * Evaluations: products + 2.
 */
export function stability(
  simulator: Simulator,
  description: CoarseDescription,
  values: Float64Array,
  options: StabilityOptions,
): Stability {
  // a mean of readings would have mean eigenvalues, of no one time
  const residual = coarseResidual(simulator, description, { ...options, readings: 1 });
  return answered(stabilitySteps(description, values, options), residual);
}

/** `stability` that asks for each residual, by the questions of `steadyStateSteps`: residuals of one reading. */
export function* stabilitySteps(
  description: CoarseDescription,
  values: Float64Array,
  options: StabilityOptions,
): Asking<SteadyQuery, Stability> {
  const {
    difference = 0.1,
    noise = 0,
    direction = randomWalk(values.length, options.random),
    duration,
  } = options;
  const { microSteps } = coarseTimestepper((particles) => particles, description, {
    ...options,
    readings: 1,
  });
  const length = difference * Math.max(1, maxNorm(values));
  let evaluations = 0;
  const base = yield* asked(values, "residual");
  const method = leadingEigenvaluesSteps(direction, { closed: 1e-3, ...options });
  let turn = method.next();
  let error: number | undefined;
  while (!turn.done) {
    const v = turn.value;
    const image = yield* derivative(v, length);
    error ??= norm(plus(image, yield* derivative(v, length / 2), -1));
    turn = method.next(image);
  }
  const eigenvalues = turn.value;
  const { modulus } = eigenvalues[0]!;
  return {
    eigenvalues,
    stable: modulus < 1,
    error: error!,
    relaxationTime: modulus < 1 ? -duration / logarithm(modulus) : Infinity,
    evaluations,
    microSteps: evaluations * microSteps,
  };

  /** Of Phi along v, of length 1: v less that of psi = q - Phi(q). */
  function* derivative(v: Float64Array, reach: number): Asking<SteadyQuery, Float64Array> {
    const moved = yield* asked(plus(values, v, reach), "jacobian");
    return plus(v, scaled(plus(moved, base, -1), 1 / reach), -1);
  }

  function* asked(point: Float64Array, purpose: SteadyQuery["purpose"]): Asking<SteadyQuery, Float64Array> {
    const answer = yield { point, purpose, iteration: 0, evaluation: evaluations, noise };
    evaluations++;
    return answer;
  }
}

function randomWalk(size: number, random: Random): Float64Array {
  const steps = random.fork(STREAM_OF_DIRECTION);
  let place = 0;
  return Float64Array.from({ length: size }, () => {
    place += steps.normal();
    return place;
  });
}

/** Beyond the numbers of evaluations. */
const STREAM_OF_DIRECTION = 2 ** 40;
