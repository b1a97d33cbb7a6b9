import {
  type Alignment,
  type AlignmentMode,
  alignmentRule,
  type Certificate,
  type Collection,
  type Embedding,
  fitAlignment,
  type OnProgress,
  type Random,
  type Reference,
  type WorkerPool,
} from "../src/index.js";
import { type FidelitySample, measureFidelity } from "./fidelity.js";
import { alignedBy } from "./items.js";
import { scaleOf } from "./metric.js";
import { CLASS_START, fitKind, type ReferenceFitting } from "./references/fit.js";
import { type FitStreams, fitReference, isPooled, type LotOptions } from "./references/kinds.js";
import { embedItems } from "./references/rows.js";
import type { Stopwatch } from "./report.js";
import type { ReferenceInfo } from "./results.js";
import { STREAMS } from "./streams.js";

export type { ReferenceFitting } from "./references/fit.js";
export {
  type FitStreams,
  fitReference,
  LABELLED_KINDS,
  type LotOptions,
  REFERENCES,
  type ReferenceKind,
  referenceCount,
  referenceFault,
  referenceSize,
  referenceSizeOf,
} from "./references/kinds.js";
export { embedAtEach, type RowsAtEach } from "./references/rows.js";

/** The references fitted on these items: one, or several whose rows stand side by side. */
export async function fitReferences(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  fitting: ReferenceFitting,
): Promise<readonly Reference[]> {
  return fitKind(pool, options, items, fitting);
}

/** The streams of a fit on all items. */
export function fitStreams(random: Random): FitStreams {
  return { reference: random.fork(STREAMS.reference), metric: random.fork(STREAMS.metric) };
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
  const reference = fitReference(atOne(options), items, fitStreams(random));
  watch.lap("reference");
  const embedding = await embedItems(pool, reference, items, onProgress);
  watch.lap("embed");
  const pairs = { pairs: options.pairs, random: random.fork(STREAMS.pairs), onProgress };
  const fidelity = await measureFidelity(pool, embedding, items, pairs);
  watch.lap("fidelity");
  return { items, alignment, embedding, fidelity };
}

/** Items are looked at from one place: where class means start, for those. */
function atOne(options: LotOptions): LotOptions {
  return isPooled(options.reference) ? options : { ...options, reference: CLASS_START };
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
