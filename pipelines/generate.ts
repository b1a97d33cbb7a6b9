import {
  type ClassifierName,
  type Collection,
  combineAffine,
  type Embedding,
  expMap,
  lotDistance,
  type Measure,
  massive,
  type OnProgress,
  type Random,
  rowView,
  ShapeError,
  seededRandom,
  selectEmbedded,
  type Tangent,
  toTangent,
  type WorkerPool,
} from "../src/index.js";
import { measureCsv } from "./csv-files.js";
import { GENERATE_DEFAULTS, ITEM_DEFAULTS, type WithMetric } from "./defaults.js";
import { singularWarnings } from "./fidelity.js";
import { type Classification, classifyGenerated } from "./generate/classes.js";
import { measureFiles, writtenKind } from "./generate/files.js";
import { givenShares } from "./generate/given-shares.js";
import { type Members, membersOf } from "./generate/members.js";
import type { GenerateResults } from "./generate/results.js";
import { scoreGeneration } from "./generate/scores.js";
import { coefficientsCsv, newItems, newItemsCsv, SPECTRA_FILE, spectraFiles } from "./generate/tables.js";
import { generateText } from "./generate/text.js";
import { parentsOf, WAY_FLAGS, WAYS, type WayName, type WayOptions } from "./generate/ways.js";
import { type ItemOptions, loadItems } from "./items.js";
import { type Labels, scoringLabels } from "./labels.js";
import { certificatesOf, type Embedded, embedAll, type LotOptions, referenceInfo } from "./lot.js";
import { median } from "./median.js";
import { optionFault } from "./method-options.js";
import { METRICS, settled } from "./metric.js";
import { onData } from "./place.js";
import { type Outcome, report, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface GenerateOptions extends ItemOptions, Omit<LotOptions, "reference">, JobOptions, WayOptions {
  /** Default: "barycenter" of up to 512 points, "gaussian" of more; "k-means" for spectra, which share their points. */
  readonly reference?: LotOptions["reference"];
  /** Column of the classes; default: label, class, group, or the only one. */
  readonly label?: string;
  /** New items are of this class; default: all items are one. */
  readonly class?: string;
  readonly how: WayName;
  /** New items, default 10; with weights that are given as many as those say. */
  readonly count?: number;
  /** Neighbours that precision, recall and coverage look at. */
  readonly neighbours: number;
  /** What tells the class of the new items. */
  readonly model: ClassifierName;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

/** Besides the new items themselves. */
export const GENERATE_FILES = ["generated.csv", "shares.csv", "reference.csv", "report.html"] as const;
/** What spectra leave besides. */
export const GENERATED_SPECTRA = SPECTRA_FILE;

export const DEFAULT_COUNT = 10;
/** New items of a run: all distances among them and of them to known ones are compared. */
export const MOST_NEW = 3000;

/** The sentence that refuses options that do not go together; undefined if all is in place. */
export function generateFault(
  options: WayOptions & Pick<GenerateOptions, "how" | "class" | "count" | "features">,
): string | undefined {
  const fault = optionFault("--how", WAYS, options.how, WAY_FLAGS, options);
  if (fault !== undefined) return fault;
  if (options.how === "given" && options.count !== undefined) {
    return "--count means nothing to --how given: there is a new item for each column of weights";
  }
  if (options.count !== undefined && options.count > MOST_NEW) {
    return `--count ${options.count} is over the limit of ${MOST_NEW}; make several runs of different --seed`;
  }
  if (options.how === "between" && options.class === undefined) {
    return "--how between needs --class, where it starts";
  }
  const { features = ITEM_DEFAULTS.features } = options;
  return features === ITEM_DEFAULTS.features
    ? undefined
    : `--features ${features} cannot be undone: new items need coordinates`;
}

/**
 * New measures of a class of a dataset, and how near to those that are there, and how different from each other, they are.
 *
 * @throws ShapeError if there is no such column or class, the class is too small, or options do not go together; FormatError for
 *   weights that cannot be read or name an item that is not there; for data that do not fit see `loadItems`.
 */
export async function generate(
  given: WithMetric<GenerateOptions, typeof GENERATE_DEFAULTS>,
): Promise<Outcome<GenerateResults>> {
  const options: GenerateOptions = settled({ ...GENERATE_DEFAULTS, ...given });
  const fault = generateFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return onData([given.path], () => withPool(options, (pool) => generateItems(pool, options)));
}

async function generateItems(pool: WorkerPool, options: GenerateOptions): Promise<Outcome<GenerateResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const loaded = await loadItems(options);
  const { collection, description } = loaded;
  const { labels } = scoringLabels(collection, options.label);
  const group = membersOf(labels, collection.names.length, options);
  const { given, inputs } = await givenShares(collection, options.shares);
  const lot: GenerateOptions & LotOptions = { ...options, ...generatedReference(options, collection) };
  watch.lap("load");
  const embedded = await embedAll(pool, collection, lot, random, watch);
  const made = make(embedded.embedding, options, { ...group, given }, random.fork(STREAMS.generate));
  watch.lap("generate");
  const back = await pool.embedAll(embedded.embedding.reference, made.measures);
  const scores = await scoreGeneration(pool, comparedOf(embedded, group, made, back), {
    neighbours: options.neighbours,
    random: random.fork(STREAMS.choice),
    onProgress: options.onProgress,
  });
  watch.lap("compare");
  const classes = await classesOf(embedded.embedding, back, labels, options, random);
  watch.lap("classify");

  const files = measureFiles("generate", made.measures, writtenKind(collection.item, loaded.inputs));
  const spectra = spectraFiles(
    collection,
    made.measures,
    made.measures.map((_, index) => String(index)),
  );
  const dataFiles = files.map(({ name }) => name).filter((name) => !name.endsWith(".png"));
  const results: GenerateResults = {
    how: options.how,
    ...(options.class !== undefined && { class: options.class }),
    ...(options.to !== undefined && { to: options.to }),
    members: group.known.length,
    items: newItems({ collection, group, measures: made.measures, files: dataFiles, scores, classes }),
    reference: referenceInfo(embedded),
    nearest: scores.nearest,
    diversity: scores.diversity,
    ...(scores.neighbourhood && { neighbourhood: scores.neighbourhood }),
    roundTrip: roundTrip(made.tangents, back, scores.diversity.ofKnown),
    ...(classes && { classified: classes.summary }),
    fidelity: embedded.fidelity.summary,
  };
  const summary = report({
    command: "generate",
    settings: {
      how: options.how,
      class: options.class ?? null,
      label: labels?.column ?? null,
      count: made.measures.length,
      parents: WAYS[options.how].takes.some((name) => name === "parents")
        ? parentsOf(options, group.known.length)
        : null,
      components: options.components ?? null,
      to: options.to ?? null,
      shares: options.shares ?? null,
      neighbours: options.neighbours,
      model: classes ? options.model : null,
      ...itemSettings(options),
      ...lotSettings(lot, lot.referenceSize!, embedded.embedding.reference.metric),
      pairs: options.pairs,
    },
    seed: options.seed,
    inputs: [...loaded.inputs, ...inputs],
    results,
    files: [...GENERATE_FILES, ...[...files, ...spectra].map(({ name }) => name)],
    warnings: [
      ...collection.warnings,
      ...singularWarnings(results.fidelity, "the classifier"),
      ...unlikeWarnings(results),
    ],
    certificates: summariseCertificates([
      ...certificatesOf(embedded),
      ...back.certificates,
      ...scores.certificates,
    ]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: generateText(results, options, description, embedded.embedding.reference.metric),
    render: async () => {
      const { generatePage } = await import("./pages/generate-page.js");
      const page = generatePage(summary, { ...embedded, ...made, ...group, description, back, labels });
      return [
        ...files,
        ...spectra,
        { name: "generated.csv", bytes: newItemsCsv(results) },
        { name: "shares.csv", bytes: coefficientsCsv(collection, made.coefficients, results) },
        { name: "reference.csv", bytes: measureCsv(embedded.embedding.reference.measure) },
        { name: "report.html", bytes: page },
      ];
    },
  };
}

/** New items that are so many times as far from known ones as these from each other are not like them. */
const UNLIKE = 2;

function unlikeWarnings({ nearest: { ratio }, fidelity: { residualShare } }: GenerateResults): string[] {
  if (ratio === null || ratio <= UNLIKE) return [];
  return [
    `new items are ${short(ratio)} times as far from known ones as these are from each other, so they are not like them; ` +
      `${short(100 * residualShare)} % of the transport is residual: try another --reference (k-means), a larger --reference-size, or for spectra --metric hk`,
  ];
}

const LARGEST_DEFAULT = 2048;
/** Of more points a barycentre takes minutes; a normal law takes no time, and tangent vectors from it are longer. */
const LARGEST_BARYCENTER = 512;

/**
 * New items have the points of the reference, so it has as many as the items (of images, as their frame has pixels), up to the
 * number whose transports take about as long as those of 2048 points do for W2.
 */
function generatedReference(options: GenerateOptions, { measures, item }: Collection) {
  const { metric } = options;
  const most = Math.round(LARGEST_DEFAULT / Math.sqrt(METRICS[metric].effort));
  const points = item.kind === "image" ? item.width * item.height : median(measures.map((mu) => mu.count));
  const referenceSize = options.referenceSize ?? Math.min(most, Math.round(points));
  const usual =
    item.kind === "spectrum" ? "k-means" : referenceSize <= LARGEST_BARYCENTER ? "barycenter" : "gaussian";
  return { referenceSize, reference: options.reference ?? usual } as const;
}

/** New items as coefficients of the known ones, as tangent vectors and as measures without points of no mass. */
export interface Made {
  readonly coefficients: readonly Float64Array[];
  readonly tangents: readonly Tangent[];
  readonly measures: readonly Measure[];
}

function make(
  embedding: Embedding,
  options: GenerateOptions,
  group: Members & { readonly given: readonly Float64Array[] },
  random: Random,
): Made {
  const coefficients = WAYS[options.how].coefficients({
    ...group,
    embedded: embedding,
    options,
    count: options.count ?? DEFAULT_COUNT,
    randomOf: (index) => random.fork(index),
  });
  const tangents = coefficients.map((one) => combineAffine(embedding, one));
  const measures = tangents.map((tangent) => massive(expMap(embedding.reference, tangent)).measure);
  return { coefficients, tangents, measures };
}

function comparedOf({ embedding, items }: Embedded, { known }: Members, { measures }: Made, back: Embedding) {
  return {
    known: selectEmbedded(embedding, known),
    knownMeasures: Array.from(known, (s) => items.measures[s]!),
    fresh: back,
    freshMeasures: measures,
  };
}

async function classesOf(
  known: Embedding,
  fresh: Embedding,
  labels: Labels | undefined,
  { model, class: wanted, to, onProgress }: GenerateOptions,
  random: Random,
): Promise<Classification | undefined> {
  if (labels === undefined || labels.classes.length < 2) return undefined;
  const names = [wanted, to].filter((name) => name !== undefined);
  const options = { model, random: random.fork(STREAMS.model), onProgress };
  return classifyGenerated({ known, fresh: fresh.matrix }, labels, names, options);
}

/** How much of what was asked for the measures are, in units of the spread of the known items. */
function roundTrip(tangents: readonly Tangent[], back: Embedding, spread: number): number {
  const squares = tangents.map((tangent, s) => {
    const { reference, matrix, singular } = back;
    const found = {
      ...toTangent(reference, rowView(matrix, s)),
      ...(singular && { singular: singular[s]! }),
    };
    return lotDistance(reference, tangent, found) ** 2;
  });
  const mean = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  return spread > 0 ? mean / spread : mean;
}
