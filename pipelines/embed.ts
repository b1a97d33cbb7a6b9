import type { OpenOptions } from "../loaders/node.js";
import {
  attributeValues,
  drawPairs,
  type Embedding,
  type MetricName,
  type OnProgress,
  type Random,
  type Reference,
  seededRandom,
  VERSION,
  type WorkerPool,
} from "../src/index.js";
import { type Column, itemsCsv, measureCsv } from "./csv-files.js";
import { EMBED_DEFAULTS, type WithMetric } from "./defaults.js";
import { type Chart, fitChart } from "./embed/chart.js";
import { EMBEDDING_FORMATS, type EmbeddingFormat } from "./embed/files.js";
import { digestOf, embedIntoStore, type StoredEmbedding, singularCsv } from "./embed/resumable.js";
import {
  type FidelitySample,
  fidelityText,
  residualShare,
  singularShare,
  singularWarnings,
  summarisePairs,
} from "./fidelity.js";
import { type Interruptible, uninterrupted } from "./interrupt.js";
import { type ItemSource, openItems } from "./item-source.js";
import type { ItemOptions } from "./items.js";
import {
  certificatesOf,
  choiceRows,
  type LotOptions,
  referenceInfo,
  referenceSizeOf,
  referenceText,
} from "./lot.js";
import { lotRow, METRICS, metricRows, settled } from "./metric.js";
import { storedPairs } from "./pair-distances.js";
import { onData } from "./place.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import type { EmbedResults } from "./results.js";
import { itemSettings, lotSettings } from "./settings.js";
import { type BlockStore, folderBlocks, memoryBlocks } from "./store/blocks.js";
import { STREAMS } from "./streams.js";
import { textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface EmbedOptions extends ItemOptions, LotOptions, JobOptions, Pick<OpenOptions, "chunkedFrom"> {
  /** Column to colour the picture by. */
  readonly label?: string;
  readonly pairs: number;
  /** How the rows are written; default npy. */
  readonly format: EmbeddingFormat;
  /** Folder that the results will be written to; rows are kept there meanwhile, for a later run to go on from. */
  readonly out?: string;
  readonly onProgress?: OnProgress;
  /** Asked only where there is an `out`, while nothing keeps the program from tidying up. */
  readonly interruptible?: Interruptible;
}

export const EMBED_FILES = [
  ...Object.values(EMBEDDING_FORMATS).map(({ file }) => file),
  "embedding-items.csv",
  "reference.csv",
  "report.html",
];
/** What there is besides where the metric knows singular masses. */
export const SINGULAR_FILE = "singular.csv";

/** Names of the files that an embedding in this metric leaves, its rows in this format. */
export function embedFiles(metric: MetricName, format: EmbeddingFormat): readonly string[] {
  const files = [EMBEDDING_FORMATS[format].file, "embedding-items.csv", "reference.csv", "report.html"];
  return METRICS[metric].masses === "equal" ? files : [...files, SINGULAR_FILE];
}

/**
 * LOT embedding of a dataset: `embedding.npy` (or another format, see `EMBEDDING_FORMATS`) has one row per item, in the order of `embedding-items.csv`; `reference.csv`
 * holds the x_i and w_i that turn rows back into measures. A row has, reference point after reference point,
 *
 *   w2: sqrt(w_i) v_i;   hk: sqrt(w_i) (v_i, kappa growth_i / 2);   opt: sqrt(w_i) (v_i, sqrt(price) growth_i),
 *
 * dim or dim + 1 numbers each; kappa and price are in the settings of the report. For hk and opt `singular.csv` holds the
 * points of each item that its row does not know of, because no mass of the reference comes to them.
 *
 * Items are read, embedded and stored block by block, so that neither they nor their rows need fit into memory. Where
 * there are more than 4096 items (or 2^24 numbers in them), alignment and reference are fitted on a seeded choice of
 * them, which the picture shows; the report says so.
 *
 * With `out`, each block is written to `out/blocks` under a hash of all that its rows depend on. A run that was killed
 * is continued by the next one, to the same bytes. `finish` of the outcome removes the blocks.
 *
 * @throws ShapeError if there is no such column; StoreError if another run is using `out`, or it cannot be written to;
 *   InterruptError if `interruptible` says so; for data that do not fit see `loadItems`.
 */
export async function embedDataset(
  given: WithMetric<EmbedOptions, typeof EMBED_DEFAULTS>,
): Promise<Outcome<EmbedResults>> {
  const options: EmbedOptions = settled({ ...EMBED_DEFAULTS, ...given });
  return onData([given.path], () => withPool(options, (pool) => embedItems(pool, options)));
}

async function embedItems(pool: WorkerPool, options: EmbedOptions): Promise<Outcome<EmbedResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const source = await openItems(options);
  if (options.label !== undefined) requireColumn(source, options.label);
  watch.lap("load");
  const chart = await fitChart(pool, source, options, random);
  watch.lap("reference");
  const store = options.out === undefined ? memoryBlocks() : await folderBlocks(options.out);
  const interruptible = (options.out === undefined ? undefined : options.interruptible) ?? uninterrupted;
  try {
    const work = { options, source, chart, store, random, watch };
    return outcomeOf(work, await interruptible((signal) => embedStored(pool, work, signal)));
  } catch (error) {
    store.close();
    throw error;
  }
}

