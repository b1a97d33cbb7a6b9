import type { Affinity, Certificate, Matrix, OnProgress, Status } from "../../src/index.js";
import { rowView } from "../../src/index.js";
import type { Stopwatch } from "../report.js";
import { STREAMS } from "../streams.js";
import { CLUSTERERS, type Clustered, nearestOf } from "./clusterers.js";
import type { Coefficients, Descent, FeatureOptions, Features } from "./feature-kind.js";
import { FEATURES, type FeatureName } from "./features.js";
import { type LearnContext, type LearnedFeatures, learnFeatures } from "./learn-features.js";
import { SEGMENT_METHODS, type SegmentMethodName } from "./methods.js";
import { reflectances, type Scene } from "./scene.js";

/**
 * How a pixel that was not sampled gets its label. "spectra": that of the sampled pixel whose spectrum is nearest by cosine, and
 * of k-means on spectra that of the nearest centre. "coefficients": in the space in which the method clusters, for which the
 * coefficients of all pixels are computed.
 */
export const EXTENSIONS = ["spectra", "coefficients"] as const;
export type Extension = (typeof EXTENSIONS)[number];

export interface LabelOptions extends FeatureOptions {
  readonly methods: readonly SegmentMethodName[];
  readonly clusters: number;
  readonly neighbours: number;
  /** Default: what suits the features. */
  readonly affinity?: Affinity;
  readonly extend: Extension;
}

/** What a method made of an image. */
export interface LabelledImage {
  readonly method: SegmentMethodName;
  /** Cluster of each place, -1 for pixels that cannot be labelled. */
  readonly labels: Int32Array;
  readonly status: Status;
  readonly details: Readonly<Record<string, string | number>>;
  /** Different rows among the features of the sampled pixels; counted up to the number of clusters. */
  readonly distinct: number;
}

export interface LabelledImages {
  /** In the order in which they were asked for. */
  readonly images: readonly LabelledImage[];
  readonly learned: readonly LearnedFeatures[];
  /** For each place the position in the sample of the pixel with the nearest spectrum; -1 where there is no label. */
  readonly nearest: Int32Array;
  /** Of all pixels, for features that were found by minimising something and asked for. */
  readonly descents: ReadonlyMap<FeatureName, Descent>;
  readonly certificates: readonly Certificate[];
}

export interface LabelContext extends LearnContext {
  readonly watch: Stopwatch;
}

/** Pixels whose coefficients are in memory at once. */
const PIXELS_AT_ONCE = 4096;

/** Learns features of the sampled pixels, clusters them by each method and labels the whole image. */
export async function labelImages(
  scene: Scene,
  sample: Int32Array,
  options: LabelOptions,
  context: LabelContext,
): Promise<LabelledImages> {
  const others = withoutSample(scene.pixels, sample);
  const nearest = nearestSampled(scene, sample, others);
  context.watch.lap("nearest spectra");
  const images = new Map<SegmentMethodName, LabelledImage>();
  const certificates: Certificate[] = [];
  const names = new Set(options.methods.map((method) => SEGMENT_METHODS[method].features));
  const transformsOthers = options.extend === "coefficients";
  const learned = await learnFeatures(scene, sample, [...names], { ...options, transformsOthers }, context);
  const descents = new Map<FeatureName, Descent>();
  context.watch.lap("learn");
  for (const { name, features } of learned) {
    certificates.push(...features.sample.certificates);
    const methods = options.methods.filter((method) => SEGMENT_METHODS[method].features === name);
    const found = methods.map((method) => ({ method, ...cluster(method, features, options, context) }));
    for (const one of found) images.set(one.method, fromNearest(one, nearest));
    const asked = found.filter(({ method }) => isAsked(method, options.extend));
    if (features.sample.descent) descents.set(name, features.sample.descent);
    let done = 0;
    for (const places of asked.length > 0 ? blocks(others) : []) {
      const progress = pixelProgress(context.onProgress, done, others.length);
      const coefficients = await features.transform(reflectances(scene, places), progress);
      done += places.length;
      context.watch.lap(`transform ${name}`);
      if (coefficients.descent) descents.set(name, joined(coefficients.descent, descents.get(name)));
      certificates.push(...coefficients.certificates);
      for (const one of asked) {
        predictInto(images.get(one.method)!.labels, places, one, coefficients);
        context.watch.lap(`label ${one.method}`);
      }
    }
  }
  const inOrder = options.methods.map((method) => images.get(method)!);
  return { images: inOrder, learned, nearest, descents, certificates };
}

