import {
  type Certificate,
  type ClassifierName,
  type Collection,
  fitAlignment,
  type Model,
  type OnProgress,
  predictClasses,
  type Random,
  training,
  tuneClassifier,
  type WorkerPool,
} from "../src/index.js";
import { alignedBy, type ItemOptions } from "./items.js";
import type { Labels } from "./labels.js";
import { embedAtEach, fitReferences, type LotOptions, type RowsAtEach } from "./lot.js";

export type ModelOptions = LotOptions & Pick<ItemOptions, "align"> & { readonly model: ClassifierName };

/** What a model is learnt from. */
export interface TrainingItems {
  readonly collection: Collection;
  readonly labels: Pick<Labels, "classes" | "codes">;
  /** One name per item: items of one group are never divided between fitting and choosing settings. */
  readonly groups?: readonly string[] | undefined;
  readonly random: Random;
}

export interface ModelFit {
  readonly model: Model;
  /** Of the training items. */
  readonly rows: RowsAtEach;
  /** Whether the settings of the classifier were chosen inside the training items. */
  readonly tuned: boolean;
  readonly certificates: readonly Certificate[];
}

/**
 * Alignment, scale of the metric, references, and the classifier with its scaling and settings, fitted on these items and on nothing
 * else.
 */
export async function fitModel(
  pool: WorkerPool,
  { collection, labels, groups, random }: TrainingItems,
  options: ModelOptions,
  onProgress?: OnProgress,
): Promise<ModelFit> {
  const alignment = fitAlignment(collection, options.align);
  const items = alignedBy(alignment, collection);
  const { classes, codes } = labels;
  const references = await fitReferences(pool, options, items, {
    streams: { reference: random.fork(0), metric: random.fork(2) },
    labels: { classes, codes },
    groups,
    classifier: options.model,
  });
  const rows = await embedAtEach(pool, references, items, onProgress);
  const data = training(rows.matrix, codes, classes.length);
  const { fitted, scores } = await tuneClassifier(options.model, data, {
    random: random.fork(1),
    ...(groups && { groups }),
  });
  return {
    model: { alignment, references, classifier: fitted, classes },
    rows,
    tuned: scores.length > 0,
    certificates: [...references.flatMap(({ origin }) => origin.certificates), ...rows.certificates],
  };
}

export interface Prediction {
  /** Class number of each item. */
  readonly predicted: Int32Array;
  readonly rows: RowsAtEach;
  readonly certificates: readonly Certificate[];
}

/**
 * Classes of items that were loaded as the training items were.
 *
 * @throws MeasureError as `applyAlignment` does; ShapeError if the dimension is another one.
 */
export async function predictModel(
  pool: WorkerPool,
  model: Model,
  collection: Collection,
  onProgress?: OnProgress,
): Promise<Prediction> {
  const items = alignedBy(model.alignment, collection);
  const rows = await embedAtEach(pool, model.references, items, onProgress);
  return { predicted: predictClasses(model.classifier, rows.matrix), rows, certificates: rows.certificates };
}
