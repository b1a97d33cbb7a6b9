import type { Measure, Particles, RunStep, Stage } from "../../src/index.js";

export const FRAME_STAGES = [
  "start",
  "start-up",
  "window",
  "landed",
  "burn-in",
  "recovery",
  "plain",
] as const;

/** What a cloud on the way ends, or lies in. */
export type FrameStage = (typeof FRAME_STAGES)[number];

/** A cloud on the way. */
export interface Frame {
  /** Of the system, in micro-steps from the start. */
  readonly at: number;
  readonly stage: FrameStage;
  /** Is it the end of the simulation after a jump? Those are what published curves show. */
  readonly recovered: boolean;
  readonly measure: Measure;
}

/** Is the cloud after a step kept? */
export type Keeps = (step: RunStep) => boolean;

/**
 * Clouds at whole multiples of so many micro-steps, and besides them the middles of windows, the places where jumps land and
 * the ends of stages. Of the second half of a window none: the run goes on from its middle.
 */
export function keepsOnTheWay(every: number, halfWindow: number): Keeps {
  return ({ state: { at, stage, done }, jump }) => {
    if (stage === "jump" || (stage === "window" && done > halfWindow)) return false;
    const isMiddle = stage === "window" && done === halfWindow;
    return jump !== undefined || done === 0 || isMiddle || at % every === 0;
  };
}

/** Clouds at these times, in micro-steps. */
export function keepsAt(times: ReadonlySet<number>): Keeps {
  return ({ state: { at } }) => times.has(at);
}

/** @param before the stage that the step was of; "plain": of plain simulation, which has none. */
export function frameOf(before: Stage | "plain", { state, jump }: RunStep): Frame {
  const { at, stage, done, cycle, particles } = state;
  return {
    at,
    stage: jump ? "landed" : stageName(before),
    recovered: cycle > 0 && done === 0 && jump === undefined && stage !== "burn-in",
    measure: placesOf(particles),
  };
}

export function startFrame(start: Particles): Frame {
  return { at: 0, stage: "start", recovered: false, measure: placesOf(start) };
}

function stageName(stage: Stage | "plain"): FrameStage {
  return stage === "jump" || stage === "done" ? "recovery" : stage;
}

function placesOf({ points, weights, count, dim }: Particles): Measure {
  return { points, weights, count, dim };
}
