import {
  type Certificate,
  type Collection,
  type Completion,
  type OnProgress,
  ShapeError,
  type Status,
  seededRandom,
  standardError,
  type WorkerPool,
} from "../src/index.js";
import { codingFault } from "./code/fault.js";
import { IMPUTE_DEFAULTS, type WithMetric } from "./defaults.js";
import { completedFiles } from "./impute/files.js";
import { type DamageOptions, DEFAULT_ITEMS, imputeFolds } from "./impute/folds.js";
import { imputeGiven, requireUnmoved } from "./impute/given.js";
import { type Imputed, type ImputeWork, imputedItem, type MethodName } from "./impute/imputed.js";
import { BASELINES } from "./impute/methods.js";
import type { ImputeResults, MethodErrors, Spread } from "./impute/results.js";
import { completedCsv, imputedCsv, usedSharesCsv } from "./impute/tables.js";
import { type ItemOptions, loadItems } from "./items.js";
import { type LotOptions, referenceInfo } from "./lot.js";
import { median } from "./median.js";
import { METRICS, metricRows, settled } from "./metric.js";
import { onData } from "./place.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface ImputeOptions extends ItemOptions, LotOptions, JobOptions, Omit<DamageOptions, "lose"> {
  /** A dataset of whole items, the atoms. */
  readonly atoms?: string;
  /** Instead, the items are whole, and lose this share of their mass each, to see how well they are completed. */
  readonly lose?: number;
  /** Pairs of atoms on which LOT is compared with the distance itself. */
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const IMPUTE_FILES = ["completed.csv", "imputed.csv", "shares.csv", "report.html"] as const;

/** The sentence that refuses options that do not go together; undefined if all is in place. */
export function imputeFault(
  options: Pick<ImputeOptions, "atoms" | "lose" | "metric" | "group" | "items">,
): string | undefined {
  const { atoms, lose, group, items } = options;
  if ((atoms === undefined) === (lose === undefined)) {
    return "give either --atoms <dataset> of whole items, or --lose <share>, which damages the items to see how well they are completed";
  }
  if (atoms !== undefined && (group !== undefined || items !== undefined)) {
    return "--group and --items belong to --lose";
  }
  return codingFault(options);
}

/**
 * Damaged items made whole: as means of atoms whose visible part fits them.
 *
 * With `lose`, whole items are damaged and completed by the items of the other folds; alignment, scale, reference and atoms know
 * nothing of an item that is tested, but items are aligned before they are damaged, so that their pose is taken as known.
 *
 * @throws ShapeError if options do not go together or items and atoms are of different sorts; MeasureError if nothing tells how much
 *   is missing; for data that do not fit see `loadItems`.
 */
export async function imputeDataset(
  given: WithMetric<ImputeOptions, typeof IMPUTE_DEFAULTS>,
): Promise<Outcome<ImputeResults>> {
  const options: ImputeOptions = settled({ ...IMPUTE_DEFAULTS, ...given });
  const fault = imputeFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return withPool(options, (pool) =>
    options.atoms === undefined ? tried(pool, options) : completed(pool, options, options.atoms),
  );
}

async function tried(pool: WorkerPool, given: ImputeOptions): Promise<Outcome<ImputeResults>> {
  const watch = stopwatch();
  if (given.features !== "coordinates") requireUnmoved({ ...given, align: "none" });
  return onData([given.path], async () => {
    const loaded = await loadItems(given);
    watch.lap("load");
    const size = sizeOf(given, loaded.collection);
    const options = { ...given, referenceSize: size, lose: given.lose! };
    const random = seededRandom(given.seed);
    const { collection } = loaded;
    const found = await imputeFolds({ pool, collection, options, random, onProgress: given.onProgress });
    watch.lap("impute");
    const { warnings } = collection;
    return outcome({ ...found, loaded, inputs: loaded.inputs, warnings, size }, given, watch);
  });
}

