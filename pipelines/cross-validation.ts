import {
  type Certificate,
  type Collection,
  type Fold,
  groupedFolds,
  type Metric,
  type OnProgress,
  type Random,
  selectItems,
  stratifiedFolds,
  type WorkerPool,
} from "../src/index.js";
import type { Labels } from "./labels.js";
import { referencesInfo } from "./lot.js";
import { fitModel, type ModelOptions, predictModel, type TrainingItems } from "./model.js";
import type { Settings } from "./report.js";
import type { ReferenceInfo } from "./results.js";

/** One fold of a cross-validation and what it is made of. */
export interface FoldTask {
  readonly collection: Collection;
  readonly labels: Labels;
  readonly groups: readonly string[] | undefined;
  readonly fold: Fold;
  readonly random: Random;
}

export interface FoldTest {
  /** Predicted class of each test item, in the order of `fold.test`. */
  readonly predicted: Int32Array;
  readonly reference: ReferenceInfo;
  readonly metric: Metric;
  readonly settings: Settings;
  /** Whether the settings were chosen inside the training part. */
  readonly tuned: boolean;
  readonly certificates: readonly Certificate[];
}

/**
 * Folds of all items: stratified by class, or by whole groups where there are groups.
 *
 * @throws ShapeError if the items cannot be divided so; the sentence names the class.
 */
export function chooseFolds(
  labels: Labels,
  groups: readonly string[] | undefined,
  folds: number,
  random: Random,
): Fold[] {
  const items = { labels: labels.codes, classes: labels.classes };
  return groups === undefined
    ? stratifiedFolds(items, folds, random)
    : groupedFolds(items, groups, folds, random);
}

/** A model fitted on the training part of a fold predicts the test part, which nothing has seen before. */
export async function testFold(
  pool: WorkerPool,
  task: FoldTask,
  options: ModelOptions,
  onProgress?: OnProgress,
): Promise<FoldTest> {
  const { collection, labels, groups, fold, random } = task;
  const codes = Int32Array.from(fold.train, (s) => labels.codes[s]!);
  const train: TrainingItems = {
    collection: selectItems(collection, fold.train),
    labels: { classes: labels.classes, codes },
    groups: groups && Array.from(fold.train, (s) => groups[s]!),
    random,
  };
  const { model, tuned, certificates } = await fitModel(pool, train, options, onProgress);
  const { references, alignment, classifier } = model;
  const test = selectItems(collection, fold.test);
  const prediction = await predictModel(pool, model, test, (info) =>
    onProgress?.({ ...info, done: info.done + references.length * fold.train.length }),
  );
  return {
    predicted: prediction.predicted,
    reference: referencesInfo(references, alignment),
    metric: references[0]!.metric,
    settings: { ...classifier.settings },
    tuned,
    certificates: [...certificates, ...prediction.certificates],
  };
}
