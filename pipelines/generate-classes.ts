import {
  type ClassifierName,
  type Matrix,
  predictClasses,
  type Random,
  training,
  tuneClassifier,
} from "../src/index.js";
import type { ClassifiedItems } from "./generate-results.js";
import type { Labels } from "./labels.js";

export interface Classification {
  readonly summary: ClassifiedItems;
  /** Class number of each new item. */
  readonly predicted: Int32Array;
}

/** What a classifier says of new rows that was fitted on all known ones. */
export async function classifyGenerated(
  rows: { readonly known: Matrix; readonly fresh: Matrix },
  labels: Labels,
  wanted: readonly string[],
  { model, random }: { readonly model: ClassifierName; readonly random: Random },
): Promise<Classification> {
  const { codes, classes, column } = labels;
  const data = training(rows.known, codes, classes.length);
  const { fitted, scores } = await tuneClassifier(model, data, { random });
  const predicted = predictClasses(fitted, rows.fresh);
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
      innerAccuracy: scores.length > 0 ? Math.max(...scores.map(({ accuracy }) => accuracy)) : null,
    },
  };
}
