import type { Measure } from "../../measure/measure.js";
import type { Particles } from "../particles.js";

/** What a run does next: a micro-step of one of the stages, a jump, or nothing any more. */
export type Stage = "start-up" | "window" | "jump" | "burn-in" | "recovery" | "done";

/** Micro-steps so far, and those that plain simulation takes to the same time. */
export interface MicroSteps {
  readonly paid: number;
  readonly plain: number;
}

/**
 * A run between two micro-steps: plain arrays and numbers, all that is needed to go on. A run that is resumed from any of its
 * states gives the same bytes.
 */
export interface RunState {
  readonly particles: Particles;
  /** Of the system, in micro-steps: its time is this times h. */
  readonly at: number;
  readonly stage: Stage;
  /** Micro-steps of this stage so far. */
  readonly done: number;
  /** Cycles that are complete. */
  readonly cycle: number;
  /** Micro-steps so far; those of the second half of windows are among them, and their time is not. */
  readonly paid: number;
  /** H of the last jump, in micro-steps. */
  readonly lastJump?: number;
  /** Of the window that the run is in, one a micro-step so far; else none. */
  readonly clouds: readonly Measure[];
  /** Of that window, once it is reached. */
  readonly middle?: Particles;
}

/** What a jump was like. */
export interface JumpReport {
  /** 0 for the first. */
  readonly cycle: number;
  /** t0, the time of the middle of the window. */
  readonly from: number;
  /** H. */
  readonly duration: number;
  /** Maps that were solved. */
  readonly maps: number;
  /** |displacement| in the tangent space at the middle: for W2 the root of the mean square of what particles moved by. */
  readonly length: number;
  /** Largest relative gap of the certificates of the maps, and how many of them did not converge. */
  readonly worstGap: number;
  readonly notConverged: number;
  /** Means over the maps of what is dropped: the spread of particles whose mass splits, and for HK mass that none reaches. */
  readonly meanResidual: number;
  readonly meanSingularMass: number;
  /** Milliseconds that the maps of this window took; absent where there is no clock. */
  readonly mapTime?: number;
}

/** A run after one more micro-step, or after a jump. */
export interface RunStep {
  readonly state: RunState;
  /** Of the jump that has just been made. */
  readonly jump?: JumpReport;
}
