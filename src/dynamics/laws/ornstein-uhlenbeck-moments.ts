import { exponential, exponentialMinusOne } from "../../numeric/elementary.js";
import { requirePositive } from "../../numeric/require-positive.js";

export interface OrnsteinUhlenbeckMomentsOptions {
  /** theta; default: 1. */
  readonly rate?: number;
  /** c; default: 0. */
  readonly centre?: number;
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** Of the law at the start; default: the centre. */
  readonly mean?: number;
  /** Default: 1. */
  readonly deviation?: number;
}

/**
 * Mean and variance of a coordinate of `ornsteinUhlenbeck` (exact steps) at a time t >= 0, Infinity for the steady law; the law
 * stays normal: mean c + (m - c) exp(-theta t), variance s^2 exp(-2 theta t) + D (1 - exp(-2 theta t)) / theta.
 *
 * @throws ShapeError if rate or diffusivity are not positive numbers.
 */
export function ornsteinUhlenbeckMoments(
  time: number,
  {
    rate = 1,
    centre = 0,
    diffusivity = 1,
    mean = centre,
    deviation = 1,
  }: OrnsteinUhlenbeckMomentsOptions = {},
): { readonly mean: number; readonly variance: number } {
  requirePositive("rate", rate);
  requirePositive("diffusivity", diffusivity);
  const forgotten = -exponentialMinusOne(-2 * rate * time);
  return {
    mean: centre + (mean - centre) * exponential(-rate * time),
    variance: deviation ** 2 * (1 - forgotten) + (diffusivity / rate) * forgotten,
  };
}
