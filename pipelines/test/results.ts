import type { Fidelity } from "../fidelity.js";
import type { ReferenceInfo } from "../results.js";

export interface TestResults {
  readonly column: string;
  readonly groups: readonly TestedGroup[];
  /** What was exchanged: items, or the whole units of a column. */
  readonly units: number;
  readonly unitColumn: string | null;
  readonly statistic: string;
  readonly distance: DistanceInfo;
  /** All groups against each other. */
  readonly test: TestedDifference;
  /** Each pair of groups on its own; empty for two groups, and for more than twelve. */
  readonly pairs: readonly TestedPair[];
  /** Splits of the largest group, between whose halves there is no difference; null where none were asked for. */
  readonly splits: TestedSplits | null;
  readonly reference: ReferenceInfo;
  readonly fidelity: Fidelity;
}

export interface TestedGroup {
  readonly name: string;
  readonly items: number;
  readonly units: number;
}

/** Between items. */
export interface DistanceInfo {
  readonly kind: string;
  /** Of sliced distances: random directions, and the relative error of squares that comes from their choice. */
  readonly directions?: number;
  readonly relativeError?: number;
}

export interface TestedDifference {
  /** Share of the dispersion that the groups explain: 0 in the mean where they do not differ, at most 1. */
  readonly effect: number;
  /** Bootstrap interval, 95 %; null where a group has fewer than five units. */
  readonly effectInterval: readonly [number, number] | null;
  readonly pValue: number;
  /** Of what all permutations would give, 95 %. */
  readonly pInterval: readonly [number, number];
  /** Permutations that set groups as far apart, of how many. */
  readonly atLeast: number;
  readonly permutations: number;
  /** All divisions were tried. */
  readonly exhaustive: boolean;
}

export interface TestedPair extends TestedDifference {
  readonly groups: readonly [string, string];
  /** By Holm's method, for all pairs together. */
  readonly adjustedPValue: number;
}

export interface TestedSplits {
  readonly group: string;
  readonly sizes: readonly [number, number];
  readonly splits: number;
  readonly permutations: number;
  readonly rates: readonly {
    readonly level: number;
    readonly rejections: number;
    readonly rate: number;
    /** Clopper and Pearson, 95 %. */
    readonly interval: readonly [number, number];
  }[];
}
