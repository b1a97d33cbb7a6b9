import { type Affinity, type OnProgress, ShapeError, seededRandom, type WorkerPool } from "../src/index.js";
import type { WithDefaults } from "./defaults.js";
import { onData } from "./place.js";
import { type Outcome, type OutputFile, report, stopwatch, summariseCertificates } from "./report.js";
import { CLUSTERERS } from "./segment/clusterers.js";
import { SEGMENT_DEFAULTS } from "./segment/defaults.js";
import { doubts } from "./segment/doubts.js";
import type { FeatureOptions } from "./segment/feature-kind.js";
import { FEATURES } from "./segment/features.js";
import { type Extension, labelImages } from "./segment/label-image.js";
import { labelsCsv } from "./segment/labels-csv.js";
import { requireSizes } from "./segment/limits.js";
import { clusterPng, truthPng } from "./segment/map-pictures.js";
import { SEGMENT_METHODS, type SegmentMethodName } from "./segment/methods.js";
import { numbered } from "./segment/numbering.js";
import { encodePixelModel } from "./segment/pixel-model.js";
import { labelledPixels, loadScene, type SceneOptions, samplePixels } from "./segment/scene.js";
import { segmentScores } from "./segment/scores.js";
import type { SegmentMethodResult, SegmentResults } from "./segment/segment-results.js";
import { segmentText } from "./segment/segment-text.js";
import { dictionaries, type Segmentation } from "./segment/segmentation.js";
import { STREAMS } from "./streams.js";
import { type JobOptions, withPool } from "./workers.js";

export interface SegmentOptions extends SceneOptions, FeatureOptions, JobOptions {
  /** Clusters; default: the classes of the ground truth. */
  readonly k?: number;
  /** Sampled pixels, on which everything is learned. */
  readonly pixels: number;
  /** The first one is that whose scores stand for the run. */
  readonly methods: readonly SegmentMethodName[];
  readonly neighbours: number;
  readonly affinity?: Affinity;
  readonly extend: Extension;
  readonly seed: number;
  readonly onProgress?: OnProgress;
}

function mapFile(method: string): string {
  return `map-${method}.png`;
}

function modelFile(features: string): string {
  return `${features}.json`;
}

export const SEGMENT_FILES = [
  "labels.csv",
  "truth.png",
  ...Object.keys(SEGMENT_METHODS).map(mapFile),
  ...Object.entries(FEATURES).flatMap(([name, { hasModel }]) => (hasModel ? [modelFile(name)] : [])),
  "report.html",
] as const;

/**
 * Unsupervised labels for the pixels of a hyperspectral image, by several methods on the same sampled pixels.
 *
 * @throws ShapeError if there is neither `k` nor `truth`, or fewer pixels than clusters; for data that do not fit see
 *   `loadScene`.
 */
export async function segment(
  given: WithDefaults<SegmentOptions, typeof SEGMENT_DEFAULTS>,
): Promise<Outcome<SegmentResults>> {
  const options = { ...SEGMENT_DEFAULTS, ...given };
  if (options.k === undefined && options.truth === undefined) {
    throw new ShapeError("how many clusters? give k, or a ground truth, whose classes are counted");
  }
  return onData([given.path], () => withPool(options, (pool) => segmentCube(pool, options)));
}

async function segmentCube(pool: WorkerPool, options: SegmentOptions): Promise<Outcome<SegmentResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const scene = await loadScene(options);
  const sample = samplePixels(scene, options.pixels, random.fork(STREAMS.sample));
  const clusters = options.k ?? scene.truth!.classes.length;
  const sizes = { clusters, pixels: sample.length, bands: scene.axis.values.length };
  requireSizes(options, sizes);
  watch.lap("load");
  const { onProgress } = options;
  const context = { pool, random, watch, ...(onProgress && { onProgress }) };
  const labelled = await labelImages(scene, sample, { ...options, clusters }, context);
  const known = labelledPixels(scene);
  const maps = labelled.images.map(({ labels }) => numbered(labels, scene.truth, known));
  const parts = { scene, sample, labelled, maps };
  const results = resultsOf(parts, clusters, known);
  watch.lap("score");

  const learning = labelled.learned.map(({ name, seconds }) => [`learn ${name}`, seconds] as const);
  const timings = { ...watch.timings, ...Object.fromEntries(learning) };
  const summary = report({
    command: "segment",
    settings: settingsOf(options, clusters),
    seed: options.seed,
    inputs: scene.inputs,
    results,
    files: filesOf(parts),
    warnings: [...scene.warnings, ...doubts(labelled, { ...options, ...sizes })],
    certificates: summariseCertificates(labelled.certificates),
    timings,
  });
  return {
    report: summary,
    text: segmentText(scene.description, results, timings),
    render: async () => {
      const { segmentPage } = await import("./pages/segment-page.js");
      return [...outputFiles(parts, options), { name: "report.html", bytes: segmentPage(summary, parts) }];
    },
  };
}

