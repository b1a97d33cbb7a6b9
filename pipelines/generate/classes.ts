import {
  type ClassifierName,
  type Embedding,
  type Matrix,
  type OnProgress,
  predictClasses,
  type Random,
  training,
  tuneClassifier,
} from "../../src/index.js";
import { heldOut } from "../held-out.js";
import type { Labels } from "../labels.js";
import type { HeldOut } from "../modes/results.js";
import type { ClassifiedItems } from "./results.js";

export interface Classification {
  readonly summary: ClassifiedItems;
  /** Class number of each new item. */
  readonly predicted: Int32Array;
}

interface ClassifyOptions {
  readonly model: ClassifierName;
  readonly random: Random;
  readonly onProgress?: OnProgress | undefined;
}

/** What a classifier says of new rows that was fitted on all known ones. */
export async function classifyGenerated(
  { known, fresh }: { readonly known: Embedding; readonly fresh: Matrix },
  labels: Labels,
  wanted: readonly string[],
  { model, random, onProgress }: ClassifyOptions,
): Promise<Classification> {
  const { codes, classes, column } = labels;
  const data = training(known.matrix, codes, classes.length);
  const { fitted } = await tuneClassifier(model, data, { random });
  const predicted = predictClasses(fitted, fresh);
  const counts = classes.map((_, code) => predicted.filter((label) => label === code).length);
  const asWanted = counts.reduce(
    (sum, count, code) => sum + (wanted.includes(classes[code]!) ? count : 0),
    0,
  );
  return {
    predicted,
    summary: {
      model,
      column,
      classes,
      counts,
      asWanted: wanted.length > 0 ? asWanted / predicted.length : null,
      heldOut: await heldOutOf(known, labels, { model, random, onProgress }),
    },
  };
}

/** Folds in which known items are held out; fewer of fewer items. */
const FOLDS = 5;

async function heldOutOf(
  known: Embedding,
  labels: Labels,
  { model, random, onProgress }: ClassifyOptions,
): Promise<HeldOut | null> {
  const { codes, classes } = labels;
  if (classes.some((_, code) => codes.filter((label) => label === code).length < 2)) return null;
  const streams = { folds: random.fork(0), model: random.fork(1), importance: random.fork(2) };
  const folds = Math.min(FOLDS, codes.length);
  const { summary } = await heldOut(known, labels, {
    model,
    folds,
    random: streams,
    permute: false,
    onProgress,
  });
  return summary;
}
