import type { ClassifierName, FittedClassifier } from "../learn/classifier.js";
import type { Reference } from "../lot/reference.js";
import type { Alignment } from "../measure/align.js";

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
