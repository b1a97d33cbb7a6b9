import {
  adjustedRandIndex,
  type Embedding,
  fitKMeans,
  fitKMedoids,
  hierarchicalClusters,
  lotDistances,
  type Measure,
  majorityRate,
  matchedAccuracy,
  type OnProgress,
  type Random,
  seededRandom,
} from "../src/index.js";
import { itemsCsv, measureCsv } from "./csv-files.js";
import { type Fidelity, fidelityText, measureFidelity } from "./fidelity.js";
import { groupMeans } from "./group-means.js";
import { aligned, type ItemOptions, loadItems } from "./items.js";
import { type Labels, labelsOf, scoringColumn } from "./labels.js";
import { embedItems, fitReference, type LotOptions, referenceSize } from "./lot.js";
import { type Outcome, type OutputFile, report, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";

type ClusterFit = (embedding: Embedding, clusters: number, random: Random) => Int32Array;

/** The methods that `--method` names; all on the same geometry, LOT distance. */
export const CLUSTER_METHODS = {
  "k-means": (embedding, clusters, random) =>
    fitKMeans(embedding.matrix, { clusters, random, starts: 20 }).labels,
  "k-medoids": (embedding, clusters, random) =>
    fitKMedoids(lotDistances(embedding), { clusters, random, starts: 20 }).labels,
  hierarchical: (embedding, clusters) =>
    hierarchicalClusters(lotDistances(embedding), { clusters, linkage: "ward" }),
} as const satisfies Record<string, ClusterFit>;

export type ClusterMethod = keyof typeof CLUSTER_METHODS;

export interface ClusterOptions extends ItemOptions, LotOptions {
  readonly k: number;
  readonly method: ClusterMethod;
  /** Column to score against; it is never used for clustering. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export interface ClusterResults {
  /** Cluster of each item, 0 .. k-1, largest cluster first. */
  readonly labels: readonly number[];
  readonly items: readonly string[];
  readonly k: number;
  readonly sizes: readonly number[];
  readonly scores?: ClusterScores;
  readonly adjustedRandIndex?: number;
  readonly accuracy?: number;
  readonly fidelity: Fidelity;
}

/** Agreement with a column of labels that the clustering did not see. */
export interface ClusterScores {
  readonly column: string;
  readonly classes: readonly string[];
  readonly majorityRate: number;
  /** Items of cluster c with class d: contingency[c][d]. */
  readonly contingency: readonly (readonly number[])[];
}

export const CLUSTER_FILES = ["clusters.csv", "cluster-means.csv", "reference.csv", "report.html"] as const;

/**
 * Clusters of a dataset by LOT distance, with the mean measure of each.
 *
 * @throws FormatError, MeasureError, ShapeError for data that do not fit; see `loadItems`.
 */
export async function cluster(options: ClusterOptions): Promise<Outcome<ClusterResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { onProgress } = options;
  const loaded = await loadItems(options);
  const column = scoringColumn(loaded.collection, options.label);
  const labels = column === undefined ? undefined : labelsOf(loaded.collection, column);
  const items = aligned(loaded.collection, options.align);
  watch.lap("load");
  const reference = fitReference(options, items, random.fork(STREAMS.reference));
  watch.lap("reference");
  const embedding = embedItems(reference, items, onProgress);
  watch.lap("embed");
  const found = CLUSTER_METHODS[options.method](embedding, options.k, random.fork(STREAMS.cluster));
  const clusters = largestFirst(found);
  watch.lap("cluster");
  const fidelity = measureFidelity(embedding, items, {
    pairs: options.pairs,
    random: random.fork(STREAMS.pairs),
    onProgress,
  });
  watch.lap("fidelity");

  const k = Math.max(...clusters) + 1;
  const results: ClusterResults = {
    labels: Array.from(clusters),
    items: items.names,
    k,
    sizes: Array.from({ length: k }, (_, c) => clusters.filter((label) => label === c).length),
    ...(labels ? scored(labels, clusters, k) : {}),
    fidelity: fidelity.summary,
  };
  const summary = report({
    command: "cluster",
    settings: {
      k: options.k,
      method: options.method,
      label: column ?? null,
      ...itemSettings(options),
      ...lotSettings(options, referenceSize(options, items)),
      pairs: options.pairs,
    },
    seed: options.seed,
    inputs: loaded.inputs,
    results,
    certificates: summariseCertificates([
      ...embedding.certificates,
      ...fidelity.pairs.map((pair) => pair.certificate),
    ]),
    timings: watch.timings,
  });
  const means = groupMeans(embedding, clusters, k);
  const render = async (): Promise<OutputFile[]> => {
    const { clusterPage } = await import("./pages/cluster-page.js");
    const parts = { description: loaded.description, items, embedding, clusters, labels, means, fidelity };
    return [
      { name: "clusters.csv", bytes: itemsCsv(items, [{ name: "cluster", values: clusters }]) },
      { name: "cluster-means.csv", bytes: meansCsv(means) },
      { name: "reference.csv", bytes: measureCsv(reference.measure) },
      { name: "report.html", bytes: clusterPage(summary, parts) },
    ];
  };
  return { report: summary, text: clusterText(loaded.description, results), render };
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
  const scores: ClusterScores = {
    column: labels.column,
    classes: labels.classes,
    majorityRate: majorityRate(labels.codes, labels.classes.length),
    contingency,
  };
  return {
    scores,
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

function clusterText(description: string, results: ClusterResults): string {
  const { scores } = results;
  return textTable([
    ["dataset", description],
    ["clusters", `${results.k}, of ${results.sizes.join(", ")} items`],
    ...(scores
      ? [
          ["adjusted Rand index", `${short(results.adjustedRandIndex!)} against column ${scores.column}`],
          ["matched accuracy", `${short(results.accuracy!)} (majority rate ${short(scores.majorityRate)})`],
        ]
      : []),
    ["LOT against W2", fidelityText(results.fidelity)],
  ]);
}
