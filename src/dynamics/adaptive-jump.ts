import { ShapeError } from "../errors.js";
import { combinedRow, splitSquaredNorm } from "./split-norm.js";
import { derivativeCoefficients } from "./time-polynomial.js";
import type { JumpRule } from "./timestep/run-plan.js";
import type { EmbedWindow, WindowMaps } from "./timestep/window-maps.js";

export interface AdaptiveJumpOptions {
  /** Error of a jump that is aimed at: root mean square distance, in units of length. */
  readonly tolerance: number;
  /** H is at least this, whatever the acceleration; a jump shorter than the window that it costs gains nothing. */
  readonly shortest: number;
  /** H is at most this, also where no acceleration is seen. */
  readonly longest: number;
  /**
   * How the length of the acceleration is estimated. "split": by two halves of the particles, whose noise is independent.
   * "plain": as it is, noise and all, which makes jumps too short: for simulators without noise, or whose particles interact
   * so strongly that halves of them are no samples of the law. Default: "split".
   */
  readonly norm?: AccelerationNormName;
  /** For the halves; default: `embed`. */
  readonly embed?: EmbedWindow;
}

/** Part of the tolerance that is used up, and how fast H may fall and grow from jump to jump: Hairer, Norsett, Wanner, II.4. */
const SAFETY = 0.9;
const LEAST_FACTOR = 0.3;
const LARGEST_FACTOR = 2;

/**
 * Jumps of Euler's step as long as the estimated acceleration allows: the local error is about H^2 |a| / 2 in L2(mu), so
 *
 *   H = 0.9 sqrt(2 tolerance / |a|),   within 0.3 and 2 times the jump before, and within [shortest, longest].
 *
 * a is that of the parabola which fits the maps of the window, and so the rule asks for maps on both sides of the middle. Where
 * the noise of the particles hides it, H grows to `longest`.
 *
 * @throws ShapeError unless tolerance and shortest are positive and longest is finite and no less; when a window has less than two maps.
 *
 * Karris et al. 2024 (arXiv 2408.01857), theorem 4.16 bounds the error by the largest acceleration on the way.
 */
export function adaptiveJump(options: AdaptiveJumpOptions): JumpRule {
  const { tolerance, shortest, longest, norm = "split", embed } = options;
  requirePositive("tolerance", tolerance);
  requirePositive("shortest", shortest);
  if (!(longest >= shortest && longest < Infinity)) {
    throw new ShapeError(`longest is ${longest}; it must be finite and at least shortest, ${shortest}`, {
      found: longest,
    });
  }
  return (maps, { previous, random }) => {
    const square = ACCELERATION_NORMS[norm](maps, accelerationCoefficients(maps), random, embed);
    const acceleration = Math.sqrt(Math.max(0, square));
    const wanted = SAFETY * Math.sqrt((2 * tolerance) / acceleration);
    const from = previous === undefined ? 0 : LEAST_FACTOR * previous;
    const to = previous === undefined ? Infinity : LARGEST_FACTOR * previous;
    return { duration: clip(clip(wanted, from, to), shortest, longest) };
  };
}

type AccelerationNorm = typeof splitSquaredNorm;

/** Squared lengths of a field that follows from the maps of a window. */
export const ACCELERATION_NORMS = {
  split: splitSquaredNorm,
  plain: ({ embedding }, coefficients) => {
    const row = combinedRow(embedding.matrix, coefficients);
    return row.reduce((sum, value) => sum + value * value, 0);
  },
} as const satisfies Readonly<Record<string, AccelerationNorm>>;

export type AccelerationNormName = keyof typeof ACCELERATION_NORMS;

/** Of the rows of the embedding, in units of time^-2. */
function accelerationCoefficients({ offsets, step }: WindowMaps): Float64Array {
  return derivativeCoefficients(
    offsets.map((j) => j * step),
    2,
    2,
  );
}

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function requirePositive(name: string, value: number): void {
  if (value > 0) return;
  throw new ShapeError(`${name} is ${value}; it must be a positive number`, { found: value });
}
