import type { OnProgress, Status } from "../../numeric/certificate.js";

/** Steps between two calls of onProgress. */
const PROGRESS_EVERY = 20_000;

/** How many steps (bids, settled rows, pivots) were made, and whether the caller still wants the answer. */
export interface WorkBudget {
  readonly done: () => number;
  /** Counts steps. @returns false when the work has to end. */
  readonly spend: (steps: number) => boolean;
  /** How the work ended, or undefined while it may go on. */
  readonly ended: () => Status | undefined;
  /** Ends the work: some part of it needs more steps than it should. */
  readonly exhaust: () => void;
}

/** A fresh budget; `onProgress` hears about every 20,000 steps and ends the work by returning false. */
export function workBudget(mostSteps = Infinity, onProgress?: OnProgress): WorkBudget {
  let done = 0;
  let told = 0;
  let status: Status | undefined = mostSteps > 0 ? undefined : "iteration-limit";
  const spend = (steps: number): boolean => {
    done += steps;
    if (done >= mostSteps) status ??= "iteration-limit";
    if (onProgress && status === undefined && done - told >= PROGRESS_EVERY) {
      told = done;
      if (onProgress({ unit: "steps", done }) === false) status = "aborted";
    }
    return status === undefined;
  };
  const exhaust = (): void => {
    status ??= "iteration-limit";
  };
  return { done: () => done, spend, ended: () => status, exhaust };
}
