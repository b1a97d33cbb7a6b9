import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { Particles } from "../particles.js";

/** The times of a window: 2k + 1 of them, t0 - kh .. t0 + kh. */
export interface WindowShape {
  /** k, micro-steps on each side of the middle. */
  readonly halfSteps: number;
  /** h, the micro-step. */
  readonly step: number;
}

/** A stretch of micro-simulation, one cloud a micro-step. */
export interface TimeWindow extends WindowShape {
  /** Cloud k + j is that of t0 + jh, for j from -k to k. */
  readonly clouds: readonly Measure[];
  /** Cloud k, with its hidden state. */
  readonly middle: Particles;
}

/** @throws ShapeError unless halfSteps is a whole number of at least 1. */
export function requireHalfSteps(halfSteps: number): void {
  if (Number.isSafeInteger(halfSteps) && halfSteps >= 1) return;
  throw new ShapeError(
    `halfSteps is ${halfSteps}; a window needs a whole number of micro-steps on each side of its middle, at least 1`,
    { found: halfSteps },
  );
}