async function completed(
  pool: WorkerPool,
  given: ImputeOptions,
  path: string,
): Promise<Outcome<ImputeResults>> {
  const watch = stopwatch();
  requireUnmoved(given);
  const raw = { ...given, normalise: "none", masses: "any" } as const; // what is missing may be told by masses
  const loaded = await onData([given.path], () => loadItems(raw));
  const known = await onData([path], () => loadItems({ ...raw, path }));
  watch.lap("load");
  return onData([given.path, path], async () => {
    const size = sizeOf(given, known.collection);
    const { imputed, space, certificates } = await imputeGiven({
      pool,
      items: loaded.collection,
      atoms: known.collection,
      options: { ...given, referenceSize: size },
      random: seededRandom(given.seed),
      watch,
      onProgress: given.onProgress,
    });
    const work: ImputeWork = {
      loaded,
      imputed,
      references: [space.embedding.reference],
      infos: [referenceInfo(space)],
      certificates,
      inputs: [...loaded.inputs, ...known.inputs],
      warnings: [...loaded.collection.warnings, ...known.collection.warnings],
      size,
    };
    return outcome(work, given, watch);
  });
}

const LARGEST_DEFAULT = 1024;

/**
 * The part that is filled in has the points of the reference: it has as many as the items, up to the number whose transports take about
 * as long as those of 1024 points do for W2.
 */
function sizeOf({ referenceSize, metric }: ImputeOptions, { measures }: Collection): number {
  const most = Math.round(LARGEST_DEFAULT / Math.sqrt(METRICS[metric].effort));
  return referenceSize ?? Math.min(most, Math.max(1, Math.round(median(measures.map((mu) => mu.count)))));
}

