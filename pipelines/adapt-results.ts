import type { Certificate, ClassifierName } from "../src/index.js";
import type { Fidelity } from "./fidelity.js";
import type { Settings } from "./report.js";
import type { ReferenceInfo } from "./results.js";

export interface AdaptResults {
  readonly column: string;
  /** Of the source; a target may have labels that are none of them. */
  readonly classes: readonly string[];
  readonly sourceItems: number;
  readonly targetItems: number;
  readonly plan: AdaptPlan;
  readonly model: ClassifierName;
  /** Of both classifiers. */
  readonly settings: Settings;
  /** Were they chosen by cross-validation among the source items as they are? Else they are the standard ones. */
  readonly tuned: boolean;
  /** How many target items got each class. */
  readonly predicted: readonly number[];
  /** Against the column of the target; absent where it has none. */
  readonly scores?: AdaptScores;
  /** Why there are no scores. */
  readonly unscored?: string;
  readonly reference: ReferenceInfo;
  readonly fidelity: Fidelity;
}

export interface AdaptPlan {
  readonly kind: string;
  /** Strengths that were used, in units of cost. */
  readonly strengths: Readonly<Record<string, number>>;
  /** Source items that the plan was solved on; the others moved with their nearest. */
  readonly anchors: number;
  /** Cost of the plan. */
  readonly cost: number;
  /** Brackets the squared W2 distance between the two sets of rows. */
  readonly certificate: Certificate;
}

/** Of predictions that no label of the target had a part in. */
export interface AdaptScores {
  /** With the classifier learnt on the moved source items. */
  readonly accuracy: number;
  readonly standardError: number;
  /** With one learnt on the source items as they are. */
  readonly unadapted: number;
  readonly unadaptedError: number;
  /** accuracy - unadapted, and its standard error: both name the same items. */
  readonly gain: number;
  readonly gainError: number;
  readonly majorityRate: number;
  /** Classes of the confusion matrix: those of the source, then what the target has besides. */
  readonly classes: readonly string[];
  /** confusion[a][p]: target items of class a that were taken for class p, adapted. */
  readonly confusion: readonly (readonly number[])[];
  readonly unadaptedConfusion: readonly (readonly number[])[];
}