/** One count over all blocks of pixels. */
function pixelProgress(onProgress: OnProgress | undefined, before: number, total: number): OnProgress {
  return ({ done }) => onProgress?.({ unit: "pixels transformed", done: before + done, total });
}

const WORST_FIRST: readonly Status[] = ["aborted", "non-finite", "iteration-limit", "stalled", "converged"];

function joined(one: Descent, other: Descent | undefined): Descent {
  if (other === undefined) return one;
  const status = WORST_FIRST.find((worst) => worst === one.status || worst === other.status)!;
  return { status, rows: one.rows + other.rows, open: one.open + other.open };
}

/** Is the method itself asked about pixels that were not sampled? */
function isAsked(method: SegmentMethodName, extend: Extension): boolean {
  const { features, clusterer } = SEGMENT_METHODS[method];
  return extend === "coefficients" || (features === "spectra" && CLUSTERERS[clusterer].hasCentres);
}

function cluster(
  method: SegmentMethodName,
  { sample }: Features,
  options: LabelOptions,
  { random, watch }: LabelContext,
): Clustered & Pick<LabelledImage, "distinct"> {
  const { clusterer, features } = SEGMENT_METHODS[method];
  const clustered = CLUSTERERS[clusterer].fit(sample.rows, {
    clusters: options.clusters,
    affinity: options.affinity ?? FEATURES[features].affinity,
    neighbours: options.neighbours,
    random: random.fork(STREAMS.cluster),
  });
  watch.lap(`cluster ${method}`);
  return { ...clustered, distinct: distinctRows(sample.rows, options.clusters) };
}

/** How many rows differ from all before them; the count ends where there are enough. */
function distinctRows(rows: Matrix, enough: number): number {
  const found: Float64Array[] = [];
  for (let s = 0; s < rows.rows && found.length < enough; s++) {
    const row = rowView(rows, s);
    if (!found.some((other) => other.every((value, j) => value === row[j]))) found.push(row);
  }
  return found.length;
}

/** Sampled pixels with the labels that clustering gave them, all others with those of the nearest spectrum. */
function fromNearest(
  { method, labels, status, details, distinct }: Clustered & Pick<LabelledImage, "method" | "distinct">,
  nearest: Int32Array,
): LabelledImage {
  return { method, status, details, distinct, labels: nearest.map((s) => (s < 0 ? -1 : labels[s]!)) };
}

function predictInto(
  labels: Int32Array,
  places: Int32Array,
  { predict }: Clustered,
  { rows }: Coefficients,
): void {
  const found = predict(rows);
  places.forEach((place, p) => {
    labels[place] = found[p]!;
  });
}

function withoutSample(pixels: Int32Array, sample: Int32Array): Int32Array {
  const sampled = new Set(sample);
  return pixels.filter((place) => !sampled.has(place));
}

function nearestSampled(scene: Scene, sample: Int32Array, others: Int32Array): Int32Array {
  const nearest = new Int32Array(scene.cube.height * scene.cube.width).fill(-1);
  sample.forEach((place, s) => {
    nearest[place] = s;
  });
  const find = nearestOf(reflectances(scene, sample), "cosine");
  for (const places of blocks(others)) {
    find(reflectances(scene, places)).forEach((s, p) => {
      nearest[places[p]!] = s;
    });
  }
  return nearest;
}

function blocks(places: Int32Array): Int32Array[] {
  const count = Math.ceil(places.length / PIXELS_AT_ONCE);
  return Array.from({ length: count }, (_, b) =>
    places.subarray(b * PIXELS_AT_ONCE, (b + 1) * PIXELS_AT_ONCE),
  );
}
