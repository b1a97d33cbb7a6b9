import type { OnProgress } from "../numeric/certificate.js";
import { type PermutationTest, type PermutationTestOptions, permutationTest } from "./permutation-test.js";
import { groupSizes, selectGroups, type Units } from "./units.js";

/** The test of two of the groups. */
export interface PairTest {
  readonly groups: readonly [number, number];
  readonly test: PermutationTest;
  /** P-value for the question whether any pair differs, among all of these pairs. */
  readonly adjusted: number;
}

/**
 * The test of each pair of groups on its own, with p-values adjusted so that the probability of any false rejection is at
 * most the level (Holm 1979). Pairs of groups of one unit each cannot be tested and are left out.
 *
 * `onProgress` is told of each test in turn; `false` ends all that are left after their first message, with status "aborted".
 */
export function pairwiseTests(units: Units, options: PermutationTestOptions): readonly PairTest[] {
  const sizes = groupSizes(units);
  const pairs: [number, number][] = [];
  for (let a = 0; a < units.groupCount; a++) {
    for (let b = a + 1; b < units.groupCount; b++) if (sizes[a]! + sizes[b]! > 2) pairs.push([a, b]);
  }
  let isEnded = false;
  const onProgress: OnProgress = (info) => {
    isEnded ||= options.onProgress?.(info) === false;
    return !isEnded;
  };
  const tests = pairs.map((groups, p) =>
    permutationTest(selectGroups(units, groups), { ...options, onProgress, random: options.random.fork(p) }),
  );
  const adjusted = holm(tests.map(({ pValue }) => pValue));
  return pairs.map((groups, p) => ({ groups, test: tests[p]!, adjusted: adjusted[p]! }));
}

/** The r-th smallest of m p-values times m - r + 1, never less than the one before it, at most 1. Holm 1979. */
export function holm(pValues: readonly number[]): Float64Array {
  const adjusted = new Float64Array(pValues.length);
  const order = pValues.map((_, p) => p).sort((p, q) => pValues[p]! - pValues[q]! || p - q);
  let least = 0;
  order.forEach((p, rank) => {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[p]!));
    adjusted[p] = least;
  });
  return adjusted;
}
