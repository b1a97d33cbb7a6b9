import {
  type Certificate,
  type ClassifierName,
  type Collection,
  type Fold,
  fitAlignment,
  groupedFolds,
  type Metric,
  type OnProgress,
  predictClasses,
  type Random,
  selectItems,
  stratifiedFolds,
  training,
  tuneClassifier,
  type WorkerPool,
} from "../src/index.js";
import { alignedBy, type ItemOptions } from "./items.js";
import type { Labels } from "./labels.js";
import { embedAtEach, fitReferences, type LotOptions, referenceInfo } from "./lot.js";
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

export type FoldOptions = LotOptions & Pick<ItemOptions, "align"> & { readonly model: ClassifierName };

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

/**
 * Fits everything on the training part of a fold (alignment, scale of the metric, reference, and with the classifier its scaling and
 * settings) and predicts the test part, which nothing has seen before.
 */
export async function testFold(
  pool: WorkerPool,
  task: FoldTask,
  options: FoldOptions,
  onProgress?: OnProgress,
): Promise<FoldTest> {
  const { collection, labels, groups, fold, random } = task;
  const trainItems = selectItems(collection, fold.train);
  const alignment = fitAlignment(trainItems, options.align);
  const train = alignedBy(alignment, trainItems);
  const test = alignedBy(alignment, selectItems(collection, fold.test));
  const codes = Int32Array.from(fold.train, (s) => labels.codes[s]!);
  const references = await fitReferences(pool, options, train, {
    streams: { reference: random.fork(0), metric: random.fork(2) },
    labels: { classes: labels.classes, codes },
  });
  const trainRows = await embedAtEach(pool, references, train, onProgress);
  const testRows = await embedAtEach(pool, references, test, (info) =>
    onProgress?.({ ...info, done: info.done + references.length * fold.train.length }),
  );
  const inner = groups ? { groups: Array.from(fold.train, (s) => groups[s]!) } : {};
  const { fitted, scores } = await tuneClassifier(
    options.model,
    training(trainRows.matrix, codes, labels.classes.length),
    { random: random.fork(1), ...inner },
  );
  return {
    predicted: predictClasses(fitted, testRows.matrix),
    reference: referenceInfo({ embedding: trainRows.embeddings[0]!, alignment }),
    metric: references[0]!.metric,
    settings: { ...fitted.settings },
    tuned: scores.length > 0,
    certificates: [
      ...references.flatMap(({ origin }) => origin.certificates),
      ...trainRows.certificates,
      ...testRows.certificates,
    ],
  };
}
