import type { FeatureKind } from "./feature-kind.js";
import { dividedBy, largestValue } from "./scaling.js";

/** The spectra themselves: what any other features have to beat. */
export const spectrumFeatures: FeatureKind = {
  title: "spectra",
  scaling: "divided by the largest value of the sample",
  affinity: "cosine",
  hasModel: false,
  learn: async (sample) => {
    const largest = largestValue(sample);
    return {
      sample: { rows: dividedBy(sample, largest), certificates: [] },
      transform: async (spectra) => ({ rows: dividedBy(spectra, largest), certificates: [] }),
      details: { largest },
      warnings: [],
    };
  },
};
