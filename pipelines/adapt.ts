import { encodeNpy } from "../loaders/index.js";
import {
  type AdaptationPlanName,
  adaptRows,
  CLASSIFIERS,
  type Classifier,
  type ClassifierName,
  type ClassifierTypes,
  type Collection,
  type FittedAdaptation,
  type FittedClassifier,
  fitAdaptation,
  type Matrix,
  type Metric,
  type OnProgress,
  predictClasses,
  type Random,
  ShapeError,
  seededRandom,
  selectRows,
  someOf,
  type Training,
  training,
  tuneClassifier,
  type WorkerPool,
} from "../src/index.js";
import { contactText, contactWarnings, domainContact } from "./adapt/domain-contact.js";
import { planFault } from "./adapt/plans.js";
import type { AdaptResults, AdaptScores } from "./adapt/results.js";
import { bothDomains, type DomainRows } from "./adapt/two-domains.js";
import { itemsCsv } from "./csv-files.js";
import { ADAPT_DEFAULTS, type WithMetric } from "./defaults.js";
import { fidelityText, singularWarnings } from "./fidelity.js";
import { type ItemOptions, loadItems } from "./items.js";
import { fullColumn, type Labels, labelsOf } from "./labels.js";
import { certificatesOf, embedAll, type LotOptions, referenceInfo, referenceSize } from "./lot.js";
import { lotRow, metricRows, rowNumbers, settled } from "./metric.js";
import {
  type OutsideLabels,
  outsideLabels,
  outsideScore,
  rightOf,
  unknownClassWarnings,
} from "./outside-scores.js";
import { onData } from "./place.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { tellOnly } from "./tell-only.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface AdaptOptions extends ItemOptions, LotOptions, JobOptions {
  /** Path of the target; `path` is that of the source. */
  readonly target: string;
  /** Column of the source that holds the classes. That of the target, if there is one, is for scores only. */
  readonly label: string;
  readonly plan: AdaptationPlanName;
  /** Strengths in units of cost; see `AdaptationStrengths`. */
  readonly epsilon?: number;
  readonly classWeight?: number;
  /** Most source items that the plan is solved on; of more, a seeded choice, and the others move with their nearest. */
  readonly anchors: number;
  readonly model: ClassifierName;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const ADAPT_FILES = ["predictions.csv", "adapted.npy", "target.npy", "report.html"] as const;

/** On what fidelity was measured. */
const SCORED = " (of source and target together)";

/**
 * Names items of one dataset with the labels of another: both are embedded at one reference, the source is moved among the target by
 * the barycentric map of a plan, and a classifier learnt there names the target. No label of the target is used for anything
 * but scores.
 *
 * @throws ShapeError if the source has no such column, or one class only; dimensions differ; or options do not go
 *   together. FormatError if a source item has no label; for data that do not fit see `loadItems`.
 */
export async function adaptDataset(
  given: WithMetric<AdaptOptions, typeof ADAPT_DEFAULTS>,
): Promise<Outcome<AdaptResults>> {
  const options: AdaptOptions = settled({ ...ADAPT_DEFAULTS, ...given });
  const fault = planFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return onData([given.path, given.target], () => withPool(options, (pool) => adaptItems(pool, options)));
}

async function adaptItems(pool: WorkerPool, options: AdaptOptions): Promise<Outcome<AdaptResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const streams = random.fork(STREAMS.adaptation);
  const source = await loadItems(options);
  const target = await loadItems({ ...options, path: options.target });
  const labels = labelsOf(source.collection, options.label);
  const both = bothDomains(source.collection, target.collection);
  requireLearnable(labels, both, options);
  watch.lap("load");
  const embedded = await embedAll(pool, both, options, random, watch);
  const rows = divide(embedded.embedding.matrix, labels.codes.length);
  const moved = move(rows, labels, options, streams.fork(0));
  watch.lap("plan");
  const known = training(rows.source, labels.codes, labels.classes.length);
  const before = await tuneClassifier(options.model, known, { random: streams.fork(1) });
  const after = await fitAgain(before.fitted, { ...known, rows: moved.images }, streams.fork(2));
  const predicted = predictClasses(after, rows.target);
  const unadapted = predictClasses(before.fitted, rows.target);
  watch.lap("classifier");

  const truth = targetLabels(target.collection, labels);
  const contact = domainContact(source.collection, target.collection, rows, streams.fork(3));
  const results: AdaptResults = {
    column: labels.column,
    classes: labels.classes,
    sourceItems: rows.source.rows,
    targetItems: rows.target.rows,
    contact,
    plan: {
      kind: options.plan,
      strengths: moved.fitted.settings,
      anchors: moved.fitted.source.rows,
      cost: moved.fitted.transport.cost,
      certificate: moved.fitted.transport.certificate,
    },
    model: options.model,
    settings: { ...after.settings },
    tuned: before.scores.length > 0,
    predicted: labels.classes.map((_, c) => predicted.filter((code) => code === c).length),
    ...(typeof truth === "string" ? { unscored: truth } : { scores: scored(truth, predicted, unadapted) }),
    reference: referenceInfo(embedded),
    fidelity: embedded.fidelity.summary,
  };
  const summary = report({
    command: "adapt",
    settings: adaptSettings(options, both, embedded.embedding.reference.metric),
    seed: options.seed,
    inputs: [...source.inputs, ...target.inputs],
    results,
    files: ADAPT_FILES,
    warnings: [
      ...both.warnings,
      ...contactWarnings(contact, rows.target.rows),
      ...singularWarnings(results.fidelity, "the plan", SCORED),
      ...(typeof truth === "string" ? [] : unknownClassWarnings(truth, "the target", "the source has not")),
    ],
    certificates: summariseCertificates([...certificatesOf(embedded), moved.fitted.transport.certificate]),
    timings: watch.timings,
  });
  const description = `source: ${source.description}; target: ${target.description}`;
  return {
    report: summary,
    text: adaptText(options, embedded.embedding.reference.metric, results, {
      source: source.description,
      target: target.description,
    }),
    render: async () => {
      const { adaptPage } = await import("./pages/adapt-page.js");
      const named = (codes: Int32Array): string[] => Array.from(codes, (code) => labels.classes[code]!);
      const predictions = itemsCsv(target.collection, [
        { name: "predicted", values: named(predicted) },
        { name: "unadapted", values: named(unadapted) },
      ]);
      const parts = { description, labels, rows, images: moved.images, predicted };
      return [
        { name: "predictions.csv", bytes: predictions },
        { name: "adapted.npy", bytes: rowsFile(moved.images) },
        { name: "target.npy", bytes: rowsFile(rows.target) },
        { name: "report.html", bytes: adaptPage(summary, { ...parts, ...embedded }) },
      ];
    },
  };
}

