import type { Metric } from "../../lot/metric.js";
import type { Reference } from "../../lot/reference.js";
import type { Tangent } from "../../lot/tangent.js";
import type { Random } from "../../numeric/random.js";
import type { Box, Reinitialise, Simulator } from "../particles.js";
import type { JumpEstimate } from "./estimate.js";
import type { WindowMaps } from "./window-maps.js";

/**
 * Makes the displacement of a jump smoother; `middle` is the middle of its window, `travelled` the distance that particles go in
 * it, from there to its end, where it is known: over it neighbours share their noise.
 */
export type Smooth = (middle: Reference, displacement: Tangent, travelled?: number) => Tangent;

/** How far to jump, decided when the maps of the window are known. */
export type JumpRule = (maps: WindowMaps, state: JumpRuleState) => JumpChoice;

export interface JumpRuleState {
  /** H of the jump before; absent at the first. */
  readonly previous?: number;
  /** The time that is left for the jump; Infinity unless the run has an end. */
  readonly longest: number;
  /** Of this jump alone. */
  readonly random: Random;
  /** Those of the estimate of the run, for a jump over a time: see `JumpEstimate`. */
  readonly coefficients: (duration: number) => Float64Array;
}

export interface JumpChoice {
  /** H; it is rounded down to whole micro-steps and cut to 0 .. longest. */
  readonly duration: number;
  /** Micro-steps that finding it out took, which count as paid; default: 0. */
  readonly microSteps?: number;
}

/** The caller's clock, as the library has none. */
export interface Clock {
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Milliseconds that a micro-step may take at most: `SimulatorError` if one takes longer. Default: any. */
  readonly longestStep?: number;
}

/** One cycle of the timestepper: window, jump, burn-in. */
export interface TimestepOptions {
  readonly simulate: Simulator;
  /** h, the micro-step. */
  readonly step: number;
  /** k: the window has 2k micro-steps, of which the second half is for the estimate only. */
  readonly halfSteps: number;
  /** H, the time that is leapt over from the middle of the window, whole micro-steps; or how to choose it. */
  readonly jump: number | JumpRule;
  /** H_R, the time of plain simulation after the jump; default: 0. */
  readonly burnIn?: number;
  /** Default: `averagedDifferences()`. */
  readonly estimate?: JumpEstimate;
  /** Default: none. */
  readonly smooth?: Smooth;
  /** What becomes of hidden states; default: `keepHidden`. */
  readonly reinitialise?: Reinitialise;
  /** Particles that a jump brings outside are mirrored into it, as the micro-simulator does in its next step; default: none. */
  readonly box?: Box;
  /**
   * Default: `w2Metric`: the particles stay as many, and so does their mass. `hkMetric`: both may change, with
   * a kappa some ten times what particles move by in a jump (half of it is refused). The coordinates of `opt` are no differences in
   * time, and so it is refused.
   */
  readonly metric?: Metric;
  /** Default: none. */
  readonly clock?: Clock;
}

/** A whole run: start-up, cycles, recovery. */
export interface RunOptions extends TimestepOptions {
  /** S, the time of plain simulation before the first window; default: 0. */
  readonly startUp?: number;
  /** N_T; with an `end`, the most there may be. */
  readonly cycles: number;
  /** R, the time of plain simulation after the last cycle; default: 0. Not to be given with an `end`. */
  readonly recovery?: number;
  /**
   * T, when the run ends, whatever the jumps are: a cycle begins only if it fits (of a rule for the jump: if the time that it
   * simulates does), and the recovery lasts until T. Default: the run ends when all stages are done.
   */
  readonly end?: number;
}
