import type { Affinity, Certificate, Cube, Matrix, OnProgress, Random, WorkerPool } from "../../src/index.js";

/** What every kind of features may ask for. */
export interface FeatureOptions {
  readonly kappa?: number;
}

export interface FeatureContext {
  readonly pool: WorkerPool;
  readonly axis: Cube["axis"];
  readonly options: FeatureOptions;
  readonly random: Random;
  readonly onProgress?: OnProgress;
}

/** Numbers that stand for pixels, one row each. */
export interface Coefficients {
  readonly rows: Matrix;
  /** Of the transports behind them, if any. */
  readonly certificates: readonly Certificate[];
}

/** What was learned from the sample. */
export interface Features {
  /** Of the sampled pixels. */
  readonly sample: Coefficients;
  /** Of other pixels, in the same space, from their reflectances as in the cube. */
  readonly transform: (spectra: Matrix) => Promise<Coefficients>;
  /** For the report. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface FeatureKind {
  readonly title: string;
  /** How spectra are scaled before anything else. */
  readonly scaling: string;
  /** What makes two of them near, where nothing else is asked for. */
  readonly affinity: Affinity;
  readonly learn: (sample: Matrix, context: FeatureContext) => Promise<Features>;
}