function resultsOf(parts: Segmentation, clusters: number, known: Int32Array): SegmentResults {
  const { cube, pixels, truth } = parts.scene;
  const methods = parts.maps.map((_, m) => methodResult(parts, known, m));
  const scores = methods[0]!.onLabelled;
  return {
    ...(scores && {
      accuracy: scores.accuracy,
      adjustedRandIndex: scores.adjustedRandIndex,
      normalisedMutualInformation: scores.normalisedMutualInformation,
    }),
    k: clusters,
    image: { height: cube.height, width: cube.width, bands: cube.axis.values.length },
    sampled: {
      pixels: parts.sample.length,
      from: truth ? `the ${known.length} pixels of a known class` : `all ${pixels.length} pixels`,
    },
    labelled: pixels.length,
    ...(truth && { classes: truth.classes }),
    methods,
  };
}

function methodResult(
  { scene: { truth }, sample, labelled, maps }: Segmentation,
  known: Int32Array,
  m: number,
): SegmentMethodResult {
  const { method, status, details } = labelled.images[m]!;
  const { labels, sizes, classOf } = maps[m]!;
  const { title, features, clusterer } = SEGMENT_METHODS[method];
  const learned = labelled.learned.find(({ name }) => name === features)!;
  const descent = labelled.descents.get(features);
  return {
    method,
    title,
    sizes,
    ...(truth && {
      matched: Array.from(classOf, (code) => truth.classes[code] ?? null),
      onSample: segmentScores(truth, labels, sample),
      onLabelled: segmentScores(truth, labels, known),
    }),
    status,
    details: { clustering: CLUSTERERS[clusterer].title, ...details },
    features: {
      features: FEATURES[features].title,
      scaling: FEATURES[features].scaling,
      ...learned.features.details,
      ...(descent && {
        weightStatus: descent.status,
        weightsNotConverged: `${descent.open} of ${descent.rows} pixels`,
      }),
    },
  };
}

function settingsOf(options: SegmentOptions, clusters: number) {
  return {
    k: clusters,
    truth: options.truth ?? null,
    variable: options.variable ?? null,
    truthVariable: options.truthVariable ?? null,
    wavelengths: options.wavelengths ?? null,
    bands: options.bands?.map(String) ?? null,
    negatives: options.negatives,
    bin: options.bin,
    pixels: options.pixels,
    methods: options.methods,
    neighbours: options.neighbours,
    affinity: options.affinity ?? "by features",
    extend: options.extend,
    kappa: options.kappa ?? null,
    atoms: options.atoms,
    preset: options.preset,
    rho: options.rho,
    epsilon: options.epsilon ?? null,
    loss: options.loss,
    steps: options.steps,
    restarts: options.restarts,
    learningRate: options.learningRate ?? "by kind",
    weightRate: options.weightRate,
    fixedAtoms: options.fixedAtoms,
  };
}

function filesOf({ scene, labelled }: Segmentation): string[] {
  return [
    "labels.csv",
    ...(scene.truth ? ["truth.png"] : []),
    ...labelled.images.map(({ method }) => mapFile(method)),
    ...dictionaries({ labelled }).map(({ name }) => modelFile(name)),
    "report.html",
  ];
}

function outputFiles(
  { scene, sample, labelled, maps }: Segmentation,
  { bands, negatives, bin }: Pick<SegmentOptions, "bands" | "negatives" | "bin">,
): OutputFile[] {
  const methods = labelled.images.map(({ method }) => method);
  return [
    { name: "labels.csv", bytes: labelsCsv(scene, sample, methods, maps) },
    ...(scene.truth ? [{ name: "truth.png", bytes: truthPng(scene) }] : []),
    ...maps.map((map, m) => ({ name: mapFile(methods[m]!), bytes: clusterPng(map, scene) })),
    ...dictionaries({ labelled }).map(({ name, dictionary, scaling }) => ({
      name: modelFile(name),
      bytes: encodePixelModel({ dictionary, recipe: { bands: bands ?? "all", negatives, bin, scaling } }),
    })),
  ];
}
