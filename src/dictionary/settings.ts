import { requireName } from "./dictionary-input.js";
import type { LossKind } from "./loss.js";
import { divergenceLoss, squaredLoss } from "./pointwise-losses.js";
import { type DictionaryOptions, type DictionaryProblem, dictionaryProblem } from "./problem.js";
import { transportLoss } from "./transport-loss.js";
import { valueLoss } from "./value-loss.js";

/** Losses by the names that model files and commands know them by. */
export const DICTIONARY_LOSSES = {
  transport: transportLoss,
  value: valueLoss,
  squared: squaredLoss,
  divergence: divergenceLoss,
} as const satisfies Readonly<Record<string, LossKind>>;

export type DictionaryLossName = keyof typeof DICTIONARY_LOSSES;

/** What a dictionary problem is made from besides positions, as a plain record with nothing left open. */
export interface DictionarySettings extends Required<Omit<DictionaryOptions, "loss">> {
  readonly loss: DictionaryLossName;
}

/** @throws ShapeError if a number is out of its range or the loss is none of `DICTIONARY_LOSSES`. */
export function problemFrom(
  positions: Float64Array,
  { loss, ...numbers }: DictionarySettings,
): DictionaryProblem {
  requireName("loss", loss, DICTIONARY_LOSSES);
  return dictionaryProblem(positions, { ...numbers, loss: DICTIONARY_LOSSES[loss] });
}
