import type { Certificate, ClassifierName } from "../../src/index.js";
import type { Fidelity } from "../fidelity.js";
import type { OutsideScore } from "../outside-scores.js";
import type { Settings } from "../report.js";
import type { ReferenceInfo } from "../results.js";
import type { DomainContact } from "./domain-contact.js";

export interface AdaptResults {
  readonly column: string;
  /** Of the source; a target may have labels that are none of them. */
  readonly classes: readonly string[];
  readonly sourceItems: number;
  readonly targetItems: number;
  readonly contact: DomainContact;
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

/**
 * Of predictions that no label of the target had a part in: of the classifier learnt on the moved source items, and beside it of one
 * learnt on the source items as they are. Classes are those of the source, then what the target has besides.
 */
export interface AdaptScores extends OutsideScore {
  readonly unadapted: number;
  readonly unadaptedError: number;
  readonly unadaptedConfusion: OutsideScore["confusion"];
  /** accuracy - unadapted, and its standard error: both name the same items. */
  readonly gain: number;
  readonly gainError: number;
}
