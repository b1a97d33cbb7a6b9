import { ShapeError } from "../errors.js";
import { writtenNumber } from "./written-number.js";

/** Rounding of a duration that was written in decimals. */
const TOLERANCE = 1e-9;

/**
 * How many micro-steps a duration is.
 *
 * @param name of the duration in the error.
 * @throws ShapeError unless `step` is a positive number and `duration` a whole multiple of it, at least 0.
 */
export function wholeSteps(duration: number, step: number, name = "duration"): number {
  if (!(step > 0 && step < Infinity)) {
    throw new ShapeError(`the micro-step is ${step}; it must be a positive number`, { found: step });
  }
  const steps = Math.round(duration / step);
  if (steps >= 0 && Math.abs(steps * step - duration) <= TOLERANCE * Math.max(step, duration)) return steps;
  if (!(Math.abs(duration) < Infinity)) {
    throw new ShapeError(
      `${name} is ${duration}; it must be a number, a whole multiple of the micro-step ${step}`,
      {
        found: duration,
      },
    );
  }
  const near = writtenNumber(Math.max(0, steps) * step);
  throw new ShapeError(
    `${name} is ${duration}, which is ${writtenNumber(duration / step)} micro-steps of ${step}; give a whole number of them, such as ${near}`,
    { found: duration },
  );
}
