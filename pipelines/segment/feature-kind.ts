import type {
  Affinity,
  Certificate,
  Cube,
  Dictionary,
  DictionaryLossName,
  DictionaryPresetName,
  Matrix,
  OnProgress,
  Random,
  Status,
  WorkerPool,
} from "../../src/index.js";
import type { Scaling } from "./scaling.js";

/** Presets of the unbalanced dictionary. */
export const UNBALANCED_PRESETS = [
  "old-code",
  "new-code",
  "principled",
] as const satisfies readonly DictionaryPresetName[];

/** How dictionaries are learned. */
export interface DictionaryFlags {
  /** Atoms to learn. */
  readonly atoms: number;
  /** Of the unbalanced one. */
  readonly preset: (typeof UNBALANCED_PRESETS)[number];
  /** The strength that presets name reg_m, in units of the scaled cost, whose largest is 10. */
  readonly rho: number;
  /** In the same units; default: that of the preset. */
  readonly epsilon?: number;
  /** Of the unbalanced one; not that of the preset, with which learned atoms lose their mass. */
  readonly loss: DictionaryLossName;
  /** Of the optimiser, for each start. */
  readonly steps: number;
  readonly restarts: number;
  /** Of the optimiser for the atoms; default: that of the kind. */
  readonly learningRate?: number;
  /** For the weights, each of which moves once in an epoch. */
  readonly weightRate: number;
  /** Atoms stay at the sampled pixels that they begin with; only weights are learned. */
  readonly fixedAtoms: boolean;
}

/** What every kind of features may ask for. */
export interface FeatureOptions extends DictionaryFlags {
  readonly kappa?: number;
}

export interface FeatureContext {
  readonly pool: WorkerPool;
  readonly axis: Cube["axis"];
  readonly options: FeatureOptions;
  readonly random: Random;
  /** Will other pixels be transformed? Then the sample has to be described in the way in which they are. */
  readonly transformsOthers: boolean;
  readonly onProgress?: OnProgress;
}

/** How the minimisation of each row ended. */
export interface Descent {
  /** The worst of all rows. */
  readonly status: Status;
  readonly rows: number;
  /** Rows that did not reach the tolerance. */
  readonly open: number;
}

/** Numbers that stand for pixels, one row each. */
export interface Coefficients {
  readonly rows: Matrix;
  /** Of the transports behind them, if any. */
  readonly certificates: readonly Certificate[];
  /** Where they were found by minimising something. */
  readonly descent?: Descent;
}

/** What was learned from the sample. */
export interface Features {
  /** Of the sampled pixels. */
  readonly sample: Coefficients;
  /** Of other pixels, in the same space, from their reflectances as in the cube. */
  readonly transform: (spectra: Matrix, onProgress?: OnProgress) => Promise<Coefficients>;
  /** For the report. */
  readonly details: Readonly<Record<string, string | number>>;
  /** What a reader of the scores should know of the learning. */
  readonly warnings: readonly string[];
  /** Where they are its weights, with how spectra were scaled for it. */
  readonly model?: { readonly dictionary: Dictionary; readonly scaling: Scaling };
}

export interface FeatureKind {
  readonly title: string;
  /** How spectra are scaled before anything else. */
  readonly scaling: string;
  /** What makes two of them near, where nothing else is asked for. */
  readonly affinity: Affinity;
  /** Are they weights of a dictionary, and so a model file? */
  readonly hasModel: boolean;
  readonly learn: (sample: Matrix, context: FeatureContext) => Promise<Features>;
}
