import { SEGMENT_METHODS, type SegmentMethodName } from "./methods.js";

/** What every option of `segment` is where neither the command line nor a caller says otherwise. */
export const SEGMENT_DEFAULTS = {
  seed: 0,
  negatives: "refuse",
  bin: 1,
  pixels: 1000,
  /** The default of scikit-learn for such graphs; not chosen by any ground truth. */
  neighbours: 10,
  extend: "spectra",
  methods: Object.keys(SEGMENT_METHODS) as readonly SegmentMethodName[],
  atoms: 10,
  preset: "principled",
  /** Not the published 1000; compared on Salinas A by accuracy, as the learning rates were. */
  rho: 1,
  loss: "value",
  steps: 400,
  weightRate: 0.2,
  restarts: 1,
  fixedAtoms: false,
} as const;
