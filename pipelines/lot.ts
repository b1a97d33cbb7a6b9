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
  ShapeError,
  type WorkerPool,
} from "../src/index.js";
import { type FidelitySample, measureFidelity } from "./fidelity.js";
import { alignedBy } from "./items.js";
import { scaleOf } from "./metric.js";
import { fitChosen } from "./references/choose.js";
import { CLASS_START, fitKind, type ReferenceFitting } from "./references/fit.js";
import { type FitStreams, type LotOptions, referenceFault } from "./references/kinds.js";
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
  UNLABELLED_KINDS,
} from "./references/kinds.js";
export { embedAtEach, type RowsAtEach } from "./references/rows.js";

/** The references fitted on these items: one, or several whose rows stand side by side. */
export async function fitReferences(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  fitting: ReferenceFitting,
): Promise<readonly Reference[]> {
  const fault = referenceFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return options.reference === "auto"
    ? fitChosen(pool, options, items, fitting)
    : fitKind(pool, options, items, fitting);
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
  const reference = await fitOne(pool, options, items, random);
  watch.lap("reference");
  const embedding = await embedItems(pool, reference, items, onProgress);
  watch.lap("embed");
  const pairs = { pairs: options.pairs, random: random.fork(STREAMS.pairs), onProgress };
  const fidelity = await measureFidelity(pool, embedding, items, pairs);
  watch.lap("fidelity");
  return { items, alignment, embedding, fidelity };
}

/**
 * One reference fitted on all items, for those who look at them from one place: the first of several, and where class means
 * start for those.
 */
export async function fitOne(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  random: Random,
): Promise<Reference> {
  const reference = options.reference === "class-barycenter" ? CLASS_START : options.reference;
  const one = { ...options, reference, references: 1, rounds: undefined };
  const [fitted] = await fitReferences(pool, one, items, { streams: fitStreams(random), single: true });
  return fitted!;
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
  return referencesInfo([reference], alignment);
}

/** The same of several: what they have in common, their number and all ids. */
export function referencesInfo(references: readonly Reference[], alignment: Alignment): ReferenceInfo {
  const [first] = references;
  const { kind, fittedOn, details } = first!.origin;
  const shared = Object.entries(details).filter(([name, value]) =>
    references.every(({ origin }) => origin.details[name] === value),
  );
  return {
    id: references.map(({ id }) => id).join(" "),
    points: Math.max(...references.map(({ measure }) => measure.count)),
    kind,
    fittedOn,
    ...(references.length > 1 && { references: references.length }),
    ...Object.fromEntries(shared),
    ...scaleOf(first!.metric),
    alignment: alignmentRule(alignment),
  };
}

/** Lines of text that tell what "auto" compared and chose, once for each part of the data that it chose for. */
export function choiceRows(references: readonly ReferenceInfo[]): [string, string][] {
  const choices = references.flatMap(({ choice }) => (typeof choice === "string" ? [choice] : []));
  return choices.map((choice, f) => [
    choices.length === 1 ? "reference chosen" : `reference chosen in fold ${f + 1}`,
    choice,
  ]);
}

export function referenceText({ points, kind, id, status, alignment }: ReferenceInfo): string {
  const rest = status === undefined || status === "converged" ? "" : `, ${status}`;
  return `${points} points (${kind}${rest}), id ${id}; alignment ${alignment}`;
}
