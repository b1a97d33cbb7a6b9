import type { OnProgress, Status } from "../../numeric/certificate.js";

/** Pivots between two calls of onProgress. */
const PROGRESS_EVERY = 1000;

/** How many pivots a solve may take in all, and whether its caller still wants it. */
export interface PivotBudget {
  readonly done: () => number;
  /** Pivots that may be made before the next call of `spend`; 0 when the work has to end. */
  readonly granted: () => number;
  /** Counts pivots; fewer than granted and no end in sight mean that they took long. */
  readonly spend: (pivots: number, isDone: boolean) => void;
  /** How the work ended, or undefined while it may go on. */
  readonly ended: () => Status | undefined;
}

/**
 * A fresh budget; `onProgress` hears of every thousandth pivot, and of fewer where they take long, and ends the work by
 * returning false.
 */
export function pivotBudget(mostPivots: number, onProgress?: OnProgress): PivotBudget {
  let done = 0;
  let told = 0;
  let status: Status | undefined = mostPivots > 0 ? undefined : "iteration-limit";
  const granted = (): number => (status ? 0 : Math.min(PROGRESS_EVERY - (done - told), mostPivots - done));
  const spend = (pivots: number, isDone: boolean): void => {
    const isSlow = pivots < granted() && !isDone;
    done += pivots;
    if (done >= mostPivots) status = "iteration-limit";
    else if (isSlow || done - told >= PROGRESS_EVERY) {
      told = done;
      if (onProgress?.({ unit: "pivots", done }) === false) status = "aborted";
    }
  };
  return { done: () => done, granted, spend, ended: () => status };
}
