import {
  type ClassifierName,
  type Collection,
  classBarycenterReferences,
  type Reference,
  ShapeError,
  type WorkerPool,
} from "../../src/index.js";
import type { Labels } from "../labels.js";
import { chooseMetric, scaleOf } from "../metric.js";
import { type FitStreams, fitReference, isPooled, type LotOptions } from "./kinds.js";
import { embedItems } from "./rows.js";

/** What references are fitted with; `labels` where the items that they are fitted on have classes that may be seen. */
export interface ReferenceFitting {
  readonly streams: FitStreams;
  readonly labels?: Pick<Labels, "classes" | "codes"> | undefined;
  /** For "auto": names of groups that its folds must not divide, one per item, and the classifier that rows are for. */
  readonly groups?: readonly string[] | undefined;
  readonly classifier?: ClassifierName | undefined;
  /** For "auto": one reference is wanted. */
  readonly single?: boolean | undefined;
}

/** Keys of the streams of references after the first, which keeps the stream that a single one has. */
const FURTHER = 1000;
/** Of what class means draw. */
const MEANS = 999;
/** From where class means are taken first, as in pyLOT. */
export const CLASS_START = "gaussian";
const DEFAULT_ROUNDS = 1;

/** The options with the scale of the metric that these items have, where none is given: one for all references. */
export function withScale(options: LotOptions, { measures }: Collection, { metric }: FitStreams): LotOptions {
  return { ...options, ...scaleOf(chooseMetric(options, measures, metric)) };
}

/** The references of a kind, fitted on these items: one, several drawn independently, or one a class. */
export async function fitKind(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  fitting: ReferenceFitting,
): Promise<readonly Reference[]> {
  const scaled = withScale(options, items, fitting.streams);
  return isPooled(options.reference)
    ? fitIndependent(scaled, items, fitting.streams)
    : fitClassBarycenters(pool, scaled, items, fitting);
}

function fitIndependent(options: LotOptions, items: Collection, streams: FitStreams): readonly Reference[] {
  return Array.from({ length: options.references ?? 1 }, (_, r) =>
    fitReference(options, items, {
      ...streams,
      reference: r === 0 ? streams.reference : streams.reference.fork(FURTHER + r),
    }),
  );
}

async function fitClassBarycenters(
  pool: WorkerPool,
  options: LotOptions,
  items: Collection,
  { streams, labels }: ReferenceFitting,
): Promise<readonly Reference[]> {
  if (labels === undefined) {
    throw new ShapeError(`references of the kind ${options.reference} are fitted on labelled items only`, {
      found: options.reference,
    });
  }
  return classBarycenterReferences(items.measures, {
    items: { labels: labels.codes, classes: labels.classes },
    start: fitReference({ ...options, reference: CLASS_START }, items, streams),
    rounds: options.rounds ?? DEFAULT_ROUNDS,
    random: streams.reference.fork(MEANS),
    embedAll: (reference, measures) => embedItems(pool, reference, { measures }),
  });
}
