import type { ClustererName } from "./clusterers.js";
import type { FeatureName } from "./features.js";

/** Features of pixels, and how they are clustered. */
export interface SegmentMethod {
  readonly title: string;
  readonly features: FeatureName;
  readonly clusterer: ClustererName;
}

/** The methods that `--methods` names. Those on spectra are controls: what k-means and what the graph give by themselves. */
export const SEGMENT_METHODS = {
  "unbalanced-dictionary": {
    title: "unbalanced dictionary, spectral clustering",
    features: "unbalanced-dictionary",
    clusterer: "spectral",
  },
  "balanced-dictionary": {
    title: "balanced dictionary, spectral clustering",
    features: "balanced-dictionary",
    clusterer: "spectral",
  },
  hk: { title: "HK-LOT, spectral clustering", features: "hk", clusterer: "spectral" },
  "hk-k-means": { title: "HK-LOT, k-means", features: "hk", clusterer: "k-means" },
  spectral: { title: "spectra, spectral clustering", features: "spectra", clusterer: "spectral" },
  "k-means": { title: "spectra, k-means", features: "spectra", clusterer: "k-means" },
} as const satisfies Record<string, SegmentMethod>;

export type SegmentMethodName = keyof typeof SEGMENT_METHODS;
