import type { OnProgress, Status } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import type { Interval } from "./binomial-interval.js";
import { explainedShare } from "./dispersion.js";
import { groupSizes, type Units } from "./units.js";

/** Draws of a group of several units that had but one of them, taken again; after so many the group is taken as it is. */
const MOST_DRAWS = 1000;
/** With fewer units in a group there are too few different resamples: of two units there is one, an interval of width 0. */
export const FEWEST_UNITS = 5;
/** Resamples between two messages of progress. */
const AT_ONCE = 100;

export interface BootstrapOptions {
  readonly random: Random;
  readonly resamples: number;
  readonly confidence: number;
  /** Told after each hundred resamples; returning `false` ends the work without an interval. */
  readonly onProgress?: OnProgress | undefined;
}

export interface BootstrapShare {
  /** Null where a group has fewer than five units, and where the work was ended. */
  readonly interval: Interval | null;
  readonly status: Status;
}

/**
 * Percentile interval of the explained share: units are drawn with replacement within their groups, each group as large as it
 * is. Two copies of one unit are no pair (their dissimilarity of 0 would pass for cohesion), so dispersions are those of the
 * means over pairs of different units.
 *
 * It holds the effect less often than it says where groups are small, and more often where there is no difference: there the
 * statistic is degenerate, its bootstrap distribution skewed and the middle of the interval above the effect. Measured rates are in
 * docs/two-sample-test.md. Whether there is a difference the p-value says, not this interval.
 *
 * O(resamples * n^2) time. Efron and Tibshirani 1993, section 13.3; degenerate statistics: Arcones and Giné 1992.
 */
export function bootstrapShare(units: Units, options: BootstrapOptions): BootstrapShare {
  const { random, resamples, confidence, onProgress } = options;
  if (groupSizes(units).some((size) => size < FEWEST_UNITS)) return { interval: null, status: "converged" };
  const members = membersOf(units);
  const shares = new Float64Array(resamples);
  for (let done = 0; done < resamples; ) {
    shares[done++] = weightedShare(units, drawnCounts(members, units.codes.length, random));
    if (done % AT_ONCE > 0) continue;
    if (onProgress?.({ unit: "resamples", done, total: resamples }) === false) {
      return { interval: null, status: "aborted" };
    }
  }
  shares.sort();
  const tail = (1 - confidence) / 2;
  return {
    interval: { lower: quantile(shares, tail), upper: quantile(shares, 1 - tail) },
    status: "converged",
  };
}

function membersOf({ codes, groupCount }: Units): Int32Array[] {
  const places = Int32Array.from(codes.keys());
  return Array.from({ length: groupCount }, (_, group) => places.filter((u) => codes[u] === group));
}

/** How often each unit was drawn; of a group of several, at least two different ones. */
function drawnCounts(members: readonly Int32Array[], units: number, random: Random): Int32Array {
  const counts = new Int32Array(units);
  for (const group of members) {
    for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
      for (const u of group) counts[u] = 0;
      for (let draw = 0; draw < group.length; draw++) counts[group[random.integer(group.length)]!]!++;
      if (group.length < 2 || group.filter((u) => counts[u]! > 0).length > 1) break;
    }
  }
  return counts;
}

/** The explained share of units that count so often. */
function weightedShare(units: Units, counts: Int32Array): number {
  const { distances, codes, groupCount } = units;
  const sizes = groupSizes(units);
  const sums = new Float64Array(groupCount * groupCount);
  const pairs = new Float64Array(groupCount * groupCount);
  for (let u = 1; u < codes.length; u++) {
    if (counts[u] === 0) continue;
    for (let v = 0; v < u; v++) {
      const weight = counts[u]! * counts[v]!;
      if (weight === 0) continue;
      const cell = Math.min(codes[u]!, codes[v]!) * groupCount + Math.max(codes[u]!, codes[v]!);
      sums[cell]! += weight * distances.data[u * distances.cols + v]!;
      pairs[cell]! += weight;
    }
  }
  let within = 0;
  let total = 0;
  for (let a = 0; a < groupCount; a++) {
    for (let b = a; b < groupCount; b++) {
      const cell = a * groupCount + b;
      if (pairs[cell] === 0) continue;
      const mean = sums[cell]! / pairs[cell]!;
      if (a === b) within += ((sizes[a]! - 1) / 2) * mean;
      total += (a === b ? (sizes[a]! * (sizes[a]! - 1)) / 2 : sizes[a]! * sizes[b]!) * mean;
    }
  }
  return explainedShare(within, total / codes.length, codes.length, groupCount);
}

/** Of sorted values, linear between them. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}
