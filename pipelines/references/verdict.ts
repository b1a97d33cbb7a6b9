import type { Fidelity } from "../fidelity.js";
import { short } from "../text-table.js";
import { withinOneStandardError } from "./one-standard-error.js";

/** What is known of a candidate when one is to be chosen. */
export interface Measured {
  readonly name: string;
  /** References that each item is transported from: what the candidate costs. */
  readonly references: number;
  readonly fidelity: Pick<Fidelity, "spearman" | "worstRatio" | "residualShare">;
  /** Where there are labels: whether each item was named right by a model that had not seen it; items in one order for all. */
  readonly correct?: readonly boolean[];
}

export interface Verdict {
  /** Place of the chosen one. */
  readonly best: number;
  /** Why this one was chosen. */
  readonly reason: string;
  /** What was compared: the numbers of all. */
  readonly compared: string;
}

/** Rank agreements that differ by no more are taken as equal: pairs are a sample. */
const RANK_TOLERANCE = 0.01;
/** Worst ratios that differ by a smaller factor are taken as equal: each is that of one pair. */
const RATIO_FACTOR = 1.01;

/**
 * Chooses a candidate. Where there are labels by accuracy: those are as good as the best whose accuracy is within one standard
 * error of it (`withinOneStandardError`; with groups that of groups, not of items). Then, and where there are no labels, by rank
 * agreement with the distance itself (Spearman; as good within 0.01). Of what is as good by both, the one that costs fewest
 * transports; then the one whose worst ratio is nearest to 1 (as good within a factor of 1.01); then the one with the least
 * residual; then the first.
 *
 * @param groups of the items that were named: a name each, where those of a group may depend on each other.
 */
export function chooseAmong(measured: readonly Measured[], groups?: readonly string[]): Verdict {
  const places = Array.from(measured.keys());
  const accurate = asAccurate(measured, places, groups);
  const ranked = asRanked(measured, accurate);
  const cheap = leastOf(ranked, (p) => measured[p]!.references);
  const even = leastOf(cheap, (p) => ratioFromOne(measured[p]!), RATIO_FACTOR);
  const [best] = leastOf(even, (p) => measured[p]!.fidelity.residualShare);
  return {
    best: best!,
    reason: reasonOf(measured, { best: best!, accurate, ranked }),
    compared: measured.map(figures).join("; "),
  };
}

function asAccurate(
  measured: readonly Measured[],
  places: readonly number[],
  groups: readonly string[] | undefined,
): readonly number[] {
  const scores = measured.map(accuracyOf);
  if (scores.some((score) => score === undefined)) return places;
  const top = scores.indexOf(Math.max(...(scores as number[])));
  const best = measured[top]!.correct!;
  return places.filter((p) => withinOneStandardError(best, measured[p]!.correct!, groups));
}

function asRanked(measured: readonly Measured[], places: readonly number[]): readonly number[] {
  const top = Math.max(...places.map((p) => rankOf(measured[p]!)));
  return places.filter((p) => rankOf(measured[p]!) >= top - RANK_TOLERANCE);
}

/** The places of the least value, and of those that exceed it by less than a factor, in their order. */
function leastOf(places: readonly number[], of: (place: number) => number, factor = 1): readonly number[] {
  const least = Math.min(...places.map(of));
  return places.filter((p) => of(p) <= factor * least);
}

/** At least 1: a ratio on the scale on which 2 is as far from 1 as 1/2. */
function ratioFromOne({ fidelity: { worstRatio } }: Measured): number {
  return worstRatio === null || worstRatio === 0 ? Number.MAX_VALUE : Math.max(worstRatio, 1 / worstRatio);
}

/** Pairs at one distance agree in no order; then nothing tells candidates apart. */
function rankOf({ fidelity: { spearman } }: Measured): number {
  return spearman ?? -1;
}

export function accuracyOf({ correct }: Pick<Measured, "correct">): number | undefined {
  return correct && correct.filter((right) => right).length / correct.length;
}

interface Shortlist {
  readonly best: number;
  readonly accurate: readonly number[];
  readonly ranked: readonly number[];
}

function reasonOf(measured: readonly Measured[], { best, accurate, ranked }: Shortlist): string {
  const chosen = measured[best]!;
  const scored = accuracyOf(chosen) !== undefined;
  const steps = [
    ...(scored
      ? [among(accurate.length, "most accurate", "within one standard error of the most accurate")]
      : []),
    ...(scored && accurate.length === 1
      ? []
      : [
          among(
            ranked.length,
            "highest rank agreement",
            `within ${RANK_TOLERANCE} of the highest rank agreement`,
          ),
        ]),
    ...(ranked.length === 1
      ? []
      : ["of those fewest transports, then the worst ratio nearest to 1, then the least residual"]),
  ];
  return `${chosen.name}: ${steps.join("; ")}`;
}

function among(count: number, alone: string, several: string): string {
  return count === 1 ? alone : `one of ${count} ${several}`;
}

function figures(one: Measured): string {
  const accuracy = accuracyOf(one);
  const rank = one.fidelity.spearman;
  const numbers = [
    ...(accuracy === undefined ? [] : [`accuracy ${short(accuracy)}`]),
    ...(rank === null ? [] : [`rank agreement ${short(rank)}`]),
  ];
  return `${one.name} ${numbers.join(", ")}`;
}
