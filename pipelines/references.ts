import { csvFormatRows } from "d3-dsv";
import {
  type Certificate,
  CLASSIFIERS,
  type ClassifierName,
  type Collection,
  type Fold,
  fitAlignment,
  majorityRate,
  type OnProgress,
  type Reference,
  ShapeError,
  seededRandom,
  standardError,
  type WorkerPool,
} from "../src/index.js";
import { chooseFolds, type FoldTest, testFold } from "./cross-validation.js";
import { REFERENCES_DEFAULTS, type WithMetric } from "./defaults.js";
import { alignedBy, type ItemOptions, loadItems } from "./items.js";
import { fullColumn, type Labels, labelsOf } from "./labels.js";
import {
  fitReferences,
  fitStreams,
  type LotOptions,
  referenceCount,
  referenceSize,
  referencesInfo,
} from "./lot.js";
import { lotRow, METRICS, metricRows, rowNumbers, settled } from "./metric.js";
import { onData } from "./place.js";
import {
  type Candidate,
  CLASS_CANDIDATE,
  candidateName,
  SINGLE_CANDIDATES,
  withCandidate,
} from "./references/candidates.js";
import { type ExactPairs, exactPairs, measureDistortion } from "./references/distortion.js";
import type { CandidateAccuracy, MeasuredCandidate } from "./references/measured-candidate.js";
import type { CandidateResult, ReferencesResults } from "./references/references-results.js";
import { chooseAmong } from "./references/verdict.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface ReferencesOptions extends ItemOptions, Omit<LotOptions, "reference">, JobOptions {
  /** Column of the classes; absent: distances are measured, accuracies are not. */
  readonly label?: string;
  /** Items with equal values of this column are tested together, and never learnt from at the same time. */
  readonly group?: string;
  readonly model: ClassifierName;
  readonly folds: number;
  /** Of the candidate that averages several; 1: no such candidate. */
  readonly references: number;
  /** Class barycentres of 1 to so many rounds are candidates where there are labels. */
  readonly rounds: number;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const REFERENCES_FILES = ["references.csv", "report.html"] as const;

/**
 * Measures each kind of reference on a dataset. Distances: LOT at references fitted on all items, as `cluster` and `embed` fit
 * them, against the distance itself, on the same pairs for all. Accuracies, where there are labels: those of `classify` with
 * this reference and seed, all that is fitted being fitted inside each fold on its training part.
 *
 * The rule of `--reference auto` is applied to the numbers. A choice made from accuracies is part of the fitting: the accuracy of
 * the chosen one is that of the best of several, and optimistic. `classify --reference auto` chooses inside each fold.
 *
 * @throws ShapeError, FormatError and MeasureError as `classify` does.
 */
export async function references(
  given: WithMetric<ReferencesOptions, typeof REFERENCES_DEFAULTS>,
): Promise<Outcome<ReferencesResults>> {
  const options: ReferencesOptions = settled({ ...REFERENCES_DEFAULTS, ...given });
  return onData([given.path], () => withPool(options, (pool) => measureReferences(pool, options)));
}

/** What accuracies are measured with. */
interface Scoring {
  readonly labels: Labels;
  readonly groups: readonly string[] | undefined;
  readonly folds: readonly Fold[];
}

