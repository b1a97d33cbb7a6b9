import type { OnProgress, Status } from "../../numeric/certificate.js";

/** Pivots between two calls of onProgress. */
const PROGRESS_EVERY = 1000;

/** How many pivots a solve may take in all, and whether its caller still wants it. */
export interface PivotBudget {
  readonly done: () => number;
  /** Pivots that may be made before the next call of `spend`; 0 when the work has to end. */
  readonly granted: () => number;
  /** Counts pivots. */
  readonly spend: (steps: number) => void;
  /** How the work ended, or undefined while it may go on. */
  readonly ended: () => Status | undefined;
}

/** A fresh budget; `onProgress` hears of every thousandth pivot and ends the work by returning false. */
export function pivotBudget(mostSteps: number, onProgress?: OnProgress): PivotBudget {
  let done = 0;
  let told = 0;
  let status: Status | undefined = mostSteps > 0 ? undefined : "iteration-limit";
  const spend = (steps: number): void => {
    done += steps;
    if (done >= mostSteps) status = "iteration-limit";
    else if (done - told >= PROGRESS_EVERY) {
      told = done;
      if (onProgress?.({ unit: "pivots", done }) === false) status = "aborted";
    }
  };
  const granted = (): number => (status ? 0 : Math.min(PROGRESS_EVERY - (done - told), mostSteps - done));
  return { done: () => done, granted, spend, ended: () => status };
}
