/** A place on a way of several legs. */
export interface Place {
  /** On the whole way, 0 to 1. */
  readonly t: number;
  readonly leg: number;
  /** On that leg, 0 to 1. */
  readonly legTime: number;
}

/** Steps that one leg may have, and measures that a run may write. */
export const MOST_STEPS = 999;

/** So many equal steps a leg; a stop between two legs is the end of the first. */
export function equalSteps(steps: number, legs: number): Place[] {
  return Array.from({ length: steps * legs + 1 }, (_, k) => {
    const leg = Math.max(0, Math.ceil(k / steps) - 1);
    return { t: k / (steps * legs), leg, legTime: (k - leg * steps) / steps };
  });
}

/** At times of the whole way, all legs taking the same time. */
export function atTimes(times: readonly number[], legs: number): Place[] {
  return times.map((t) => {
    const leg = Math.max(0, Math.ceil(t * legs) - 1);
    return { t, leg, legTime: Math.min(1, t * legs - leg) };
  });
}