async function measureReferences(
  pool: WorkerPool,
  options: ReferencesOptions,
): Promise<Outcome<ReferencesResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { collection, inputs, description } = await loadItems(options);
  const scoring = scoringOf(collection, options);
  const candidates = candidatesOf(options, scoring);
  if (scoring) requireLearnable(candidates, collection, scoring, options);
  const alignment = fitAlignment(collection, options.align);
  const items = alignedBy(alignment, collection);
  watch.lap("load");

  const certificates: Certificate[] = [];
  const measured: MeasuredCandidate[] = [];
  let exact: ExactPairs | undefined;
  for (const [c, candidate] of candidates.entries()) {
    const lot = withCandidate(lotOptions(options), candidate);
    const fitting = { streams: fitStreams(random), labels: scoring?.labels };
    const fitted = await fitReferences(pool, lot, items, fitting);
    exact ??= await exactPairs(pool, items, fitted[0]!.metric, {
      pairs: options.pairs,
      random: random.fork(STREAMS.pairs),
      onProgress: options.onProgress,
    });
    const distortion = await measureDistortion(pool, fitted, exact);
    certificates.push(...fitted.flatMap(({ origin }) => origin.certificates), ...distortion.certificates);
    const progress = candidateProgress(options.onProgress, c, candidates.length);
    const tests = scoring
      ? await testsOf(pool, collection, { ...options, ...lot }, scoring, random.fork(STREAMS.model), progress)
      : undefined;
    certificates.push(...(tests ?? []).flatMap((test) => test.certificates));
    const accuracy = scoring && tests ? { accuracy: accuracyFrom(tests, scoring) } : {};
    measured.push({ candidate, references: fitted, distortion, ...accuracy });
    watch.lap(candidateName(candidate));
  }
  certificates.push(...exact!.costs.map(({ certificate }) => certificate));

  const verdict = chooseAmong(
    measured.map(({ candidate, references: fitted, distortion, accuracy }) => ({
      name: candidateName(candidate),
      references: fitted.length,
      fidelity: distortion.summary,
      ...(accuracy && { correct: accuracy.correct }),
    })),
  );
  const results: ReferencesResults = {
    items: collection.names.length,
    candidates: measured.map((one) => ({
      name: candidateName(one.candidate),
      reference: referencesInfo(one.references, alignment),
      references: one.references.length,
      fidelity: one.distortion.summary,
      ...(one.accuracy && scoresOf(one.accuracy)),
    })),
    chosen: candidateName(measured[verdict.best]!.candidate),
    reason: verdict.reason,
    ...(scoring && { scored: scoredBy(scoring, options, collection.names.length) }),
  };
  const summary = report({
    command: "references",
    settings: referencesSettings(options, collection, measured[0]!.references[0]!),
    seed: options.seed,
    inputs,
    results,
    files: REFERENCES_FILES,
    warnings: collection.warnings,
    certificates: summariseCertificates(certificates),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: referencesText(options, measured[0]!.references[0]!, description, results),
    render: async () => {
      const { referencesPage } = await import("./pages/references-page.js");
      const parts = { description, items, measured, best: verdict.best };
      return [
        { name: "references.csv", bytes: candidatesCsv(results) },
        { name: "report.html", bytes: referencesPage(summary, parts) },
      ];
    },
  };
}

/** Undefined where no labels were asked for. */
function scoringOf(items: Collection, options: ReferencesOptions): Scoring | undefined {
  if (options.label === undefined) return undefined;
  const labels = labelsOf(items, options.label);
  if (labels.classes.length < 2) {
    throw new ShapeError(
      `column "${labels.column}" has the one value "${labels.classes[0]}"; accuracy needs two classes or more`,
      { found: labels.classes[0]! },
    );
  }
  const groups = options.group === undefined ? undefined : fullColumn(items, options.group);
  const random = seededRandom(options.seed).fork(STREAMS.folds);
  return { labels, groups, folds: chooseFolds(labels, groups, options.folds, random) };
}

function candidatesOf({ references: count, rounds }: ReferencesOptions, scoring?: Scoring): Candidate[] {
  const averaged: Candidate[] = count > 1 ? [{ reference: "gaussian", references: count }] : [];
  const means = Array.from({ length: scoring ? rounds : 0 }, (_, r) => ({
    ...CLASS_CANDIDATE,
    rounds: r + 1,
  }));
  return [...SINGLE_CANDIDATES, ...averaged, ...means];
}

/** What the candidates have in common; kind, number and rounds are theirs. */
function lotOptions(options: ReferencesOptions): LotOptions {
  const { metric, kappa, price, referenceSize: size } = options;
  return { metric, kappa, price, referenceSize: size, reference: "gaussian" };
}

/** Asked before the long work, after which the classifier would refuse. */
function requireLearnable(
  candidates: readonly Candidate[],
  items: Collection,
  { labels, folds }: Scoring,
  options: ReferencesOptions,
): void {
  const lot = lotOptions(options);
  const classCount = labels.classes.length;
  const rows = folds.reduce((most, fold) => Math.max(most, fold.train.length), 0);
  const each = rowNumbers(lot, referenceSize(lot, items), items.measures[0]!.dim);
  const most = Math.max(...candidates.map((one) => referenceCount(withCandidate(lot, one), classCount)));
  CLASSIFIERS[options.model].require({ rows, cols: each * most, classCount });
}

