import type { PermutedImportance } from "../held-out.js";
import type { ClassDirection } from "./directions.js";

/** What each reference point has to do with telling classes apart. */
export interface PointImportance {
  /**
   * "exact": the point's share in the variance of the decision of a linear classifier, mean over the pairs of classes; the shares sum to 1.
   * "permutation": by how much held-out accuracy falls when the rows of the point and its neighbours are shuffled among the items.
   */
  readonly method: "exact" | "permutation";
  readonly values: Float64Array;
  /** Standard errors over the repeats; absent where it is exact. */
  readonly errors?: Float64Array;
  readonly patch: number;
  readonly repeats: number | null;
  readonly items: number | null;
}

/** The mean over pairs of classes of what `blockShares` says; pairs whose decision does not vary are left out. */
export function exactImportance(decisions: readonly ClassDirection[]): PointImportance {
  const varying = decisions.filter(({ deviation }) => deviation > 0);
  const values = new Float64Array(decisions[0]!.shares.length);
  for (const { shares } of varying) {
    for (let i = 0; i < values.length; i++) values[i]! += shares[i]! / varying.length;
  }
  return { method: "exact", values, patch: 1, repeats: null, items: null };
}

export function permutedImportance({
  drops,
  errors,
  patch,
  repeats,
  items,
}: PermutedImportance): PointImportance {
  return { method: "permutation", values: drops, errors, patch, repeats, items };
}
