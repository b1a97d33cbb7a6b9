import {
  accuracy,
  type ClassifierName,
  type Embedding,
  type Matrix,
  majorityRate,
  matrix,
  type OnProgress,
  patchColumns,
  permutationImportance,
  pointPatches,
  predictClasses,
  type Random,
  selectTraining,
  someOf,
  standardError,
  type Training,
  training,
  tuneClassifier,
} from "../src/index.js";
import { chooseFolds } from "./cross-validation.js";
import type { Labels } from "./labels.js";
import type { HeldOut } from "./modes/results.js";

export interface HeldOutOptions {
  readonly model: ClassifierName;
  readonly folds: number;
  readonly groups?: readonly string[] | undefined;
  /** Of the folds, and of the rest. */
  readonly random: { readonly folds: Random; readonly model: Random; readonly importance: Random };
  /** Whether the parts of reference points are measured by permutation. */
  readonly permute: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** By how much accuracy falls when what a patch of reference points tells is shuffled among the items. */
export interface PermutedImportance {
  /** One per reference point: of the patch around it. */
  readonly drops: Float64Array;
  /** Standard deviation of the drop over the repeats, divided by the root of their number. */
  readonly errors: Float64Array;
  /** Points of a patch. */
  readonly patch: number;
  readonly repeats: number;
  readonly items: number;
}

/** Each point is permuted together with its nearest neighbours, one in so many of all: what one tells alone they tell too. */
const PATCH_SHARE = 20;
const REPEATS = 5;
/** Items whose rows are permuted, over all folds: more only cost time. */
const MOST_PERMUTED = 500;

/** Scores of classifiers on rows that they did not see; the rows themselves, that is reference and alignment, saw all items. */
export async function heldOut(
  { matrix: rows, reference }: Embedding,
  labels: Labels,
  { model, folds: count, groups, random, permute, onProgress }: HeldOutOptions,
): Promise<{ readonly summary: HeldOut; readonly importance: PermutedImportance | undefined }> {
  const { codes, classes } = labels;
  const data = training(rows, codes, classes.length);
  const folds = chooseFolds(labels, groups, count, random.folds);
  const predicted = new Int32Array(codes.length);
  const { measure } = reference;
  const patch = Math.max(1, Math.round(measure.count / PATCH_SHARE));
  const width = rows.cols / measure.count;
  const blocks = permute ? pointPatches(measure, patch).map((points) => patchColumns(points, width)) : [];
  const lost: Matrix = matrix(blocks.length, REPEATS);
  let items = 0;
  for (const [f, fold] of folds.entries()) {
    const inner = groups && { groups: Array.from(fold.train, (s) => groups[s]!) };
    const { fitted } = await tuneClassifier(model, selectTraining(data, fold.train), {
      random: random.model.fork(f),
      ...inner,
    });
    const test = selectTraining(data, fold.test);
    predictClasses(fitted, test.rows).forEach((label, r) => {
      predicted[fold.test[r]!] = label;
    });
    if (permute) {
      const own = random.importance.fork(f);
      const some = sampleOf(test, Math.ceil(MOST_PERMUTED / count), own.fork(0));
      items += some.labels.length;
      const predict = (given: Matrix) => predictClasses(fitted, given);
      const options = { repeats: REPEATS, random: own.fork(1) };
      permutationImportance(predict, some.rows, some.labels, blocks, options).data.forEach((value, p) => {
        lost.data[p]! += value;
      });
    }
    onProgress?.({ unit: "folds", done: f + 1, total: folds.length });
  }
  const correct = codes.map((code, s) => (code === predicted[s] ? 1 : 0));
  return {
    summary: {
      accuracy: accuracy(codes, predicted),
      standardError: standardError(correct, groups),
      majorityRate: majorityRate(codes, classes.length),
      folds: folds.length,
      measuredOn:
        `${folds.length}-fold ${groups ? "grouped" : "stratified"} cross-validation over the rows of ${codes.length} items: each item predicted ` +
        "once, by a classifier fitted without it; reference and alignment saw all items, but no labels",
    },
    importance: permute ? { ...meansOf(lost, items), patch, repeats: REPEATS, items } : undefined,
  };
}

function sampleOf(test: Training, most: number, random: Random): Training {
  const { length } = test.labels;
  return length <= most ? test : selectTraining(test, someOf(length, most, random));
}

function meansOf({ rows, cols, data }: Matrix, items: number): Pick<PermutedImportance, "drops" | "errors"> {
  const drops = new Float64Array(rows);
  const errors = new Float64Array(rows);
  for (let b = 0; b < rows; b++) {
    const values = data.subarray(b * cols, (b + 1) * cols).map((value) => value / items);
    const mean = values.reduce((sum, value) => sum + value, 0) / cols;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    drops[b] = mean;
    errors[b] = Math.sqrt(squares / (cols - 1) / cols);
  }
  return { drops, errors };
}
