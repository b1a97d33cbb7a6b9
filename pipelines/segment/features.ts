import type { FeatureKind } from "./feature-kind.js";
import { hkFeatures } from "./hk-features.js";
import { spectrumFeatures } from "./spectrum-features.js";

/** What methods cluster, by name. */
export const FEATURES = {
  spectra: spectrumFeatures,
  hk: hkFeatures,
} as const satisfies Record<string, FeatureKind>;

export type FeatureName = keyof typeof FEATURES;
