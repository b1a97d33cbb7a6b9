import { type InputFile, loadModel } from "../loaders/node.js";
import {
  alignmentRule,
  type Collection,
  type OnProgress,
  type StoredModel,
  type Unusualness,
  unusualness,
  type WorkerPool,
} from "../src/index.js";
import { itemsCsv } from "./csv-files.js";
import { PREDICT_DEFAULTS, type WithDefaults } from "./defaults.js";
import type { Items } from "./items.js";
import { fullColumn } from "./labels.js";
import { scaleOf } from "./metric.js";
import { predictModel } from "./model.js";
import { type OutsideLabels, outsideLabels, outsideScore, unknownClassWarnings } from "./outside-scores.js";
import { onData } from "./place.js";
import { loadNewItems, type NewItemOptions } from "./predict/new-items.js";
import type { PredictResults, PredictScore } from "./predict/results.js";
import { droppedCosts } from "./predict/stored-model.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface PredictOptions extends NewItemOptions, JobOptions {
  /** Path of a model file. */
  readonly model: string;
  /** Column of the true classes, to score by. */
  readonly label?: string;
  readonly onProgress?: OnProgress;
}

export const PREDICT_FILES = ["predictions.csv", "report.html"] as const;

/**
 * Classes of new items by a stored model. Files become items by the recipe in the model, and each is compared with the training
 * items: how far is it from the nearest, and how odd would that be for one of them?
 *
 * @throws FormatError for a file that is no model, of another version or damaged; and as `loadNewItems`; ShapeError if there is no
 *   such column.
 */
export async function predict(
  given: WithDefaults<PredictOptions, typeof PREDICT_DEFAULTS>,
): Promise<Outcome<PredictResults>> {
  const options: PredictOptions = { ...PREDICT_DEFAULTS, ...given };
  const { model, input } = await loadModel(options.model);
  return withPool(options, (pool) => predictItems(pool, model, input, options));
}

async function predictItems(
  pool: WorkerPool,
  model: StoredModel,
  input: InputFile,
  options: PredictOptions,
): Promise<Outcome<PredictResults>> {
  const watch = stopwatch();
  const loaded = await loadNewItems(model, options);
  const { collection, inputs, description } = loaded;
  const truth = await onData(options.paths, async () => truthOf(model, collection, options.label));
  watch.lap("load");
  const prediction = await onData(options.paths, () =>
    predictModel(pool, model, collection, options.onProgress),
  );
  const rows = { rows: prediction.rows.matrix, dropped: droppedCosts(prediction.rows) };
  const unusual = unusualness(model.spread, rows);
  watch.lap("predict");
  const results = resultsOf(model, collection, { predicted: prediction.predicted, unusual, truth });
  const summary = report({
    command: "predict",
    settings: settingsOf(model, options),
    seed: options.seed,
    inputs: [input, ...inputs],
    results,
    files: PREDICT_FILES,
    warnings: [
      ...collection.warnings,
      ...seenWarnings(model, loaded),
      ...(truth
        ? unknownClassWarnings(truth.labels, `column "${truth.column}"`, "the model does not know")
        : []),
      ...repeatedWarnings(model, unusual),
      ...unusualWarnings(model, unusual, collection),
    ],
    certificates: summariseCertificates(prediction.certificates),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: predictText(description, model, results),
    render: async () => {
      const { predictPage } = await import("./pages/predict-page.js");
      const page = { model, items: collection, description, ...rows, unusual };
      return [
        { name: "predictions.csv", bytes: predictionsCsv(collection, results, unusual, rows.dropped) },
        { name: "report.html", bytes: predictPage(summary, page) },
      ];
    },
  };
}

/** The true classes. */
interface Truth {
  readonly column: string;
  readonly labels: OutsideLabels;
}

function truthOf({ classes }: StoredModel, items: Collection, column: string | undefined): Truth | undefined {
  return column === undefined
    ? undefined
    : { column, labels: outsideLabels(classes, fullColumn(items, column)) };
}

interface Found {
  readonly predicted: Int32Array;
  readonly unusual: Unusualness;
  readonly truth: Truth | undefined;
}

function resultsOf(
  model: StoredModel,
  { names }: Collection,
  { predicted, unusual, truth }: Found,
): PredictResults {
  const { classes, classifier, items, origin } = model;
  const counts = classes.map((_, c) => predicted.reduce((sum, code) => sum + (code === c ? 1 : 0), 0));
  const { score } = origin;
  return {
    items: names.length,
    names,
    classes,
    counts,
    predicted: Array.from(predicted, (code) => classes[code]!),
    unusual: names.filter((_, s) => unusual.far[s] || unusual.unseen[s]),
    ...(truth && { score: scoreOf(truth, predicted) }),
    model: {
      classifier: classifier.kind,
      version: origin.version,
      label: origin.label,
      trainedOn: items.count,
      ...(score && { accuracy: score.accuracy, standardError: score.standardError }),
    },
  };
}

function scoreOf({ column, labels }: Truth, predicted: Int32Array): PredictScore {
  return {
    ...outsideScore(labels, predicted),
    column,
    measuredOn: `${predicted.length} items against column ${column}, each named once by a model that is stored`,
  };
}

function settingsOf({ recipe, alignment, references }: StoredModel, options: PredictOptions): Settings {
  const { axis, ...steps } = recipe;
  const metric = references[0]!.metric;
  return {
    model: options.model,
    label: options.label ?? null,
    files: options.files ?? null,
    ...Object.fromEntries(
      Object.entries(steps).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : value]),
    ),
    wavelengths: options.wavelengths ?? (axis ? "those of the model" : null),
    alignment: alignmentRule(alignment),
    metric: metric.name,
    ...scaleOf(metric),
    references: references.map(({ id }) => id),
  };
}

