import type { Certificate, ClassifierName, ItemKind } from "../src/index.js";
import type { Fidelity } from "./fidelity.js";
import type { Settings } from "./report.js";

export interface ClusterResults {
  /** Cluster of each item, 0 .. k-1, largest cluster first. */
  readonly labels: readonly number[];
  readonly items: readonly string[];
  readonly k: number;
  readonly sizes: readonly number[];
  readonly reference: ReferenceInfo;
  readonly scores?: ClusterScores;
  readonly adjustedRandIndex?: number;
  readonly accuracy?: number;
  /** Why there are no scores though there is a column; absent where there is none, or there are scores. */
  readonly unscored?: string;
  readonly fidelity: Fidelity;
}

/** Agreement with a column of labels that the clustering did not see. */
export interface ClusterScores {
  readonly column: string;
  readonly classes: readonly string[];
  readonly majorityRate: number;
  /** Items of cluster c with class d: contingency[c][d]. */
  readonly contingency: readonly (readonly number[])[];
}

export interface ClassifyResults {
  /** Share of items named right, each predicted once, by a model fitted without it. */
  readonly accuracy: number;
  /**
   * Of the accuracy: binomial, or robust to dependence within groups where folds are grouped. 0 where no error was
   * seen, which does not say that there is none.
   */
  readonly standardError: number;
  /** Number of groups behind the standard error, where folds are grouped; with few it is rough. */
  readonly groups?: number;
  /** Accuracy of always naming the commonest class. */
  readonly majorityRate: number;
  readonly model: ClassifierName;
  readonly folds: readonly FoldResult[];
  readonly classes: readonly string[];
  /** confusion[a][p]: items of class a that were taken for class p. */
  readonly confusion: readonly (readonly number[])[];
  /** On what the accuracy was measured, in words. */
  readonly measuredOn: string;
  readonly fidelity: Fidelity;
  /** The model that was fitted on all items, where one was asked for. */
  readonly saved?: SavedModelResult;
}

export interface SavedModelResult {
  readonly references: readonly ReferenceInfo[];
  readonly settings: Settings;
  /** Were the settings chosen inside the items? Else they are the standard ones. */
  readonly tuned: boolean;
}

export interface FoldResult {
  readonly tested: number;
  readonly accuracy: number;
  readonly reference: ReferenceInfo;
  readonly settings: Settings;
  /** Were the settings chosen inside the training part? Else they are the standard ones: it could not be divided. */
  readonly tuned: boolean;
}

/** The reference that transports started from, fitted on so many items; further numbers depend on its kind. */
export interface ReferenceInfo extends Readonly<Record<string, string | number>> {
  readonly id: string;
  readonly points: number;
  readonly kind: string;
  readonly fittedOn: number;
  /** none, centre, scale, procrustes or principal-axes: what was done to the items before. */
  readonly alignment: string;
}

export interface DistanceResults {
  /** What the method's `cost` is: for balanced transports W2 squared, the minimum of sum |x - y|^2 over plans. */
  readonly cost: number;
  /** Its root. */
  readonly distance: number;
  readonly certificate: Certificate;
  /** Further numbers of the method, by name. */
  readonly details?: Readonly<Record<string, number>>;
}

export interface BarycenterResults {
  /** The objective at the barycentre: the weighted mean of the costs to the measures. */
  readonly cost: number;
  /** Brackets the least objective that any measure has. */
  readonly certificate: Certificate;
  readonly points: number;
  readonly mass: number;
  /** From the barycentre to each measure, where transports were solved. */
  readonly transports: readonly {
    readonly path: string;
    readonly cost: number;
    readonly certificate: Certificate;
  }[];
  /** Further numbers of the kind, by name. */
  readonly details: Readonly<Record<string, number>>;
}

export interface EmbedResults {
  readonly items: number;
  readonly dim: number;
  readonly reference: ReferenceInfo;
  readonly fidelity: Fidelity;
}

export interface InfoResults {
  readonly description: string;
  readonly items: number;
  readonly dim: number;
  readonly kind: ItemKind["kind"];
  /** Points per item. */
  readonly points: Range;
  /** Points of weight 0, over all items. */
  readonly massless: number;
  readonly mass: Range;
  /** Smallest and largest coordinate along each axis. */
  readonly bounds: readonly (readonly [number, number])[];
  readonly attributes: readonly AttributeInfo[];
}

export interface Range {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export interface AttributeInfo {
  readonly name: string;
  readonly distinct: number;
  /** The commonest values with their counts, at most twenty. */
  readonly counts: readonly { readonly value: string; readonly items: number }[];
}