/** @throws ShapeError that lists the columns there are. */
function requireColumn({ about }: ItemSource, label: string): void {
  attributeValues({ ...about, measures: [] }, label);
}

interface Work {
  readonly options: EmbedOptions;
  readonly source: ItemSource;
  readonly chart: Chart;
  readonly store: BlockStore;
  readonly random: Random;
  readonly watch: Stopwatch;
}

interface Embedded {
  readonly stored: StoredEmbedding;
  readonly residuals: Float64Array;
  /** Mass of each item that does not come from the reference; absent where the metric knows none. */
  readonly singularMass?: Float64Array;
  /** Of the items that the chart was fitted on; certificates and status of all. */
  readonly embedding: Embedding;
  readonly fidelity: FidelitySample;
}

async function embedStored(pool: WorkerPool, work: Work, signal?: AbortSignal): Promise<Embedded> {
  const { source, chart, store, random, watch, options } = work;
  const control = { signal, onProgress: options.onProgress };
  const stored = await embedIntoStore(pool, { source, ...chart, store }, control);
  watch.lap("embed");
  const digest = await digestOf(store, stored, chart.places);
  const { residuals, certificates, status, singular, singularMass } = digest;
  const pairs = drawPairs(source.sizes.length, options.pairs, random.fork(STREAMS.pairs));
  const measured = await storedPairs(pool, { source, ...chart, store, stored, pairs }, control);
  watch.lap("fidelity");
  const { reference } = chart;
  return {
    stored,
    residuals,
    ...(singularMass && { singularMass }),
    embedding: {
      reference,
      matrix: digest.rows,
      residuals,
      certificates,
      status,
      ...(singular && { singular }),
    },
    fidelity: summarisePairs(measured.pairs, {
      residualShare: residualShare(reference.metric, digest.squares, residuals, singularMass),
      ...(singular && { singularShare: singularShare(measured.pairs, measured.rowDistances) }),
    }),
  };
}

function outcomeOf(work: Work, embedded: Embedded): Outcome<EmbedResults> {
  const { options, source, chart, store, watch } = work;
  const { stored, singularMass, fidelity } = embedded;
  const { about, description, inputs } = source;
  const results: EmbedResults = {
    items: about.names.length,
    dim: source.dim,
    reference: referenceInfo({ ...embedded, ...chart }),
    fidelity: fidelity.summary,
  };
  const summary = report({
    command: "embed",
    settings: {
      ...itemSettings(options),
      ...lotSettings(options, referenceSizeOf(options, source.sizes), chart.reference.metric),
      label: options.label ?? null,
      pairs: options.pairs,
      format: options.format,
    },
    seed: options.seed,
    inputs,
    results,
    files: embedFiles(options.metric, options.format),
    warnings: [...about.warnings, ...singularWarnings(fidelity.summary, "a method that works on rows")],
    certificates: summariseCertificates(certificatesOf(embedded)),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: embedText(options, chart.reference, description, results),
    notes: stored.reused > 0 ? [reusedText(stored.reused, results.items)] : [],
    render: async () => {
      const { embedPage } = await import("./pages/embed-page.js");
      const { file, bytes } = EMBEDDING_FORMATS[options.format];
      const { reference } = chart;
      const content = { store, stored, reference, about, columns: itemColumns(embedded), version: VERSION };
      return [
        { name: file, bytes: await bytes(content) },
        { name: "embedding-items.csv", bytes: itemsCsv(about, itemColumns(embedded)) },
        { name: "reference.csv", bytes: measureCsv(chart.reference.measure) },
        ...(singularMass
          ? [
              {
                name: SINGULAR_FILE,
                bytes: singularCsv(store, stored, { names: about.names, dim: source.dim }),
              },
            ]
          : []),
        {
          name: "report.html",
          bytes: embedPage(summary, { description, label: options.label, ...chart, ...embedded }),
        },
      ];
    },
    finish: async (written) => {
      if (written) await store.clear();
      store.close();
    },
  };
}

function itemColumns({ residuals, singularMass }: Embedded): Column[] {
  const residual = { name: "residual", values: residuals };
  return singularMass ? [residual, { name: "singularMass", values: singularMass }] : [residual];
}

function reusedText(reused: number, items: number): string {
  return `${reused} of ${items} items were embedded by an earlier run`;
}

function embedText(
  options: EmbedOptions,
  reference: Reference,
  description: string,
  results: EmbedResults,
): string {
  return textTable([
    ["dataset", description],
    ...metricRows(options, [reference.metric]),
    ["reference", referenceText(results.reference)],
    ...choiceRows([results.reference]),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}