const rowsFile = ({ data, rows, cols }: Matrix): Uint8Array => encodeNpy(data, [rows, cols]);

/** Asked before the long work. */
function requireLearnable({ column, classes, codes }: Labels, both: Collection, options: AdaptOptions): void {
  if (classes.length < 2) {
    throw new ShapeError(
      `column "${column}" of the source has the one value "${classes[0]}"; a classifier needs two classes or more`,
      { found: classes[0]! },
    );
  }
  const cols = rowNumbers(options, referenceSize(options, both), both.measures[0]!.dim);
  CLASSIFIERS[options.model].require({ rows: codes.length, cols, classCount: classes.length });
}

function divide(rows: Matrix, sourceCount: number): DomainRows {
  const places = Int32Array.from({ length: rows.rows }, (_, s) => s);
  return {
    source: selectRows(rows, places.subarray(0, sourceCount)),
    target: selectRows(rows, places.subarray(sourceCount)),
  };
}

interface Moved {
  readonly fitted: FittedAdaptation;
  /** Of all source items. */
  readonly images: Matrix;
}

function move(rows: DomainRows, labels: Labels, options: AdaptOptions, random: Random): Moved {
  const count = rows.source.rows;
  const places = someOf(count, options.anchors, random);
  const anchors = selectRows(rows.source, places);
  const codes = Int32Array.from(places, (s) => labels.codes[s]!);
  const { epsilon, classWeight } = options;
  const fitted = fitAdaptation(options.plan, training(anchors, codes, labels.classes.length), rows.target, {
    epsilon,
    classWeight,
    onProgress: tellOnly(options.onProgress),
  });
  return { fitted, images: count === places.length ? fitted.images : adaptRows(fitted, rows.source) };
}

