import type { AlignmentMode } from "../src/index.js";
import type { FeatureName } from "./features.js";

/** What every option is where neither the command line nor a caller says otherwise: one list for both. */
export const ITEM_DEFAULTS = {
  seed: 0,
  align: "none" as AlignmentMode,
  features: "coordinates" as FeatureName,
} as const;
export const LOT_DEFAULTS = { ...ITEM_DEFAULTS, metric: "w2", reference: "barycenter", pairs: 100 } as const;
export const EMBED_DEFAULTS = { ...LOT_DEFAULTS, format: "npy" } as const;
export const CLUSTER_DEFAULTS = { ...LOT_DEFAULTS, method: "k-means" } as const;
export const CLASSIFY_DEFAULTS = { ...LOT_DEFAULTS, model: "svm", folds: 5 } as const;
export const REFERENCES_DEFAULTS = {
  ...ITEM_DEFAULTS,
  metric: "w2",
  model: "svm",
  folds: 5,
  references: 3,
  rounds: 2,
  pairs: 100,
} as const;
export const TEST_DEFAULTS = {
  ...LOT_DEFAULTS,
  distance: "lot",
  statistic: "energy",
  permutations: 9999,
  resamples: 2000,
  splits: 0,
} as const;
export const MODES_DEFAULTS = {
  ...LOT_DEFAULTS,
  components: 3,
  steps: 5,
  deviations: 2,
  model: "svm",
  folds: 5,
} as const;
export const GENERATE_DEFAULTS = {
  ...ITEM_DEFAULTS,
  metric: LOT_DEFAULTS.metric,
  pairs: LOT_DEFAULTS.pairs,
  how: "mix",
  neighbours: 5,
  model: "svm",
} as const;
export const CODE_DEFAULTS = { ...LOT_DEFAULTS } as const;
export const IMPUTE_DEFAULTS = {
  ...LOT_DEFAULTS,
  pairs: 20,
  folds: 5,
  damage: "cut",
} as const;
export const PREDICT_DEFAULTS = { seed: 0 } as const;
export const ADAPT_DEFAULTS = { ...LOT_DEFAULTS, plan: "class", anchors: 2000, model: "svm" } as const;
export const DISTANCE_DEFAULTS = { seed: 0, method: "exact", normalise: "none" } as const;
export const BARYCENTER_DEFAULTS = { seed: 0, kind: "free" } as const;
export const INTERPOLATE_DEFAULTS = { ...ITEM_DEFAULTS, steps: 10 } as const;
export const SIMULATE_DEFAULTS = {
  seed: 0,
  preset: "small",
  estimate: "averaged",
  smoothing: "none",
  stepSizes: 3,
  checkpoint: 60,
} as const;
export const STEADY_STATE_DEFAULTS = { seed: 0, preset: "small", checkpoint: 60 } as const;
export const INFO_DEFAULTS = { seed: 0 } as const;

/** Options as a caller gives them: those with a default may be left out. */
export type WithDefaults<Options, Defaults> = Omit<Options, keyof Defaults> &
  Partial<Pick<Options, keyof Options & keyof Defaults>>;

/** The same where the metric decides what happens to masses, and which are legal. */
export type WithMetric<Options, Defaults> = Omit<
  WithDefaults<Options, Defaults & Readonly<Record<"normalise", unknown>>>,
  "masses"
>;
