import type { Status } from "../../src/index.js";

/**
 * How a search ended: "tolerance" was met by an iteration; "noise": not met, and what is left is no larger than noise makes it, so that more iterations
 * would fit one sample of the noise and not the law; "short" of both, or nobody knows: not converged.
 */
export type SearchEnd = "tolerance" | "noise" | "short";

export interface EndedSearch {
  readonly status: Status;
  readonly residual: number;
  readonly noiseFloor?: number | undefined;
  /** Iterates, the start among them. */
  readonly history: readonly unknown[];
}

/** The same in words. */
export const SEARCH_ENDS: Readonly<Record<SearchEnd, string>> = {
  tolerance: "the tolerance is met",
  noise: "down to its noise, which more particles lower, and more iterations do not",
  short: "not converged",
};

/** A residual so many times that of noise alone is no noise. */
const ABOVE_NOISE = 3;

/** A tolerance that the start is within already proves nothing: then the noise has to tell. */
export function searchEnd({ status, residual, noiseFloor = 0, history }: EndedSearch): SearchEnd {
  if (status === "converged" && history.length > 1) return "tolerance";
  return status !== "non-finite" && residual <= ABOVE_NOISE * noiseFloor ? "noise" : "short";
}