/**
 * The same kind of classifier with the same settings, learnt from other rows. Settings are not chosen among the images: one plan, made
 * with all labels, places them all, so that folds among them would see what they hold out.
 */
async function fitAgain<K extends ClassifierName>(
  { kind, settings }: FittedClassifier<K>,
  data: Training,
  random: Random,
): Promise<FittedClassifier<K>> {
  const classifier: Classifier<ClassifierTypes[K]["settings"], ClassifierTypes[K]["model"]> =
    CLASSIFIERS[kind];
  return { kind, settings, model: await classifier.fit(data, settings, random) } as FittedClassifier<K>;
}

/** The column of the target, or why it cannot be scored against. */
function targetLabels(target: Collection, { column, classes }: Labels): OutsideLabels | string {
  const attribute = target.attributes.find(({ name }) => name === column);
  if (!attribute) return `the target has no column "${column}"`;
  const blank = attribute.values.findIndex((value) => value.trim() === "");
  if (blank >= 0) return `item "${target.names[blank]}" of the target has no value in column "${column}"`;
  const values = fullColumn(target, column);
  if (values.some((value) => classes.includes(value))) return outsideLabels(classes, values);
  return `no value of column "${column}" of the target is a class of the source`;
}

function scored(truth: OutsideLabels, adapted: Int32Array, unadapted: Int32Array): AdaptScores {
  const [after, before] = [outsideScore(truth, adapted), outsideScore(truth, unadapted)];
  const rightBefore = rightOf(truth.codes, unadapted);
  const gains = Array.from(rightOf(truth.codes, adapted), (right, s) => right - rightBefore[s]!);
  const gain = gains.reduce((sum, value) => sum + value, 0) / gains.length;
  const variance = gains.reduce((sum, value) => sum + (value - gain) ** 2, 0) / gains.length;
  return {
    ...after,
    unadapted: before.accuracy,
    unadaptedError: before.standardError,
    unadaptedConfusion: before.confusion,
    gain,
    gainError: Math.sqrt(variance / gains.length),
  };
}

function adaptSettings(options: AdaptOptions, both: Collection, metric: Metric): Settings {
  return {
    target: options.target,
    label: options.label,
    plan: options.plan,
    epsilon: options.epsilon ?? null,
    classWeight: options.classWeight ?? null,
    anchors: options.anchors,
    model: options.model,
    ...itemSettings(options),
    ...lotSettings(options, referenceSize(options, both), metric),
    pairs: options.pairs,
  };
}

function adaptText(
  options: AdaptOptions,
  metric: Metric,
  results: AdaptResults,
  about: { readonly source: string; readonly target: string },
): string {
  const { scores, unscored, classes, predicted } = results;
  return textTable([
    ["source", about.source],
    ["target", about.target],
    ...metricRows(options, [metric]),
    ["plan", planText(results)],
    ["unlike the source", `${results.contact.unlike} of ${results.targetItems} target items`],
    ["named", classes.map((name, c) => `${name} (${predicted[c]})`).join(", ")],
    ...(scores
      ? [
          ["accuracy", `${short(scores.accuracy)} (standard error ${short(scores.standardError)})`],
          [
            "without adaptation",
            `${short(scores.unadapted)} (standard error ${short(scores.unadaptedError)})`,
          ],
          ["gain", `${short(scores.gain)} (standard error ${short(scores.gainError)})`],
          ["majority rate", short(scores.majorityRate)],
          ["measured on", contactText(results.contact, results.targetItems)],
        ]
      : [["scores", `none: ${unscored}`]]),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}

/** The plan with its strengths and what is proved. */
export function planText({ plan, sourceItems, targetItems }: AdaptResults): string {
  const { kind, strengths, anchors, cost, certificate } = plan;
  const used = Object.entries(strengths).map(([name, value]) => `${name} ${short(value)}`);
  const from = anchors < sourceItems ? `${anchors} of ${sourceItems}` : `${sourceItems}`;
  return (
    `${[kind, ...used].join(", ")}, from ${from} to ${targetItems} items, ${certificate.status}: cost ${short(cost)}, the least ` +
    `possible is ${short(certificate.lower)} to ${short(certificate.upper)}`
  );
}
