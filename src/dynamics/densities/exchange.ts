import { exponentialMinusOne } from "../../numeric/elementary.js";

/** Bernoulli's function z / (exp(z) - 1), 1 at 0. */
export function bernoulli(z: number): number {
  return Math.abs(z) < 1e-10 ? 1 - z / 2 : z / exponentialMinusOne(z);
}

/**
 * Rates of exchange between neighbouring cells, so that the flux from i to i + 1 is forth[i] p_i - back[i] p_(i+1).
 *
 * By Scharfetter and Gummel 1969: exact where velocity and diffusivity are constant between the centres; never negative, however
 * large the velocity. With velocity = -D dU/dx given as differences of a potential U over the width, exp(-U / D) is in balance to
 * the last digit.
 *
 * @param velocity at the inner faces, one fewer than cells.
 */
export function exchangeRates(
  velocity: Float64Array,
  diffusivity: number,
  width: number,
): { readonly forth: Float64Array; readonly back: Float64Array } {
  const scale = diffusivity / (width * width);
  return {
    forth: velocity.map((v) => scale * bernoulli((-v * width) / diffusivity)),
    back: velocity.map((v) => scale * bernoulli((v * width) / diffusivity)),
  };
}
