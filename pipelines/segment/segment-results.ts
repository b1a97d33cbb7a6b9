import type { Status } from "../../src/index.js";
import type { SegmentMethodName } from "./methods.js";
import type { SegmentScores } from "./scores.js";

/** Labels of an image by several methods. The scores at the top are those of the first method on all pixels of a known class. */
export interface SegmentResults {
  readonly accuracy?: number;
  readonly adjustedRandIndex?: number;
  readonly normalisedMutualInformation?: number;
  /** The number of clusters that was asked for, or the number of classes. */
  readonly k: number;
  readonly image: { readonly height: number; readonly width: number; readonly bands: number };
  /** Pixels on which everything was learned, and of what they were drawn. */
  readonly sampled: { readonly pixels: number; readonly from: string };
  /** Pixels with a label. */
  readonly labelled: number;
  readonly classes?: readonly string[];
  readonly methods: readonly SegmentMethodResult[];
}

export interface SegmentMethodResult {
  readonly method: SegmentMethodName;
  readonly title: string;
  /** Pixels of each cluster in the whole image. Clusters are numbered from 1 in files, in this order. */
  readonly sizes: readonly number[];
  /** The class that each cluster is matched with, null where there is none. */
  readonly matched?: readonly (string | null)[];
  /** On the sampled pixels of a known class. */
  readonly onSample?: SegmentScores;
  /** On all pixels of a known class, sampled or not. */
  readonly onLabelled?: SegmentScores;
  /** Of the clustering. */
  readonly status: Status;
  readonly details: Readonly<Record<string, string | number>>;
  readonly features: Readonly<Record<string, string | number>>;
}
