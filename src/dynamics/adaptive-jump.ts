import { ShapeError } from "../errors.js";
import { combinedRow } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { requirePositive } from "../numeric/require-positive.js";
import { splitSquaredNorms } from "./split-norm.js";
import { derivativeCoefficients } from "./time-polynomial.js";
import type { JumpRule } from "./timestep/run-plan.js";
import type { EmbedWindow, WindowMaps } from "./timestep/window-maps.js";

export interface AdaptiveJumpOptions {
  /** Error of a jump that is aimed at: root mean square distance, in units of length. */
  readonly tolerance: number;
  /** H is at least this, and at first at most twice this. A jump shorter than the window that it costs gains nothing. */
  readonly shortest: number;
  /** H is at most this. */
  readonly longest: number;
  /** Default: "split". */
  readonly errors?: JumpErrorsName;
  /** For the halves of the particles; default: `embed`. */
  readonly embed?: EmbedWindow;
}

/** Part of the tolerance that is used up, and how fast H may fall and grow from jump to jump: Hairer, Norsett, Wanner, II.4. */
const SAFETY = 0.9;
const LEAST_FACTOR = 0.3;
const LARGEST_FACTOR = 2;

/**
 * Jumps of Euler's step as long as their error allows. It has two parts, what the curve of measures bends and the noise of the
 * particles in the velocity: after H about
 *
 *   error^2 = (H^2 |a| / 2)^2 + (H |n|)^2   in L2(mu),   which 0.9 tolerance is to be.
 *
 * n is the noise of the velocity that the estimate of the run gives, before it is smoothed: with `smooth` the error is less than what
 * is aimed at. a is the acceleration of the parabola that fits the maps of the window best, so that they have to lie on both sides of
 * the middle. H stays within 0.3 and 2 times the jump before.
 *
 * @throws ShapeError unless tolerance and shortest are positive and longest is finite and no less; when it runs, if a window has less
 *   than two maps, if the estimate is not H times a velocity, as `secondOrderStep`, and what `splitSquaredNorms` throws: populations
 *   whose number changes need `errors: "plain"`.
 *
 * Karris et al. 2024 (arXiv 2408.01857), theorem 4.16, bounds the first part by the largest acceleration on the way.
 */
export function adaptiveJump(options: AdaptiveJumpOptions): JumpRule {
  const { tolerance, shortest, longest, errors = "split", embed } = options;
  requirePositive("tolerance", tolerance);
  requirePositive("shortest", shortest);
  if (!(longest >= shortest && longest < Infinity)) {
    throw new ShapeError(`longest is ${longest}; it must be finite and at least shortest, ${shortest}`, {
      found: longest,
    });
  }
  return (maps, { previous = shortest, random, coefficients }) => {
    const velocity = velocityOf(maps, coefficients);
    const wanted = longestWithin(SAFETY * tolerance, JUMP_ERRORS[errors]({ maps, velocity, random }, embed));
    const near = clip(wanted, LEAST_FACTOR * previous, LARGEST_FACTOR * previous);
    return { duration: clip(near, shortest, longest) };
  };
}

/** What the error of a jump is made of: squared lengths in L2(mu). */
interface JumpErrors {
  /** |a|^2, of the acceleration. */
  readonly acceleration: number;
  /** |n|^2, of the noise in the velocity. */
  readonly noise: number;
}

/** A window with the coefficients of its velocity, one a row of the embedding. */
interface EstimatedWindow {
  readonly maps: WindowMaps;
  readonly velocity: Float64Array;
  readonly random: Random;
}

/** How the parts of the error are told from the maps of a window. */
export const JUMP_ERRORS = {
  /**
   * By two halves of the particles, whose noise is independent if the particles are: see `splitSquaredNorms`. The noise of the
   * velocity is what its squared length is above that of the halves.
   */
  split: ({ maps, velocity, random }: EstimatedWindow, embed?: EmbedWindow) => {
    const split = splitSquaredNorms(maps, [velocity, accelerationOf(maps)], random, embed);
    return {
      acceleration: Math.max(0, split[1]!),
      noise: Math.max(0, squaredNorm(maps, velocity) - split[0]!),
    };
  },
  /** The acceleration as it is estimated, noise and all: for simulators without noise. */
  plain: ({ maps }: EstimatedWindow) => ({ acceleration: squaredNorm(maps, accelerationOf(maps)), noise: 0 }),
} as const satisfies Readonly<Record<string, (window: EstimatedWindow, embed?: EmbedWindow) => JumpErrors>>;

export type JumpErrorsName = keyof typeof JUMP_ERRORS;

/** H with (H^2 |a| / 2)^2 + (H |n|)^2 = tolerance^2; Infinity if both are 0. */
function longestWithin(tolerance: number, { acceleration, noise }: JumpErrors): number {
  const bend = Math.sqrt(acceleration) * tolerance;
  const square = (2 * tolerance * tolerance) / (noise + Math.sqrt(noise * noise + bend * bend));
  return Math.sqrt(square);
}

/** Coefficients of the rows of the embedding, for the second derivative at the middle. */
function accelerationOf({ offsets, step }: WindowMaps): Float64Array {
  return derivativeCoefficients(
    offsets.map((j) => j * step),
    2,
    2,
  );
}

/** Of a coefficient that is proportional to the time but for rounding. */
const ROUNDING = 1e-9;

/** Coefficients of the rows for the velocity that the estimate jumps with. */
function velocityOf(
  { offsets, halfSteps, step }: WindowMaps,
  coefficients: (duration: number) => Float64Array,
): Float64Array {
  const [once, twice] = [coefficients(step), coefficients(2 * step)];
  const bent = once.findIndex((c, p) => Math.abs(twice[p]! - 2 * c) > ROUNDING * Math.abs(c));
  if (bent < 0) return Float64Array.from(offsets, (j) => once[halfSteps + j]! / step);
  throw new ShapeError(
    "the estimate is not a velocity times the jump, whose error this rule knows; take `averagedDifferences` or `leastSquaresVelocity`, or jumps of one length",
    { found: bent - halfSteps },
  );
}

function squaredNorm({ embedding }: WindowMaps, coefficients: Float64Array): number {
  return combinedRow(embedding.matrix, coefficients).reduce((sum, value) => sum + value * value, 0);
}

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
