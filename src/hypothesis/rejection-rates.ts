import { ShapeError } from "../errors.js";
import type { OnProgress } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { shuffle } from "./assignments.js";
import { binomialInterval, type Interval } from "./binomial-interval.js";
import { requireCount, requireUnits } from "./checks.js";
import { totalDispersion } from "./dispersion.js";
import { countAtLeast, permutedDispersions, pValueOf } from "./permutations.js";
import { groupSizes, selectGroups, selectUnits, type Units } from "./units.js";

/** How often a test rejects at a level, seen on splits in which there is no difference. */
export interface RejectionRate {
  readonly level: number;
  readonly rejections: number;
  /** Share of the splits. */
  readonly rate: number;
  /** Of the rate over all splits of these items: the splits of a group are drawn independently of each other. */
  readonly interval: Interval;
}

export interface SplitRejections {
  /** The group that was split, and the units of each part. */
  readonly group: number;
  readonly sizes: readonly [number, number];
  readonly splits: number;
  readonly permutations: number;
  readonly rates: readonly RejectionRate[];
}

export interface SplitOptions {
  readonly random: Random;
  /** Default 200. */
  readonly splits?: number;
  /** Of the test of each split; default 999. */
  readonly permutations?: number;
  /** Default 0.01, 0.05 and 0.1. */
  readonly levels?: readonly number[];
  /** Of the intervals; default 0.95. */
  readonly confidence?: number;
  /** Told after each split; returning `false` ends the work with the splits so far. */
  readonly onProgress?: OnProgress;
}

export const SPLIT_DEFAULTS = {
  splits: 200,
  permutations: 999,
  levels: [0.01, 0.05, 0.1],
  confidence: 0.95,
} as const;

/**
 * Is the test honest on these data? Its largest group is split at random into halves again and again, between which there is
 * no difference, and tested; the share of p-values of at most a level should be about that level, and not above it.
 *
 * Splits of one group overlap, but given the items each is uniform and independent of the others, and so are their p-values:
 * rejections are binomial. What they tell is about these items, not about others of their law.
 *
 * @throws ShapeError if distances and group numbers do not fit, or no group has four units. O(splits * permutations * n^2) time for n units.
 */
export function splitRejections(units: Units, options: SplitOptions): SplitRejections {
  const { random, onProgress, splits, permutations, levels, confidence } = { ...SPLIT_DEFAULTS, ...options };
  requireUnits(units);
  requireCount("splits", splits);
  requireCount("permutations", permutations);
  const { group, members } = largestGroup(units);
  const half = members.codes.length >> 1;
  const total = totalDispersion(members.distances);
  const order = Int32Array.from(members.codes.keys());
  const pValues: number[] = [];
  for (let split = 0; split < splits; split++) {
    const own = random.fork(split);
    shuffle(order, own);
    const halves = {
      ...selectUnits(members, order),
      codes: order.map((_, p) => (p < half ? 0 : 1)),
      groupCount: 2,
    };
    const tried = permutedDispersions(halves, { random: own, permutations });
    pValues.push(pValueOf(countAtLeast(tried, total), tried.permuted.length, tried.exhaustive));
    if (onProgress?.({ unit: "splits", done: split + 1, total: splits }) === false) break;
  }
  return {
    group,
    sizes: [half, order.length - half],
    splits: pValues.length,
    permutations,
    rates: levels.map((level) => rateAt(level, pValues, confidence)),
  };
}

function largestGroup(units: Units): { readonly group: number; readonly members: Units } {
  const sizes = groupSizes(units);
  const group = sizes.indexOf(sizes.reduce((most, size) => Math.max(most, size), 0));
  if (sizes[group]! < 4) {
    throw new ShapeError(`the largest group has ${sizes[group]} units; a split into halves needs four`, {
      expected: 4,
      found: sizes[group]!,
    });
  }
  return { group, members: selectGroups(units, [group]) };
}

function rateAt(level: number, pValues: readonly number[], confidence: number): RejectionRate {
  const rejections = pValues.filter((p) => p <= level).length;
  const interval = binomialInterval(rejections, pValues.length, confidence);
  return { level, rejections, rate: rejections / pValues.length, interval };
}
