import { balancedDictionaryFeatures, unbalancedDictionaryFeatures } from "./dictionary-features.js";
import type { FeatureKind } from "./feature-kind.js";
import { hkFeatures } from "./hk-features.js";
import { spectrumFeatures } from "./spectrum-features.js";

/** What methods cluster, by name. */
export const FEATURES = {
  spectra: spectrumFeatures,
  hk: hkFeatures,
  "balanced-dictionary": balancedDictionaryFeatures,
  "unbalanced-dictionary": unbalancedDictionaryFeatures,
} as const satisfies Record<string, FeatureKind>;

export type FeatureName = keyof typeof FEATURES;
