import { leapCoefficients } from "./time-polynomial.js";
import type { JumpEstimate } from "./timestep/estimate.js";
import { everyNth } from "./timestep/every-nth.js";
import type { WindowShape } from "./timestep/time-window.js";

/**
 * Euler's step with the velocity of the parabola that fits the maps of the window best:
 *
 *   v = sum_j j (m_j - m_-j) / (2h sum_j j^2),   displacement = H v,   m_j the map to the cloud at t0 + jh.
 *
 * Of the differences over 2jh it weighs those over long times more than `averagedDifferences` does, in the ratio j^2: the noise
 * of particles, which is 1 / (jh) in a difference, is less, the bias of a curve that bends is more.
 *
 * @param every n: 10 fits to a tenth of the maps.
 * @throws ShapeError unless n is a whole number from 1 to k.
 */
export function leastSquaresVelocity(every = 1): JumpEstimate {
  return (window, duration) => fitted(window, every, duration, 1);
}

/**
 * The second-order step x + H v + H^2 a / 2 with the velocity of `leastSquaresVelocity` and the acceleration of the same
 * parabola, a = sum_j j^2 (m_j + m_-j - 2x) / (h^2 sum_j j^4).
 *
 * The error of a step is O(H^3), as the maps of optimal transport from t0 agree with the flow of the particles' law up to
 * O(s^3): its acceleration is a gradient like its velocity. The noise of a is that of v times something like H / (kh): a jump
 * that is long beside the window multiplies it by the square of that.
 *
 * @param every n: 10 fits to a tenth of the maps.
 * @throws ShapeError unless n is a whole number from 1 to k.
 */
export function secondOrderStep(every = 1): JumpEstimate {
  return (window, duration) => fitted(window, every, duration, 2);
}

function fitted(window: WindowShape, every: number, duration: number, order: number): Float64Array {
  const { halfSteps, step } = window;
  const offsets = bothSides(everyNth(every, halfSteps));
  const times = offsets.map((j) => j * step);
  const coefficients = new Float64Array(2 * halfSteps + 1);
  leapCoefficients(times, duration, { order }).forEach((c, p) => {
    coefficients[halfSteps + offsets[p]!] = c;
  });
  return coefficients;
}

/** In front of them their negatives, increasing. */
function bothSides(after: readonly number[]): number[] {
  return [...after.map((j) => -j).reverse(), ...after];
}
