import { ShapeError } from "../errors.js";
import type { OnProgress, Status } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { binomialInterval, type Interval, requireConfidence } from "./binomial-interval.js";
import { bootstrapShare } from "./bootstrap.js";
import { requireCount, requireUnits } from "./checks.js";
import { explainedShare, totalDispersion } from "./dispersion.js";
import { countAtLeast, permutedDispersions, pValueOf } from "./permutations.js";
import { groupSizes, type Units } from "./units.js";

export interface PermutationTestOptions {
  readonly random: Random;
  /** Random permutations; default 9999. Where there are no more ways to divide the units, all are tried instead. */
  readonly permutations?: number;
  /** Bootstrap samples behind the interval of the effect; default 2000. */
  readonly resamples?: number;
  /** Of both intervals; default 0.95. */
  readonly confidence?: number;
  /**
   * Told while permutations and then resamples are made; returning `false` ends the work: the p-value is that of the permutations
   * made so far, and there is no interval of the effect.
   */
  readonly onProgress?: OnProgress;
}

/** What the labels of some units have to do with their dissimilarities. */
export interface PermutationTest {
  /** See `explainedShare`: 0 in the mean where there is no difference, at most 1. */
  readonly effect: number;
  /** Bootstrap interval of the effect; null where a group has fewer than five units, or the work was ended. See `bootstrapShare`. */
  readonly effectInterval: Interval | null;
  /** Probability that exchanged labels set groups as far apart. */
  readonly pValue: number;
  /** Of the p-value that all permutations would give; the p-value itself where they were all tried. */
  readonly pInterval: Interval;
  /** How many permutations were at least as extreme, of how many. */
  readonly atLeast: number;
  readonly permutations: number;
  /** Were all divisions tried? Then nothing is left to chance. */
  readonly exhaustive: boolean;
  /** Units of each group. */
  readonly sizes: Int32Array;
  /** The effect under each permutation. */
  readonly permutedEffects: Float64Array;
  /** "aborted" where `onProgress` ended it; of a test that was to try all divisions nothing is left then, and p is 1. */
  readonly status: Status;
}

export const TEST_DEFAULTS = { permutations: 9999, resamples: 2000, confidence: 0.95 } as const;

/**
 * Do groups of measures come from one law? A permutation test on their dissimilarities.
 *
 * Where there is no difference, labels are exchangeable between units, so that a test that rejects at p <= alpha does so
 * with probability at most alpha, whatever the law, the dissimilarity and the numbers of units. That needs dissimilarities which
 * the labels had no part in: references, alignments and scales fitted on all items without looking at their groups.
 *
 * Statistic: the energy statistic between the groups, here as the share of dispersion that they explain (an increasing function
 * of it). For two groups it is n_1 n_2 / (2 n) (2 mean d_12 - mean d_11 - mean d_22) plus a constant.
 *
 * @param units items, or what `unitsOf` makes of them, with dissimilarities from `DISSIMILARITIES`.
 * @throws ShapeError if there are fewer than two groups, one has no unit, all have one only, dissimilarities are none (see
 *   `requireDistances`), or numbers in the options are out of range.
 *
 * O(permutations * n^2 / k + resamples * n^2) time, O(n^2 + permutations) memory. Székely and Rizzo 2013; Rizzo and Székely
 * 2010; p-value: Phipson and Smyth 2010; its interval: Clopper and Pearson 1934.
 */
export function permutationTest(units: Units, options: PermutationTestOptions): PermutationTest {
  const { random, onProgress, permutations, resamples, confidence } = { ...TEST_DEFAULTS, ...options };
  requireUnits(units);
  requireSeveral(units);
  requireCount("permutations", permutations);
  requireCount("resamples", resamples);
  requireConfidence(confidence);
  const { distances, codes, groupCount } = units;
  const tried = permutedDispersions(units, { random: random.fork(0), permutations, onProgress });
  const total = totalDispersion(distances);
  const share = (within: number): number => explainedShare(within, total, codes.length, groupCount);
  const { permuted, exhaustive } = tried;
  const resampling = { random: random.fork(1), resamples, confidence, onProgress };
  const bootstrap =
    tried.status === "aborted" ? { interval: null, status: tried.status } : bootstrapShare(units, resampling);
  const atLeast = countAtLeast(tried, total);
  const pValue = pValueOf(atLeast, permuted.length, exhaustive);
  return {
    effect: share(tried.observed),
    effectInterval: bootstrap.interval,
    pValue,
    pInterval: exhaustive
      ? { lower: pValue, upper: pValue }
      : binomialInterval(atLeast, permuted.length, confidence),
    atLeast,
    permutations: permuted.length,
    exhaustive,
    sizes: groupSizes(units),
    permutedEffects: permuted.map(share),
    status: bootstrap.status,
  };
}

/** @throws ShapeError unless there is something to compare. */
function requireSeveral(units: Units): void {
  const { codes, groupCount } = units;
  if (groupCount < 2) {
    throw new ShapeError(`a test compares two groups or more, got ${groupCount}`, { found: groupCount });
  }
  const sizes = groupSizes(units);
  const empty = sizes.indexOf(0);
  if (empty >= 0) throw new ShapeError(`group ${empty} has no unit; leave it out`, { found: 0 });
  if (codes.length === groupCount) {
    throw new ShapeError("each group has one unit: nothing tells how much units of one group differ", {
      found: groupCount,
    });
  }
}
