import {
  barycenterReference,
  type Collection,
  type Embedding,
  embed,
  gaussianReference,
  kMeansReference,
  type OnProgress,
  type Random,
  type Reference,
  type ReferenceFit,
  subsampleReference,
} from "../src/index.js";

/** The references that `--reference` names. */
export const REFERENCES = {
  gaussian: gaussianReference,
  "k-means": kMeansReference,
  subsample: subsampleReference,
  barycenter: barycenterReference,
} as const satisfies Record<string, ReferenceFit>;

export type ReferenceKind = keyof typeof REFERENCES;

export interface LotOptions {
  readonly reference: ReferenceKind;
  /** Default: the median number of points of an item, but at least 64 and at most 256. */
  readonly referenceSize?: number | undefined;
}

const SMALLEST_DEFAULT = 64;
const LARGEST_DEFAULT = 256;

export function referenceSize(options: LotOptions, items: Collection): number {
  if (options.referenceSize !== undefined) return options.referenceSize;
  const sizes = items.measures.map((mu) => mu.count).sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)]!;
  return Math.min(Math.max(median, SMALLEST_DEFAULT), LARGEST_DEFAULT);
}

/** A reference fitted on these items. */
export function fitReference(options: LotOptions, items: Collection, random: Random): Reference {
  return REFERENCES[options.reference](items.measures, { count: referenceSize(options, items), random });
}

/** The rows of all items; `onProgress` counts items and cannot stop the work. */
export function embedItems(reference: Reference, items: Collection, onProgress?: OnProgress): Embedding {
  return embed(reference, items.measures, {
    onProgress: (info) => {
      onProgress?.(info);
    },
  });
}
