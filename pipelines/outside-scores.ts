import { accuracy, confusionMatrix, majorityRate, rowView, standardError } from "../src/index.js";
import { naturalOrder } from "./natural-order.js";

/** Labels from outside of what a classifier learnt from: its classes first, in its order, then those that it does not know. */
export interface OutsideLabels {
  readonly classes: readonly string[];
  readonly codes: Int32Array;
  /** The classes that the classifier does not know, in natural order. */
  readonly unknown: readonly string[];
}

export function outsideLabels(known: readonly string[], values: readonly string[]): OutsideLabels {
  const unknown = [...new Set(values)].filter((value) => !known.includes(value)).sort(naturalOrder);
  const classes = [...known, ...unknown];
  const codeOf = new Map(classes.map((name, code) => [name, code]));
  return { classes, unknown, codes: Int32Array.from(values, (value) => codeOf.get(value)!) };
}

/** 1 for each item that is named right, 0 for the others. */
export function rightOf(codes: Int32Array, predicted: Int32Array): Int32Array {
  return codes.map((code, s) => (code === predicted[s] ? 1 : 0));
}

export interface OutsideScore {
  readonly accuracy: number;
  readonly standardError: number;
  /** Accuracy of always naming the class that is commonest among these items. */
  readonly majorityRate: number;
  readonly classes: readonly string[];
  /** confusion[a][p]: items of class a that were taken for class p. */
  readonly confusion: readonly (readonly number[])[];
}

/** How well items are named; those of unknown classes are named wrong. */
export function outsideScore({ classes, codes }: OutsideLabels, predicted: Int32Array): OutsideScore {
  const confusion = confusionMatrix(codes, predicted, classes.length);
  return {
    accuracy: accuracy(codes, predicted),
    standardError: standardError(rightOf(codes, predicted)),
    majorityRate: majorityRate(codes, classes.length),
    classes,
    confusion: classes.map((_, c) => Array.from(rowView(confusion, c))),
  };
}

/**
 * What to say of classes that were not learnt; nothing where there are none.
 *
 * @param who has the labels. @param unlearnt as in "the model does not know".
 */
export function unknownClassWarnings(
  { classes, codes, unknown }: OutsideLabels,
  who: string,
  unlearnt: string,
): string[] {
  if (unknown.length === 0) return [];
  const first = classes.length - unknown.length;
  const count = codes.reduce((sum, code) => sum + (code >= first ? 1 : 0), 0);
  const names = unknown.map((name) => `"${name}"`).join(", ");
  const wrong = count === 1 ? "its one item counts as wrong" : `their ${count} items count as wrong`;
  return [`${who} has classes that ${unlearnt}: ${names}; ${wrong}`];
}
