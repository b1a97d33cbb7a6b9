import {
  type Alignment,
  type AlignmentMode,
  alignmentRule,
  barycenterReference,
  type Certificate,
  type Collection,
  type Embedding,
  fitAlignment,
  gaussianReference,
  kMeansReference,
  type Matrix,
  matrix,
  type OnProgress,
  type Random,
  type Reference,
  type ReferenceFit,
  rowView,
  subsampleReference,
  totalMass,
  type WorkerPool,
} from "../src/index.js";
import { type FidelitySample, measureFidelity } from "./fidelity.js";
import { alignedBy } from "./items.js";
import type { Labels } from "./labels.js";
import { median } from "./median.js";
import { chooseMetric, METRICS, type MetricOptions, scaleOf } from "./metric.js";
import type { Stopwatch } from "./report.js";
import type { ReferenceInfo } from "./results.js";
import { STREAMS } from "./streams.js";

/** The references that `--reference` names. */
export const REFERENCES = {
  gaussian: gaussianReference,
  "k-means": kMeansReference,
  subsample: subsampleReference,
  barycenter: barycenterReference,
} as const satisfies Record<string, ReferenceFit>;

export type ReferenceKind = keyof typeof REFERENCES;

export interface LotOptions extends MetricOptions {
  readonly reference: ReferenceKind;
  /** Default: see `referenceSize`. */
  readonly referenceSize?: number | undefined;
}

const SMALLEST_DEFAULT = 64;
const LARGEST_DEFAULT = 256;

/**
 * The size asked for; else the size of the items where it is one and at most 256, because then a plan can be a map and
 * nothing is lost; else the median of their sizes, but at least 64 and at most 256.
 */
export function referenceSize(options: LotOptions, items: Collection): number {
  return referenceSizeOf(
    options,
    items.measures.map((mu) => mu.count),
  );
}

/** `referenceSize` by the number of points of each item. */
export function referenceSizeOf(options: LotOptions, counts: ArrayLike<number>): number {
  if (options.referenceSize !== undefined) return options.referenceSize;
  const sizes = Array.from(counts);
  if (sizes.every((size) => size === sizes[0] && size <= LARGEST_DEFAULT)) return sizes[0]!;
  return Math.min(Math.max(Math.round(median(sizes)), SMALLEST_DEFAULT), LARGEST_DEFAULT);
}

/** Where the random numbers of a fit come from: one stream each, so that a scale that is given changes no reference. */
export interface FitStreams {
  readonly reference: Random;
  readonly metric: Random;
}

/** A reference fitted on these items, with its metric. */
export function fitReference(options: LotOptions, items: Collection, streams: FitStreams): Reference {
  const { measures } = items;
  return REFERENCES[options.reference](measures, {
    count: referenceSize(options, items),
    random: streams.reference,
    metric: chooseMetric(options, measures, streams.metric),
    ...(METRICS[options.metric].masses === "equal" && { mass: totalMass(measures[0]!) }), // all items have the same
  });
}

/** What references are fitted with; `labels` where the items that they are fitted on have classes that may be seen. */
export interface ReferenceFitting {
  readonly streams: FitStreams;
  readonly labels?: Pick<Labels, "classes" | "codes">;
}

/** The references fitted on these items: one, or several whose rows stand side by side. */
export async function fitReferences(
  _pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  { streams }: ReferenceFitting,
): Promise<readonly Reference[]> {
  return [fitReference(options, items, streams)];
}

/** The rows of all items at each of some references, side by side. */
export interface RowsAtEach {
  readonly matrix: Matrix;
  /** One per reference, in their order. */
  readonly embeddings: readonly Embedding[];
  readonly certificates: readonly Certificate[];
}

/**
 * Rows at each reference, side by side, divided by the root of their number, so that the squared distance of two rows is the
 * mean of their squared LOT distances. `onProgress` counts items over all references and cannot stop the work.
 */
