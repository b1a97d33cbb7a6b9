import {
  CLASSIFIERS,
  type Collection,
  type Fold,
  majorityRate,
  type OnProgress,
  type Random,
  ShapeError,
  standardError,
  type WorkerPool,
} from "../../src/index.js";
import { chooseFolds, type FoldTest, testFold } from "../cross-validation.js";
import { fullColumn, type Labels, labelsOf } from "../labels.js";
import { rowNumbers } from "../metric.js";
import { type Candidate, withCandidate } from "./candidates.js";
import { referenceCount, referenceSize } from "./kinds.js";
import type { CandidateAccuracy } from "./measured-candidate.js";
import { commonLot, type ReferencesOptions } from "./references-options.js";

/** What accuracies are measured with. */
export interface Scoring {
  readonly labels: Labels;
  readonly groups: readonly string[] | undefined;
  readonly folds: readonly Fold[];
}

/**
 * Undefined where no labels were asked for.
 *
 * @throws ShapeError if the column has one value, or items cannot be divided into the folds.
 */
export function scoringOf(
  items: Collection,
  { label, group, folds }: ReferencesOptions,
  random: Random,
): Scoring | undefined {
  if (label === undefined) return undefined;
  const labels = labelsOf(items, label);
  if (labels.classes.length < 2) {
    throw new ShapeError(
      `column "${labels.column}" has the one value "${labels.classes[0]}"; accuracy needs two classes or more`,
      { found: labels.classes[0]! },
    );
  }
  const groups = group === undefined ? undefined : fullColumn(items, group);
  return { labels, groups, folds: chooseFolds(labels, groups, folds, random) };
}

/** Asked before the long work, after which the classifier would refuse. */
export function requireLearnable(
  candidates: readonly Candidate[],
  items: Collection,
  { labels, folds }: Scoring,
  options: ReferencesOptions,
): void {
  const lot = commonLot(options);
  const classCount = labels.classes.length;
  const rows = folds.reduce((most, fold) => Math.max(most, fold.train.length), 0);
  const each = rowNumbers(lot, referenceSize(lot, items), items.measures[0]!.dim);
  const most = Math.max(...candidates.map((one) => referenceCount(withCandidate(lot, one), classCount)));
  CLASSIFIERS[options.model].require({ rows, cols: each * most, classCount });
}

/** What is scored, and by what. */
export interface ScoreTask {
  readonly collection: Collection;
  readonly options: ReferencesOptions;
  readonly scoring: Scoring;
  readonly random: Random;
  readonly onProgress: OnProgress;
}

/** The accuracy of `classify` with a candidate as its reference, everything being fitted inside each fold. */
export async function scoreCandidate(
  pool: WorkerPool,
  candidate: Candidate,
  { collection, options, scoring, random, onProgress }: ScoreTask,
): Promise<CandidateAccuracy> {
  const own = { ...options, ...withCandidate(commonLot(options), candidate) };
  const { labels, groups, folds } = scoring;
  const tests: FoldTest[] = [];
  for (const [f, fold] of folds.entries()) {
    tests.push(await testFold(pool, { collection, labels, groups, fold, random: random.fork(f) }, own));
    onProgress({ unit: "folds", done: f + 1, total: folds.length });
  }
  return accuracyFrom(tests, scoring);
}

function accuracyFrom(tests: readonly FoldTest[], { labels, groups, folds }: Scoring): CandidateAccuracy {
  const correct = new Array<boolean>(labels.codes.length).fill(false);
  folds.forEach((fold, f) => {
    fold.test.forEach((s, r) => {
      correct[s] = tests[f]!.predicted[r] === labels.codes[s];
    });
  });
  return {
    correct,
    folds: folds.map((fold) => rightShare(Array.from(fold.test, (s) => correct[s]!))),
    standardError: standardError(Int32Array.from(correct, Number), groups),
    certificates: tests.flatMap(({ certificates }) => certificates),
  };
}

/** Share of the items that are named right. */
export function rightShare(correct: readonly boolean[]): number {
  return correct.filter((right) => right).length / correct.length;
}

/** What the accuracies are of, for a report. */
export function scoredBy({ labels, groups, folds }: Scoring, { model, group }: ReferencesOptions) {
  const { classes, codes } = labels;
  const kind = groups ? `grouped (column ${group}, ${new Set(groups).size} groups)` : "stratified";
  return {
    model,
    classes,
    majorityRate: majorityRate(codes, classes.length),
    measuredOn:
      `${folds.length}-fold ${kind} cross-validation over ${codes.length} items: each item predicted once, by a model whose ` +
      "alignment, references, scaling and settings were fitted without it",
  };
}
