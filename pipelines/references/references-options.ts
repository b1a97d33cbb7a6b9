import type { ClassifierName, OnProgress } from "../../src/index.js";
import type { ItemOptions } from "../items.js";
import type { LotOptions } from "../lot.js";
import type { JobOptions } from "../workers.js";

export interface ReferencesOptions extends ItemOptions, Omit<LotOptions, "reference">, JobOptions {
  /** Column of the classes; absent: distances are measured, accuracies are not. */
  readonly label?: string;
  /** With `label`: items with equal values of this column are tested together, and never learnt from at the same time. */
  readonly group?: string;
  /** With `label`. */
  readonly model: ClassifierName;
  /** With `label`. */
  readonly folds: number;
  /** Of the candidate that averages several; 1: no such candidate. */
  readonly references: number;
  /** With `label`: class barycentres of 1 to so many rounds are candidates. */
  readonly rounds: number;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

/** What means nothing where no accuracies are measured. */
const OF_LABELS = ["group", "model", "folds", "rounds"] as const;

/** The sentence that refuses options that do not go together; undefined if they do. */
export function referencesFault(
  given: Partial<Pick<ReferencesOptions, "label" | (typeof OF_LABELS)[number]>>,
): string | undefined {
  if (given.label !== undefined) return undefined;
  const odd = OF_LABELS.find((name) => given[name] !== undefined);
  return odd && `--${odd} is of accuracies, which need --label <column>`;
}

/** What the candidates have in common; kind, number and rounds are theirs. */
export function commonLot(options: ReferencesOptions): LotOptions {
  const { metric, kappa, price, referenceSize: size } = options;
  return { metric, kappa, price, referenceSize: size, reference: "gaussian" };
}
