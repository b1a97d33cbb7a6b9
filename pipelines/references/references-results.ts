import type { ClassifierName } from "../../src/index.js";
import type { Fidelity } from "../fidelity.js";
import type { ReferenceInfo } from "../results.js";

export interface ReferencesResults {
  readonly items: number;
  /** In the order in which they were measured. */
  readonly candidates: readonly CandidateResult[];
  /** Name of the one that the rule of `--reference auto` chooses from these numbers. */
  readonly chosen: string;
  /** Why this one was chosen. */
  readonly reason: string;
  /** What accuracies are of; absent where no labels were given. */
  readonly scored?: {
    readonly model: ClassifierName;
    readonly classes: readonly string[];
    readonly majorityRate: number;
    /** On what the accuracies were measured, in words. */
    readonly measuredOn: string;
  };
}

export interface CandidateResult {
  /** As in "gaussian", "gaussian x 3", "class-barycenter, 2 rounds". */
  readonly name: string;
  /** Fitted on all items; of several references, what they have in common. */
  readonly reference: ReferenceInfo;
  /** Transports that an item takes. */
  readonly references: number;
  /** Of the references fitted on all items. */
  readonly fidelity: Fidelity;
  /** Share of items named right, each by a model whose references were fitted without it. */
  readonly accuracy?: number;
  readonly standardError?: number;
  readonly folds?: readonly number[];
}