export async function embedAtEach(
  pool: WorkerPool,
  references: readonly Reference[],
  items: Collection,
  onProgress?: OnProgress,
): Promise<RowsAtEach> {
  const count = items.measures.length;
  const embeddings: Embedding[] = [];
  for (const [r, one] of references.entries()) {
    const progress: OnProgress = ({ unit, done }) =>
      onProgress?.({ unit, done: r * count + done, total: references.length * count });
    embeddings.push(await embedItems(pool, one, items, progress));
  }
  const matrix = sideBySide(embeddings.map((embedding) => embedding.matrix));
  return { matrix, embeddings, certificates: embeddings.flatMap(({ certificates }) => certificates) };
}

/** Blocks of columns, divided by the root of the number of blocks. */
function sideBySide(blocks: readonly Matrix[]): Matrix {
  const [first] = blocks;
  if (blocks.length === 1) return first!;
  const cols = blocks.reduce((sum, block) => sum + block.cols, 0);
  const joined = matrix(first!.rows, cols);
  const factor = 1 / Math.sqrt(blocks.length);
  for (let s = 0; s < joined.rows; s++) {
    let place = s * cols;
    for (const block of blocks) {
      for (const value of rowView(block, s)) joined.data[place++] = factor * value;
    }
  }
  return joined;
}

/** The streams of a fit on all items. */
export function fitStreams(random: Random): FitStreams {
  return { reference: random.fork(STREAMS.reference), metric: random.fork(STREAMS.metric) };
}

/** The rows of all items; `onProgress` counts items and cannot stop the work. */
export async function embedItems(
  pool: WorkerPool,
  reference: Reference,
  items: Collection,
  onProgress?: OnProgress,
): Promise<Embedding> {
  return pool.embedAll(reference, items.measures, {
    onProgress: (info) => {
      onProgress?.(info);
    },
  });
}

/** Items in one tangent space, and how well distances survive there. */
export interface Embedded {
  readonly items: Collection;
  readonly alignment: Alignment;
  readonly embedding: Embedding;
  readonly fidelity: FidelitySample;
}

export interface EmbedAllOptions extends LotOptions {
  readonly align: AlignmentMode;
  /** Pairs of items on which LOT is compared with the distance itself. */
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

/** Alignment, reference and embedding fitted on all items: for looking and clustering, never for a test score. */
export async function embedAll(
  pool: WorkerPool,
  collection: Collection,
  options: EmbedAllOptions,
  random: Random,
  watch: Stopwatch,
): Promise<Embedded> {
  const { onProgress } = options;
  const alignment = fitAlignment(collection, options.align);
  const items = alignedBy(alignment, collection);
  const reference = fitReference(options, items, fitStreams(random));
  watch.lap("reference");
  const embedding = await embedItems(pool, reference, items, onProgress);
  watch.lap("embed");
  const pairs = { pairs: options.pairs, random: random.fork(STREAMS.pairs), onProgress };
  const fidelity = await measureFidelity(pool, embedding, items, pairs);
  watch.lap("fidelity");
  return { items, alignment, embedding, fidelity };
}

/** All transports behind an embedding and its comparison with the distance itself. */
export function certificatesOf({
  embedding,
  fidelity,
}: Pick<Embedded, "embedding" | "fidelity">): Certificate[] {
  const { origin } = embedding.reference;
  return [
    ...origin.certificates,
    ...embedding.certificates,
    ...fidelity.pairs.map((pair) => pair.certificate),
  ];
}

/** Which reference was used, and how the items were turned before. */
export function referenceInfo({
  embedding: { reference },
  alignment,
}: {
  readonly embedding: Pick<Embedding, "reference">;
  readonly alignment: Alignment;
}): ReferenceInfo {
  const { kind, fittedOn, details } = reference.origin;
  const about = { id: reference.id, points: reference.measure.count, kind, fittedOn, ...details };
  return { ...about, ...scaleOf(reference.metric), alignment: alignmentRule(alignment) };
}

export function referenceText({ points, kind, id, status, alignment }: ReferenceInfo): string {
  const rest = status === undefined || status === "converged" ? "" : `, ${status}`;
  return `${points} points (${kind}${rest}), id ${id}; alignment ${alignment}`;
}
