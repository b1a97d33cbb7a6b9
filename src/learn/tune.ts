import { isOtError, ShapeError } from "../errors.js";
import type { Random } from "../numeric/random.js";
import { requireWhole } from "./checks.js";
import {
  CLASSIFIERS,
  type Classifier,
  type ClassifierName,
  type ClassifierTypes,
  type FittedClassifier,
} from "./classifier.js";
import { type Fold, groupedFolds, stratifiedFolds } from "./split.js";
import { selectTraining, type Training } from "./training.js";

export interface TuneOptions {
  readonly random: Random;
  /** Inner folds; default 3. */
  readonly folds?: number;
  /** One group name per row: then no group is divided between fitting and testing. */
  readonly groups?: readonly string[];
}

/** The chosen classifier, fitted on all rows given, and what the choice was made from. */
export interface Tuned<K extends ClassifierName = ClassifierName> {
  readonly fitted: FittedClassifier<K>;
  /**
   * Accuracy of each setting over the inner folds, in the order of the grid. For choosing only: the best of several
   * is optimistic. Empty where nothing was tuned.
   */
  readonly scores: readonly {
    readonly settings: ClassifierTypes[K]["settings"];
    readonly accuracy: number;
  }[];
}

const DEFAULT_FOLDS = 3;

/**
 * Settings chosen by cross-validation within the given rows, then a fit on all of them. Of equally accurate settings
 * the simpler wins. Where the rows cannot be divided (a class with a single row, or in a single group) the standard
 * settings are used and `scores` is empty.
 *
 * Give training rows only: whatever is in them has been seen. Time: `folds` trials of the whole grid and a fit.
 */
export async function tuneClassifier<K extends ClassifierName>(
  kind: K,
  data: Training,
  options: TuneOptions,
): Promise<Tuned<K>> {
  const classifier: Classifier<ClassifierTypes[K]["settings"], ClassifierTypes[K]["model"]> =
    CLASSIFIERS[kind];
  const folds = classifier.grid.length > 1 ? innerFolds(data, options) : [];
  const scores = folds.length > 0 ? await crossValidate(classifier, data, folds, options.random.fork(1)) : [];
  let best = scores[0];
  for (const score of scores) if (score.accuracy > best!.accuracy) best = score;
  const settings = best?.settings ?? classifier.standard;
  const model = await classifier.fit(data, settings, options.random.fork(2));
  return { fitted: { kind, settings, model } as FittedClassifier<K>, scores };
}

function innerFolds(data: Training, options: TuneOptions): Fold[] {
  const { groups, folds = DEFAULT_FOLDS, random } = options;
  if (groups !== undefined && groups.length !== data.labels.length) {
    throw new ShapeError(`${groups.length} groups for ${data.labels.length} rows; give one per row`, {
      expected: data.labels.length,
      found: groups.length,
    });
  }
  requireWhole("the number of folds", folds, 2);
  const classes = Array.from({ length: data.classCount }, (_, c) => String(c));
  const items = { labels: data.labels, classes };
  const available = groups === undefined ? data.labels.length : new Set(groups).size;
  const count = Math.min(folds, available);
  try {
    return groups === undefined
      ? stratifiedFolds(items, count, random.fork(0))
      : groupedFolds(items, groups, count, random.fork(0));
  } catch (error) {
    if (isOtError(error, "ShapeError")) return []; // indivisible rows; everything else was checked above
    throw error;
  }
}

async function crossValidate<S, M>(
  classifier: Classifier<S, M>,
  data: Training,
  folds: readonly Fold[],
  random: Random,
): Promise<{ settings: S; accuracy: number }[]> {
  const correct = new Int32Array(classifier.grid.length);
  for (const [f, fold] of folds.entries()) {
    const test = selectTraining(data, fold.test);
    const train = selectTraining(data, fold.train);
    const predictions = await classifier.trial(train, test.rows, classifier.grid, random.fork(f));
    predictions.forEach((labels, q) => {
      correct[q]! += labels.reduce((sum, label, s) => sum + (label === test.labels[s] ? 1 : 0), 0);
    });
  }
  return classifier.grid.map((settings, q) => ({ settings, accuracy: correct[q]! / data.labels.length }));
}
