import {
  accuracy,
  CLASSIFIERS,
  type ClassifierName,
  type Collection,
  confusionMatrix,
  type Fold,
  majorityRate,
  type OnProgress,
  rowView,
  ShapeError,
  seededRandom,
  standardError,
  type WorkerPool,
} from "../src/index.js";
import { chooseFolds, type FoldTest, testFold } from "./cross-validation.js";
import { itemsCsv } from "./csv-files.js";
import { CLASSIFY_DEFAULTS, type WithMetric } from "./defaults.js";
import { fidelityText, singularWarnings } from "./fidelity.js";
import { groupMeans } from "./group-means.js";
import { type ItemOptions, loadItems } from "./items.js";
import { fullColumn, type Labels, labelsOf } from "./labels.js";
import {
  certificatesOf,
  choiceRows,
  embedAll,
  type LotOptions,
  referenceCount,
  referenceSize,
  referenceText,
} from "./lot.js";
import { lotRow, metricRows, rowNumbers, settled } from "./metric.js";
import { onData } from "./place.js";
import { keepModel } from "./predict/keep-model.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import type { ClassifyResults, FoldResult } from "./results.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface ClassifyOptions extends ItemOptions, LotOptions, JobOptions {
  readonly label: string;
  /** Items with equal values of this column are tested together, and never learnt from at the same time. */
  readonly group?: string;
  readonly model: ClassifierName;
  readonly folds: number;
  readonly pairs: number;
  /** Where a model fitted on all items is to be stored, for `predict`; absent: none is fitted. */
  readonly save?: string;
  readonly onProgress?: OnProgress;
}

/** On what fidelity is measured; scores are not. */
const OVERVIEW = " (seen on all items at one reference; folds have their own)";

export const CLASSIFY_FILES = ["predictions.csv", "report.html"] as const;

/**
 * Cross-validated classification. Alignment, scale of the metric, reference, scaling, settings and classifier are fitted inside each
 * fold on its training part only.
 *
 * With `save`, a further model is fitted in the same way on all items: that is what the outcome saves, and the accuracy is an estimate
 * of its own.
 *
 * @throws ShapeError if a column is absent or has one value, or folds cannot be formed; FormatError if an item has no label; and for
 *   data that do not fit, see `loadItems`. ShapeError also if there is more than the classifier can take.
 */
export async function classify(
  given: WithMetric<ClassifyOptions, typeof CLASSIFY_DEFAULTS>,
): Promise<Outcome<ClassifyResults>> {
  const options: ClassifyOptions = settled({ ...CLASSIFY_DEFAULTS, ...given });
  return onData([given.path], () => withPool(options, (pool) => classifyItems(pool, options)));
}

