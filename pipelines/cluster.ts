import {
  adjustedRandIndex,
  type Certificate,
  fitKMeans,
  fitKMedoids,
  hierarchicalClusters,
  type Measure,
  majorityRate,
  matchedAccuracy,
  type OnProgress,
  type Random,
  requireHierarchical,
  ShapeError,
  seededRandom,
  type WorkerPool,
} from "../src/index.js";
import { itemsCsv, measureCsv } from "./csv-files.js";
import { CLUSTER_DEFAULTS, type WithMetric } from "./defaults.js";
import { type Fidelity, fidelityText, singularWarnings } from "./fidelity.js";
import { groupMeans } from "./group-means.js";
import { type ItemOptions, loadItems } from "./items.js";
import { type Labels, scoringLabels } from "./labels.js";
import {
  certificatesOf,
  choiceRows,
  type Embedded,
  type LotOptions,
  referenceSize,
  referencesInfo,
} from "./lot.js";
import { lotRow, metricRows, settled } from "./metric.js";
import { onData } from "./place.js";
import type { RowsAtEach } from "./references/rows.js";
import { averagedDistances, type EmbeddedAtEach, embedAtSeveral } from "./references/several.js";
import { type Outcome, report, stopwatch, summariseCertificates } from "./report.js";
import type { ClusterResults } from "./results.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

interface ClusterFit {
  /** Asked before the embedding. @throws ShapeError if so many items are too many. */
  readonly require: (items: number) => void;
  readonly fit: (rows: RowsAtEach, clusters: number, random: Random) => Int32Array;
  /** Works on rows, and not on LOT distances, which also count what the reference does not reach. */
  readonly onRows: boolean;
}

/** The methods that `--method` names; all on the same geometry, LOT distance, but for what `onRows` says. */
export const CLUSTER_METHODS = {
  "k-means": {
    require: () => undefined,
    onRows: true,
    fit: ({ matrix }, clusters, random) => fitKMeans(matrix, { clusters, random, starts: 20 }).labels,
  },
  "k-medoids": {
    require: requireMedoids,
    onRows: false,
    fit: (rows, clusters, random) =>
      fitKMedoids(averagedDistances(rows), { clusters, random, starts: 20 }).labels,
  },
  hierarchical: {
    require: requireHierarchical,
    onRows: false,
    fit: (rows, clusters) => hierarchicalClusters(averagedDistances(rows), { clusters, linkage: "ward" }),
  },
} as const satisfies Record<string, ClusterFit>;

/** Items whose distances to each other fill 800 MB, twice while their roots are taken. */
const MAX_MEDOID_ITEMS = 10_000;

function requireMedoids(items: number): void {
  if (items <= MAX_MEDOID_ITEMS) return;
  throw new ShapeError(
    `${items} items are too many for k-medoids; it takes up to ${MAX_MEDOID_ITEMS}, use --method k-means`,
    { expected: MAX_MEDOID_ITEMS, found: items },
  );
}

export type ClusterMethod = keyof typeof CLUSTER_METHODS;

export interface ClusterOptions extends ItemOptions, LotOptions, JobOptions {
  readonly k: number;
  readonly method: ClusterMethod;
  /** Column to score against; it is never used for clustering. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const CLUSTER_FILES = ["clusters.csv", "cluster-means.csv", "reference.csv", "report.html"] as const;

/**
 * Clusters of a dataset by LOT distance, with the mean measure of each.
 *
 * There may be fewer than k clusters where fewer items differ.
 *
 * @throws ShapeError if there are fewer items than clusters, more than the method can take, or no such column; for data that do not fit see
 *   `loadItems`.
 */
export async function cluster(
  given: WithMetric<ClusterOptions, typeof CLUSTER_DEFAULTS>,
): Promise<Outcome<ClusterResults>> {
  const options: ClusterOptions = settled({ ...CLUSTER_DEFAULTS, ...given });
  return onData([given.path], () => withPool(options, (pool) => clusterItems(pool, options)));
}

async function clusterItems(pool: WorkerPool, options: ClusterOptions): Promise<Outcome<ClusterResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { collection, inputs, description } = await loadItems(options);
  requireItems(options.k, collection.names.length);
  CLUSTER_METHODS[options.method].require(collection.names.length);
  const { labels, unscored } = scoringLabels(collection, options.label);
  watch.lap("load");
  const embedded = await embedAtSeveral(pool, collection, options, random, watch);
  const found = CLUSTER_METHODS[options.method].fit(embedded.rows, options.k, random.fork(STREAMS.cluster));
  const clusters = largestFirst(found);
  const means = groupMeans(
    embedded.embedding,
    clusters,
    clusters.reduce((most, c) => Math.max(most, c), 0) + 1,
  );
  watch.lap("cluster");