function seenWarnings({ origin }: StoredModel, { inputs }: Items): string[] {
  const seen = inputs.filter(({ sha256 }) => origin.inputs.includes(sha256));
  if (seen.length === 0) return [];
  const which =
    seen.length === inputs.length ? "all files are" : `${seen.length} of ${inputs.length} files are`;
  return [
    `${which} among those that the model was learnt from (${seen[0]!.path}): what it says of them is no measure of what it ` +
      "says of new ones",
  ];
}

/** Below this share of the distances among training items two rows are the same. */
const SAME = 1e-12;

/** Files may differ and hold the same items. */
function repeatedWarnings({ spread }: StoredModel, { distances }: Unusualness): string[] {
  const farthest = spread.distances.reduce((most, distance) => Math.max(most, distance), 0);
  const repeated = distances.filter((distance) => distance <= SAME * farthest).length;
  if (repeated === 0) return [];
  return [
    `${repeated} of ${distances.length} items lie exactly on training items: where these are the same, what it says of them is no measure ` +
      "of what it says of new ones",
  ];
}

/** Items that have a warning of their own; more are counted. */
const MOST_NAMED = 5;

function unusualWarnings({ spread }: StoredModel, unusual: Unusualness, { names }: Collection): string[] {
  const farthest = spread.distances.reduce((most, distance) => Math.max(most, distance));
  const odd = names.flatMap((name, s) => {
    if (unusual.far[s]) {
      const distance = `${short(unusual.distances[s]!)} from the nearest training item`;
      return [
        `item "${name}" is unlike the training items: it is ${distance}, none of those more than ${short(farthest)}`,
      ];
    }
    return unusual.unseen[s]
      ? [
          `item "${name}" is unlike the training items: more of it than of any of those is lost to the classifier`,
        ]
      : [];
  });
  if (odd.length <= MOST_NAMED) return odd;
  return [
    ...odd.slice(0, MOST_NAMED),
    `${odd.length - MOST_NAMED} more of the ${names.length} items are unlike the training items; see predictions.csv`,
  ];
}

function predictionsCsv(
  items: Collection,
  { predicted }: PredictResults,
  unusual: Unusualness,
  dropped: Float64Array,
): string {
  return itemsCsv(items, [
    { name: "predicted", values: predicted },
    { name: "distance", values: unusual.distances },
    { name: "dropped", values: dropped },
    { name: "typicality", values: unusual.typicality },
    { name: "unlike", values: items.names.map((_, s) => unlikeText(unusual, s)) },
  ]);
}

function unlikeText({ far, unseen }: Unusualness, s: number): string {
  return [far[s] ? "far" : "", unseen[s] ? "unseen" : ""].filter((word) => word !== "").join(" ");
}

function predictText(description: string, model: StoredModel, results: PredictResults): string {
  const { score } = results;
  const counts = results.classes.map((name, c) => `${name} ${results.counts[c]}`);
  return textTable([
    ["items", description],
    ["model", modelText(model)],
    ["classes", counts.join(", ")],
    ...(results.items <= MOST_NAMED
      ? results.names.map((name, s): [string, string] => [name, results.predicted[s]!])
      : []),
    ["unlike the training items", `${results.unusual.length} of ${results.items}`],
    ...(score
      ? ([
          [
            "accuracy",
            `${short(score.accuracy)} (standard error ${short(score.standardError)}${score.accuracy === 1 ? ": no error was seen" : ""})`,
          ],
          ["majority rate", short(score.majorityRate)],
          ["measured on", score.measuredOn],
        ] as const)
      : []),
  ]);
}

function modelText({ classifier, items, origin, classes }: StoredModel): string {
  const { score, label } = origin;
  const known = score
    ? `; cross-validated accuracy ${short(score.accuracy)}, standard error ${short(score.standardError)}`
    : "";
  return `${classifier.kind} for ${classes.length} classes of column ${label}, learnt from ${items.count} items${known}`;
}