function outcome(work: ImputeWork, options: ImputeOptions, watch: Stopwatch): Outcome<ImputeResults> {
  const { imputed, infos, references } = work;
  const errors = errorsOf(imputed);
  const { item } = work.loaded.collection;
  const files = completedFiles(imputed, item, work.loaded.inputs);
  const names = files.map(({ name }) => name).filter((name) => !name.endsWith(".png"));
  const results: ImputeResults = {
    items: imputed.map((one, s) => imputedItem(one, names[s])),
    atoms: Math.min(...imputed.map(({ atoms }) => atoms.length)),
    references: infos,
    ...(errors && { errors, measuredOn: measuredOn(work, options) }),
  };
  const summary = report({
    command: "impute",
    settings: {
      atoms: options.atoms ?? null,
      lose: options.lose ?? null,
      damage: options.lose === undefined ? null : options.damage,
      folds: options.lose === undefined ? null : options.folds,
      group: options.group ?? null,
      items: options.items ?? null,
      missing: options.missing ?? null,
      ...itemSettings(options),
      ...lotSettings(options, work.size, references.length === 1 ? references[0]!.metric : undefined),
      pairs: options.lose === undefined ? options.pairs : null,
    },
    seed: options.seed,
    inputs: work.inputs,
    results,
    files: [...IMPUTE_FILES, ...files.map(({ name }) => name)],
    warnings: work.warnings,
    certificates: summariseCertificates([
      ...work.certificates,
      ...imputed.map(({ completion }) => certificateOf(completion)),
      ...imputed.flatMap(({ truth }) => truth?.certificates ?? []),
    ]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: imputeText(results, options, work),
    render: async () => {
      const { imputePage } = await import("./pages/impute-page.js");
      return [
        ...files,
        { name: "completed.csv", bytes: completedCsv(imputed) },
        { name: "imputed.csv", bytes: imputedCsv(results) },
        { name: "shares.csv", bytes: usedSharesCsv(imputed) },
        { name: "report.html", bytes: imputePage(summary, { ...work, metric: references[0]!.metric }) },
      ];
    },
  };
}

/**
 * Of the last partial transport; an iteration that was cut short is not converged, whatever that transport is. One that stalled found
 * no lower step, as is usual for HK: the text says so.
 */
function certificateOf({ certificate, status }: Completion): Certificate {
  return status === "converged" || status === "stalled" ? certificate : { ...certificate, status };
}

const ABOUT: Readonly<Record<MethodName, string>> = {
  imputed: "the item with what the mean of atoms that fits it has more",
  nearest: BASELINES.nearest.about,
  mean: BASELINES.mean.about,
  nothing: BASELINES.nothing.about,
};

function errorsOf(imputed: readonly Imputed[]): MethodErrors[] | undefined {
  const truths = imputed.flatMap(({ truth }) => (truth === undefined ? [] : [truth]));
  if (truths.length === 0) return undefined;
  const groups = imputed.map(({ group }) => group); // each item its own: the standard deviation by the root of their number
  return (Object.keys(ABOUT) as MethodName[]).map((method) => {
    const whole = truths.map(({ errors }) => errors[method].whole);
    const parts = truths.flatMap(({ errors }) => errors[method].missing ?? []);
    const excess = truths.map(({ errors }, s) => whole[s]! - errors.imputed.whole);
    const own = {
      method,
      about: ABOUT[method],
      whole: spreadOf(whole),
      missing: parts.length > 0 ? spreadOf(parts) : null,
    };
    if (method === "imputed") return own;
    return {
      ...own,
      worseThanImputed: excess.filter((value) => value > 0).length,
      excess: {
        mean: meanOf(excess),
        standardError: new Set(groups).size > 1 ? standardError(excess, groups) : null,
      },
    };
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spreadOf(values: readonly number[]): Spread {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
    median: median(values),
    most: Math.max(...values),
  };
}

function measuredOn({ imputed, references }: ImputeWork, { group, missing, align }: ImputeOptions): string {
  const kind = group === undefined ? "" : ` whole groups of column ${group} apart,`;
  const told =
    missing === undefined ? "how much is missing was told" : `it was told that ${missing} is missing`;
  const pose = align === "none" ? "" : "; items were aligned before they were damaged";
  return (
    `${imputed.length} items, each damaged and completed with the items of the other of ${references.length} folds for atoms,${kind} ` +
    `which never include the item; ${told}${pose}`
  );
}

function imputeText(
  results: ImputeResults,
  options: ImputeOptions,
  { loaded, references }: ImputeWork,
): string {
  const { symbol } = METRICS[options.metric];
  const { items, errors = [] } = results;
  const misfits = items.map(({ misfit }) => misfit);
  const lines = errors.flatMap(({ method, whole, missing, worseThanImputed, excess }) => [
    [
      `${symbol} to truth, ${method}`,
      `${spreadText(whole)}${missing === null ? "" : `; of the missing part ${spreadText(missing)}`}` +
        (excess === undefined
          ? ""
          : `; worse than imputed in ${worseThanImputed} of ${items.length}, by ${short(excess.mean)}${errorText(excess.standardError)}`),
    ],
  ]);
  const ended = (wanted: Status) => items.filter(({ status }) => status === wanted).length;
  const stalled = ended("stalled");
  return textTable([
    ["dataset", loaded.description],
    ...metricRows(
      options,
      references.map(({ metric }) => metric),
    ),
    [
      "completed",
      `${items.length} items, ${ended("converged")} converged${stalled > 0 ? `, ${stalled} stalled (a further step would not lower the objective)` : ""}, median ${short(median(items.map(({ steps }) => steps)))} steps`,
    ],
    ["atoms", atomsText(results)],
    ["missing", `${short(100 * median(items.map(({ missing }) => missing)))} % of the mass (median)`],
    [
      "misfit",
      `${short(median(misfits))} (median): root mean squared distance of what is left from the synthesis`,
    ],
    ...lines,
    ...(results.measuredOn === undefined ? [] : [["measured on", results.measuredOn]]),
  ]);
}

function errorText(standardError: number | null): string {
  return standardError === null ? "" : ` +- ${short(standardError)}`;
}

/** Of more atoms than are looked at, those are. */
function atomsText({ atoms, items, references }: ImputeResults): string {
  const looked = Math.min(...items.map(({ candidates }) => candidates));
  const used = short(median(items.map((one) => one.used)));
  const nearest = looked < atoms ? `, of which the ${looked} nearest in what is left may have a share` : "";
  return `${atoms}${references.length > 1 ? " or more" : ""}${nearest}; an item uses ${used} (median)`;
}

function spreadText({ mean, standardDeviation }: Spread): string {
  return `${short(mean)} (sd ${short(standardDeviation)})`;
}

/** Items that are damaged where nobody says how many. */
export { DEFAULT_ITEMS };