  const results: ClusterResults = {
    labels: Array.from(clusters),
    items: collection.names,
    k: means.length,
    sizes: means.map((_, c) => clusters.filter((label) => label === c).length),
    ...(labels ? scored(labels, clusters, means.length) : {}),
    ...(unscored === undefined ? {} : { unscored }),
    reference: referencesInfo(
      embedded.rows.embeddings.map(({ reference }) => reference),
      embedded.alignment,
    ),
    fidelity: embedded.fidelity.summary,
  };
  const summary = report({
    command: "cluster",
    settings: {
      k: options.k,
      method: options.method,
      label: labels?.column ?? null,
      ...itemSettings(options),
      ...lotSettings(options, referenceSize(options, collection), embedded.embedding.reference.metric),
      pairs: options.pairs,
    },
    seed: options.seed,
    inputs,
    results,
    files: CLUSTER_FILES,
    warnings: [...collection.warnings, ...rowWarnings(options, results.fidelity)],
    certificates: summariseCertificates(clusterCertificates(embedded)),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: clusterText(options, embedded, description, results),
    render: async () => {
      const { clusterPage } = await import("./pages/cluster-page.js");
      return [
        { name: "clusters.csv", bytes: itemsCsv(collection, [{ name: "cluster", values: clusters }]) },
        { name: "cluster-means.csv", bytes: meansCsv(means) },
        { name: "reference.csv", bytes: measureCsv(embedded.embedding.reference.measure) },
        {
          name: "report.html",
          bytes: clusterPage(summary, { description, clusters, labels, means, ...embedded }),
        },
      ];
    },
  };
}

/** Of all references; those of the first are among the overall ones. */
function clusterCertificates(embedded: EmbeddedAtEach): Certificate[] {
  const further = embedded.rows.embeddings.slice(1);
  return [
    ...certificatesOf(embedded),
    ...further.flatMap(({ reference, certificates }) => [...reference.origin.certificates, ...certificates]),
  ];
}

function rowWarnings(options: ClusterOptions, fidelity: Fidelity): string[] {
  return CLUSTER_METHODS[options.method].onRows
    ? singularWarnings(fidelity, options.method, "; --method k-medoids would")
    : [];
}

/** Asked before the long work, which every method would refuse after it. */
function requireItems(k: number, items: number): void {
  if (k <= items) return;
  throw new ShapeError(`cannot make ${k} clusters of ${items} items; use --k 1 to ${items}`, {
    expected: items,
    found: k,
  });
}

/** Renumbers clusters by size, ties by first item, so that numbers do not depend on the random start. */
function largestFirst(labels: Int32Array): Int32Array {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const order = [...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)!); // stable: first item first
  const rank = new Map(order.map((label, r) => [label, r]));
  return labels.map((label) => rank.get(label)!);
}

function scored(labels: Labels, clusters: Int32Array, k: number) {
  const contingency = Array.from({ length: k }, () => labels.classes.map(() => 0));
  labels.codes.forEach((code, s) => {
    contingency[clusters[s]!]![code]! += 1;
  });
  return {
    scores: {
      column: labels.column,
      classes: labels.classes,
      majorityRate: majorityRate(labels.codes, labels.classes.length),
      contingency,
    },
    adjustedRandIndex: adjustedRandIndex(labels.codes, clusters),
    accuracy: matchedAccuracy(labels.codes, clusters),
  };
}

function meansCsv(means: readonly Measure[]): string {
  const parts = means.map((mu, c) => {
    const [header, ...rows] = measureCsv(mu).trimEnd().split("\n");
    return [c === 0 ? [`cluster,${header}`] : [], rows.map((row) => `${c},${row}`)].flat().join("\n");
  });
  return `${parts.join("\n")}\n`;
}

function clusterText(
  options: ClusterOptions,
  { embedding: { reference } }: Embedded,
  description: string,
  results: ClusterResults,
): string {
  const { scores } = results;
  return textTable([
    ["dataset", description],
    ...metricRows(options, [reference.metric]),
    ...choiceRows([results.reference]),
    ["clusters", `${results.k}, of ${results.sizes.join(", ")} items`],
    ...(scores
      ? [
          ["adjusted Rand index", `${short(results.adjustedRandIndex!)} against column ${scores.column}`],
          ["matched accuracy", `${short(results.accuracy!)} (majority rate ${short(scores.majorityRate)})`],
        ]
      : []),
    ...(results.unscored === undefined ? [] : [["scores", results.unscored]]),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}
