import { ShapeError } from "../../errors.js";

/**
 * n, 2n, ... <= k: how far from the middle of a window every n-th of its maps is, in micro-steps.
 *
 * @throws ShapeError unless n is a whole number from 1 to k.
 */
export function everyNth(every: number, halfSteps: number): number[] {
  if (!Number.isSafeInteger(every) || every < 1 || every > halfSteps) {
    throw new ShapeError(
      `every is ${every}; maps are taken at every n-th of the ${halfSteps} micro-steps, n from 1 to ${halfSteps}`,
      { found: every },
    );
  }
  return Array.from({ length: Math.floor(halfSteps / every) }, (_, p) => (p + 1) * every);
}
