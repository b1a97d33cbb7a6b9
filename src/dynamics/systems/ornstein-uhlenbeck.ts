import { exponential, exponentialMinusOne } from "../../numeric/elementary.js";
import { requirePositive } from "../../numeric/require-positive.js";
import type { ParticleSystem } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { brownianSteps } from "./brownian-steps.js";
import { gaussianStart } from "./gaussian-start.js";

export interface OrnsteinUhlenbeckOptions {
  /** Default: 1. */
  readonly dim?: number;
  /** theta, how fast the centre is approached; default: 1. */
  readonly rate?: number;
  /** c, in each coordinate; default: 0. */
  readonly centre?: number;
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** h; default: 1/100. */
  readonly step?: number;
  /** How a step is made; default: "exact". */
  readonly scheme?: OrnsteinUhlenbeckScheme;
  /** Of the normal law of the start, in each coordinate; default: the centre. */
  readonly mean?: number;
  /** Default: 1. */
  readonly deviation?: number;
}

/** "exact": the law after a step is the true one; "euler": that of Euler and Maruyama. */
export type OrnsteinUhlenbeckScheme = keyof typeof SCHEMES;

/** x - c becomes `factor` (x - c) and gets noise of variance `variance`. */
interface Transition {
  readonly factor: number;
  readonly variance: number;
}

const SCHEMES = {
  exact: (rate: number, diffusivity: number, step: number): Transition => ({
    factor: exponential(-rate * step),
    variance: (-exponentialMinusOne(-2 * rate * step) * diffusivity) / rate,
  }),
  euler: (rate: number, diffusivity: number, step: number): Transition => ({
    factor: 1 - rate * step,
    variance: 2 * diffusivity * step,
  }),
};

/**
 * Ornstein-Uhlenbeck process dX = -theta (X - c) dt + sqrt(2 D) dW in each coordinate. The steady law is N(c, D / theta); that
 * of Euler's steps has the variance D / theta / (1 - theta h / 2).
 *
 * @throws ShapeError if rate, diffusivity or step are not positive numbers.
 */
export function ornsteinUhlenbeck({
  dim = 1,
  rate = 1,
  centre = 0,
  diffusivity = 1,
  step = 1e-2,
  scheme = "exact",
  mean = centre,
  deviation = 1,
}: OrnsteinUhlenbeckOptions = {}): ParticleSystem {
  requirePositive("rate", rate);
  requirePositive("diffusivity", diffusivity);
  requirePositive("the micro-step", step);
  const { factor, variance } = SCHEMES[scheme](rate, diffusivity, step);
  const drift = (points: Float64Array): void => {
    for (let p = 0; p < points.length; p++) points[p] = centre + factor * (points[p]! - centre);
  };
  return {
    dim,
    step,
    start: (count, random) => gaussianStart(count, random, { dim, mean, deviation }),
    simulate: (particles, duration, random) => ({
      ...particles,
      points: brownianSteps(particles.points, random, {
        dim,
        steps: wholeSteps(duration, step),
        deviation: Math.sqrt(variance),
        drift,
      }),
    }),
  };
}
