import type { ClassifierName, FittedClassifier } from "../learn/classifier.js";
import type { Reference } from "../lot/reference.js";
import type { Alignment } from "../measure/align.js";
import type { ItemKind } from "../measure/collection.js";
import type { ItemRecipe } from "./recipe.js";
import type { TrainingSpread } from "./spread.js";

/**
 * All that turns a measure into a class: a plain record, fitted on training items only.
 *
 *   class = classes[ classifier( rows at each reference( alignment( measure ) ) ) ]
 *
 * The rows at several references stand side by side, divided by the root of their number.
 */
export interface Model<K extends ClassifierName = ClassifierName> {
  readonly alignment: Alignment;
  /** One or more, of one metric and dimension. */
  readonly references: readonly Reference[];
  readonly classifier: FittedClassifier<K>;
  /** Names of the classes; the classifier knows their numbers. */
  readonly classes: readonly string[];
}

/** A model with what is needed to treat new files as the training ones were, and to tell when they are unlike those. */
export interface StoredModel<K extends ClassifierName = ClassifierName> extends Model<K> {
  readonly recipe: ItemRecipe;
  readonly items: TrainingItemsInfo;
  readonly spread: TrainingSpread;
  readonly origin: ModelOrigin;
}

/** What the training items were. */
export interface TrainingItemsInfo {
  readonly kind: ItemKind;
  /** How many there were. */
  readonly count: number;
  /** Least and most points of one. */
  readonly points: readonly [number, number];
}

/** Where a model comes from. */
export interface ModelOrigin {
  /** Of the package that fitted it. */
  readonly version: string;
  readonly seed: number;
  /** Column of the classes. */
  readonly label: string;
  /** SHA-256 of the files that it was learnt from, in hexadecimal digits. */
  readonly inputs: readonly string[];
  /** What cross-validation on the same items said of models fitted in the same way. */
  readonly score?: ModelScore;
}

export interface ModelScore {
  readonly accuracy: number;
  readonly standardError: number;
  readonly majorityRate: number;
  /** On what it was measured, in words. */
  readonly measuredOn: string;
}
