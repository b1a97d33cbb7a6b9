import { ShapeError } from "../errors.js";

/** @throws ShapeError unless 0 <= t <= 1. */
export function requireTime(t: number): void {
  if (!(t >= 0 && t <= 1)) throw new ShapeError(`t is ${t}; it must be a number of 0 to 1`, { found: t });
}
