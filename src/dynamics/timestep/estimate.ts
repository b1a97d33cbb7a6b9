import { everyNth } from "./every-nth.js";
import type { WindowShape } from "./time-window.js";

/**
 * How the displacement of a jump follows from the maps of a window, as it is linear in them: entry k + j is the coefficient
 * c_j of the logarithm of the cloud at t0 + jh,
 *
 *   displacement = sum_j c_j log_mu(t0) mu(t0 + jh).
 *
 * Maps whose coefficient is 0 are not solved. Entry k, of the middle itself, is 0.
 *
 * @param duration H, the time that the jump leaps over. An entry that is 0 over both h and 2h is so over any time.
 */
export type JumpEstimate = (window: WindowShape, duration: number) => Float64Array;

/**
 * The mean of the centred differences over 2jh, j = n, 2n, .. <= k:
 *
 *   v = (1 / m) sum_j (log mu(t0 + jh) - log mu(t0 - jh)) / (2jh),   displacement = H v,   m the number of them.
 *
 * Karris et al. 2024 (arXiv 2408.01857), section 5, with n = 1.
 *
 * @param every n: 10 solves a tenth of the maps.
 * @throws ShapeError unless n is a whole number from 1 to k.
 */
export function averagedDifferences(every = 1): JumpEstimate {
  return ({ halfSteps, step }, duration) => {
    const offsets = everyNth(every, halfSteps);
    const coefficients = new Float64Array(2 * halfSteps + 1);
    for (const j of offsets) {
      const c = duration / (offsets.length * 2 * j * step);
      coefficients[halfSteps + j] = c;
      coefficients[halfSteps - j] = -c;
    }
    return coefficients;
  };
}

/** The one-sided difference over the second half of the window: v = log mu(t0 + kh) / (kh). */
export const forwardDifference: JumpEstimate = ({ halfSteps, step }, duration) => {
  const coefficients = new Float64Array(2 * halfSteps + 1);
  coefficients[2 * halfSteps] = duration / (halfSteps * step);
  return coefficients;
};