async function classifyItems(pool: WorkerPool, options: ClassifyOptions): Promise<Outcome<ClassifyResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { collection, inputs, description } = await loadItems(options);
  const labels = labelsOf(collection, options.label);
  requireTwoClasses(labels);
  const groups = options.group === undefined ? undefined : fullColumn(collection, options.group);
  const folds = chooseFolds(labels, groups, options.folds, random.fork(STREAMS.folds));
  requireLearnable(folds, collection, labels, options);
  watch.lap("load");
  const tests: FoldTest[] = [];
  for (const [f, fold] of folds.entries()) {
    const task = { collection, labels, groups, fold, random: random.fork(STREAMS.model).fork(f) };
    tests.push(await testFold(pool, task, options, foldProgress(options.onProgress, f, folds)));
  }
  watch.lap("cross-validation");
  const predicted = gather(folds, tests, collection.names.length);
  const score = {
    ...scores(labels, predicted, groups),
    measuredOn: measuredOn(options, folds, groups, collection.names.length),
  };
  const whole = { collection, labels, groups, random: random.fork(STREAMS.model).fork(folds.length) };
  const kept = await keepModel(pool, whole, { options, inputs, score });
  watch.lap("model");
  const overview = await embedAll(pool, collection, options, random, watch); // for the pictures only
  const results: ClassifyResults = {
    ...score,
    model: options.model,
    folds: folds.map((fold, f) => foldResult(fold, tests[f]!, labels)),
    classes: labels.classes,
    fidelity: overview.fidelity.summary, // of all items at one reference: each fold has its own reference and scale
    ...(kept && { saved: kept.result }),
  };
  const summary = report({
    command: "classify",
    settings: classifySettings(options, collection),
    seed: options.seed,
    inputs,
    results,
    files: CLASSIFY_FILES,
    warnings: [...collection.warnings, ...singularWarnings(results.fidelity, "the classifier", OVERVIEW)],
    certificates: summariseCertificates([
      ...tests.flatMap((test) => test.certificates),
      ...(kept?.certificates ?? []),
      ...certificatesOf(overview),
    ]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: classifyText(options, tests, description, results),
    ...(kept && { saved: kept.saved }),
    render: async () => {
      const { classifyPage } = await import("./pages/classify-page.js");
      const { linearSections } = await import("./pages/direction-sections.js");
      const means = groupMeans(overview.embedding, labels.codes, labels.classes.length);
      const directions = await linearSections({ ...overview, seed: options.seed }, labels, options.model, {
        groups,
        random: random.fork(STREAMS.choice),
      });
      const parts = { description, labels, means, directions, ...overview };
      return [
        { name: "predictions.csv", bytes: predictionsCsv(collection, labels, predicted, folds) },
        { name: "report.html", bytes: classifyPage(summary, parts) },
      ];
    },
  };
}

function requireTwoClasses({ column, classes }: Labels): void {
  if (classes.length > 1) return;
  throw new ShapeError(
    `column "${column}" has the one value "${classes[0]}"; classification needs two classes or more`,
    { found: classes[0]! },
  );
}

/** Asked before the long work, after which the classifier would refuse. */
function requireLearnable(
  folds: readonly Fold[],
  items: Collection,
  { classes }: Labels,
  options: ClassifyOptions,
): void {
  const rows = folds.reduce((most, fold) => Math.max(most, fold.train.length), 0);
  const each = rowNumbers(options, referenceSize(options, items), items.measures[0]!.dim);
  const cols = each * referenceCount(options, classes.length);
  CLASSIFIERS[options.model].require({ rows, cols, classCount: classes.length });
}

/** One bar for all folds: each embeds every item once. */
function foldProgress(onProgress: OnProgress | undefined, f: number, folds: readonly Fold[]): OnProgress {
  const items = folds[f]!.train.length + folds[f]!.test.length;
  return ({ unit, done }) => onProgress?.({ unit, done: f * items + done, total: folds.length * items });
}

/** Predictions in the order of the items. */
function gather(folds: readonly Fold[], tests: readonly FoldTest[], items: number): Int32Array {
  const predicted = new Int32Array(items);
  folds.forEach((fold, f) => {
    fold.test.forEach((s, r) => {
      predicted[s] = tests[f]!.predicted[r]!;
    });
  });
  return predicted;
}

function scores(labels: Labels, predicted: Int32Array, groups: readonly string[] | undefined) {
  const { codes, classes } = labels;
  const confusion = confusionMatrix(codes, predicted, classes.length);
  const correct = codes.map((code, s) => (code === predicted[s] ? 1 : 0));
  return {
    accuracy: accuracy(codes, predicted),
    standardError: standardError(correct, groups),
    ...(groups ? { groups: new Set(groups).size } : {}),
    majorityRate: majorityRate(codes, classes.length),
    confusion: classes.map((_, c) => Array.from(rowView(confusion, c))),
  };
}

function foldResult(fold: Fold, test: FoldTest, labels: Labels): FoldResult {
  const actual = Int32Array.from(fold.test, (s) => labels.codes[s]!);
  return {
    tested: fold.test.length,
    accuracy: accuracy(actual, test.predicted),
    reference: test.reference,
    settings: test.settings,
    tuned: test.tuned,
  };
}

function measuredOn(
  options: ClassifyOptions,
  folds: readonly Fold[],
  groups: readonly string[] | undefined,
  items: number,
): string {
  const kind = groups ? `grouped (column ${options.group}, ${new Set(groups).size} groups)` : "stratified";
  return (
    `${folds.length}-fold ${kind} cross-validation over ${items} items: each item predicted once, by a model whose ` +
    "alignment, reference, scaling and settings were fitted without it"
  );
}

function classifySettings(options: ClassifyOptions, items: Collection): Settings {
  return {
    label: options.label,
    group: options.group ?? null,
    model: options.model,
    folds: options.folds,
    ...itemSettings(options),
    ...lotSettings(options, referenceSize(options, items)),
    pairs: options.pairs,
  };
}

function predictionsCsv(
  items: Collection,
  labels: Labels,
  predicted: Int32Array,
  folds: readonly Fold[],
): string {
  const foldOf = new Int32Array(items.names.length);
  folds.forEach((fold, f) => {
    for (const s of fold.test) foldOf[s] = f;
  });
  return itemsCsv(items, [
    { name: "fold", values: foldOf },
    { name: "predicted", values: Array.from(predicted, (code) => labels.classes[code]!) },
  ]);
}

function classifyText(
  options: ClassifyOptions,
  tests: readonly FoldTest[],
  description: string,
  results: ClassifyResults,
): string {
  const several = results.folds.some(({ reference }) => Number(reference.references ?? 1) > 1);
  const single = several ? " at one reference" : "";
  return textTable([
    ["dataset", description],
    ...metricRows(
      options,
      tests.map(({ metric }) => metric),
    ),
    ["accuracy", `${short(results.accuracy)} (${errorText(results)})`],
    ["majority rate", short(results.majorityRate)],
    ["measured on", results.measuredOn],
    ["folds", results.folds.map((fold) => short(fold.accuracy)).join(", ")],
    ...savedRows(results),
    ...choiceRows(results.folds.map(({ reference }) => reference)),
    [`${lotRow(options)}, all items${single}`, fidelityText(results.fidelity)],
  ]);
}

function savedRows({ saved }: ClassifyResults): [string, string][] {
  if (!saved) return [];
  const settings = Object.entries(saved.settings).map(([name, value]) => `${name} ${value}`);
  return [
    [
      "stored model",
      `fitted on all items: ${settings.join(", ")}; ${saved.references.map(referenceText).join("; ")}`,
    ],
  ];
}

function errorText({ accuracy, standardError, groups }: ClassifyResults): string {
  const over = groups === undefined ? "" : ` over ${groups} groups`;
  const seen = accuracy === 1 ? ": no error was seen" : "";
  return `standard error ${short(standardError)}${over}${seen}`;
}
