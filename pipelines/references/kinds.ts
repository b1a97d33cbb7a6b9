import {
  barycenterReference,
  type Collection,
  gaussianReference,
  kMeansReference,
  medoidReference,
  type Random,
  type Reference,
  type ReferenceFit,
  ShapeError,
  subsampleReference,
  totalMass,
} from "../../src/index.js";
import { median } from "../median.js";
import { chooseMetric, METRICS, type MetricOptions } from "../metric.js";

/** The references that know of no labels and are one measure, by the names that `--reference` has for them. */
export const REFERENCES = {
  gaussian: gaussianReference,
  "k-means": kMeansReference,
  subsample: subsampleReference,
  barycenter: barycenterReference,
  medoid: medoidReference,
} as const satisfies Record<string, ReferenceFit>;

export type PooledKind = keyof typeof REFERENCES;
export type ReferenceKind = PooledKind | "class-barycenter" | "auto";

/** Whether a kind is one measure that any items have. */
export function isPooled(kind: ReferenceKind): kind is PooledKind {
  return kind in REFERENCES;
}

export interface LotOptions extends MetricOptions {
  readonly reference: ReferenceKind;
  /** Points of each. Default: see `referenceSize`. */
  readonly referenceSize?: number | undefined;
  /** References of the kind, drawn independently, whose rows stand side by side; default 1. */
  readonly references?: number | undefined;
  /** Of "class-barycenter": how often class means are taken; default 1. */
  readonly rounds?: number | undefined;
}

/** What `--reference` may name. */
export const UNLABELLED_KINDS: readonly ReferenceKind[] = [
  ...(Object.keys(REFERENCES) as PooledKind[]),
  "auto",
];
/** The same for a command that has labels to fit on. */
export const LABELLED_KINDS: readonly ReferenceKind[] = [...UNLABELLED_KINDS, "class-barycenter"];

/** The sentence that refuses an option that the kind does not have; undefined if all is in place. */
export function referenceFault({ reference, references, rounds }: LotOptions): string | undefined {
  if (rounds !== undefined && reference !== "class-barycenter") {
    return `--rounds is of --reference class-barycenter, not of ${reference}`;
  }
  if (references !== undefined && references > 1 && !isPooled(reference)) {
    return `--references is of kinds that are one measure; --reference ${reference} says how many there are`;
  }
  return undefined;
}

/** How many references "auto" averages where it averages. */
export const MOST_AVERAGED = 3;

/** At how many references items will have rows, at most. */
export function referenceCount({ reference, references }: LotOptions, classCount: number): number {
  if (isPooled(reference)) return references ?? 1;
  return reference === "auto" ? Math.max(classCount, MOST_AVERAGED) : classCount;
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

/**
 * A reference fitted on these items, with its metric.
 *
 * @throws ShapeError for a kind that needs labels.
 */
export function fitReference(options: LotOptions, items: Collection, streams: FitStreams): Reference {
  const kind = options.reference;
  if (!isPooled(kind)) {
    throw new ShapeError(
      `references of the kind ${kind} need labels; use ${Object.keys(REFERENCES).join(", ")}`,
      {
        found: kind,
      },
    );
  }
  const { measures } = items;
  return REFERENCES[kind](measures, {
    count: referenceSize(options, items),
    random: streams.reference,
    metric: chooseMetric(options, measures, streams.metric),
    ...(METRICS[options.metric].masses === "equal" && { mass: totalMass(measures[0]!) }), // all items have the same
  });
}
