import type { OutsideScore } from "../outside-scores.js";

/** What `predict` found. */
export interface PredictResults {
  readonly items: number;
  readonly classes: readonly string[];
  /** How many items got each class. */
  readonly counts: readonly number[];
  /** Class of each item, in the order of `names`. */
  readonly predicted: readonly string[];
  readonly names: readonly string[];
  /** Names of items that are unlike the training items, see `Unusualness`. */
  readonly unusual: readonly string[];
  /** Against the column that was named. */
  readonly score?: PredictScore;
  readonly model: PredictingModel;
}

export interface PredictScore extends OutsideScore {
  readonly column: string;
  /** On what it was measured, in words. */
  readonly measuredOn: string;
}

/** The model that named the classes. */
export interface PredictingModel {
  readonly classifier: string;
  readonly version: string;
  readonly label: string;
  readonly trainedOn: number;
  /** As cross-validation estimated it where the model was learnt. */
  readonly accuracy?: number;
  readonly standardError?: number;
}
