import type { SegmentMethodName } from "./methods.js";

/** What every option of `segment` is where neither the command line nor a caller says otherwise. */
export const SEGMENT_DEFAULTS = {
  seed: 0,
  negatives: "refuse",
  pixels: 1000,
  neighbours: 15,
  extend: "spectra",
  methods: ["hk", "hk-k-means", "spectral", "k-means"] as readonly SegmentMethodName[],
} as const;