async function testsOf(
  pool: WorkerPool,
  collection: Collection,
  options: Omit<ReferencesOptions, keyof LotOptions> & LotOptions,
  { labels, groups, folds }: Scoring,
  random: ReturnType<typeof seededRandom>,
  onProgress: OnProgress,
): Promise<FoldTest[]> {
  const tests: FoldTest[] = [];
  for (const [f, fold] of folds.entries()) {
    tests.push(await testFold(pool, { collection, labels, groups, fold, random: random.fork(f) }, options));
    onProgress({ unit: "folds", done: f + 1, total: folds.length });
  }
  return tests;
}

/** One bar for all candidates. */
function candidateProgress(onProgress: OnProgress | undefined, c: number, candidates: number): OnProgress {
  return ({ unit, done, total = 0 }) =>
    onProgress?.({ unit, done: c * total + done, total: candidates * total });
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
    folds: folds.map((fold) => share(Array.from(fold.test, (s) => correct[s]!))),
    standardError: standardError(Int32Array.from(correct, Number), groups),
  };
}

function scoresOf({ correct, folds, standardError: error }: CandidateAccuracy) {
  return { accuracy: share(correct), standardError: error, folds };
}

function share(correct: readonly boolean[]): number {
  return correct.filter((right) => right).length / correct.length;
}

function scoredBy({ labels, groups, folds }: Scoring, { model, group }: ReferencesOptions, items: number) {
  const kind = groups ? `grouped (column ${group}, ${new Set(groups).size} groups)` : "stratified";
  return {
    model,
    classes: labels.classes,
    majorityRate: majorityRate(labels.codes, labels.classes.length),
    measuredOn:
      `${folds.length}-fold ${kind} cross-validation over ${items} items: each item predicted once, by a model whose ` +
      "alignment, references, scaling and settings were fitted without it",
  };
}

function referencesSettings(options: ReferencesOptions, items: Collection, fitted: Reference): Settings {
  const lot = lotOptions(options);
  const { reference: _, ...common } = lotSettings(lot, referenceSize(lot, items), fitted.metric);
  return {
    label: options.label ?? null,
    group: options.group ?? null,
    model: options.model,
    folds: options.folds,
    ...itemSettings(options),
    ...common,
    references: options.references,
    rounds: options.rounds,
    pairs: options.pairs,
  };
}

const CSV_HEADER =
  "candidate,references,points,pearson,spearman,worstRatio,medianRatio,residualShare,accuracy,standardError,chosen";

/** Empty where a number is not there. */
function candidatesCsv({ candidates, chosen }: ReferencesResults): string {
  const rows = candidates.map(
    ({ name, references: count, reference, fidelity, accuracy, standardError: error }) => [
      name,
      count,
      reference.points,
      fidelity.pearson,
      fidelity.spearman,
      fidelity.worstRatio,
      fidelity.medianRatio,
      fidelity.residualShare,
      accuracy,
      error,
      name === chosen ? "yes" : "no",
    ],
  );
  return `${CSV_HEADER}\n${csvFormatRows(rows.map((row) => row.map((cell) => String(cell ?? ""))))}\n`;
}

function referencesText(
  options: ReferencesOptions,
  { metric }: Reference,
  description: string,
  results: ReferencesResults,
): string {
  const { candidates, scored, reason } = results;
  const { symbol } = METRICS[options.metric];
  const head = textTable([
    ["dataset", description],
    ...metricRows(lotOptions(options), [metric]),
    [lotRow(options), `${candidates[0]!.fidelity.pairs} pairs, each candidate fitted on all items`],
    ...(scored
      ? [
          ["accuracy measured on", scored.measuredOn],
          ["majority rate", short(scored.majorityRate)],
        ]
      : []),
  ]);
  const table = textTable([
    [
      "candidate",
      "references",
      "correlation",
      "rank agreement",
      `worst LOT/${symbol}`,
      "residual",
      ...(scored ? ["accuracy"] : []),
    ],
    ...candidates.map(candidateRow),
  ]);
  return `${head}\n\n${table}\n\nchosen: ${reason}`;
}

function candidateRow({
  name,
  references: count,
  fidelity,
  accuracy,
  standardError: error,
}: CandidateResult): string[] {
  const { pearson, spearman, worstRatio, residualShare } = fidelity;
  return [
    name,
    String(count),
    orDash(pearson),
    orDash(spearman),
    orDash(worstRatio),
    `${short(100 * residualShare)} %`,
    ...(accuracy === undefined ? [] : [`${short(accuracy)} (standard error ${short(error!)})`]),
  ];
}

function orDash(value: number | null): string {
  return value === null ? "-" : short(value);
}
