import type { ClassifierName } from "../../src/index.js";
import type { Fidelity } from "../fidelity.js";
import type { Settings } from "../report.js";
import type { ReferenceInfo } from "../results.js";

export interface ModesResults {
  readonly items: number;
  readonly dim: number;
  readonly reference: ReferenceInfo;
  /** Sum of the variances of all columns of rows, normalised by n - 1: the squared LOT distance from the mean, on average. */
  readonly totalVariance: number;
  readonly modes: readonly ModeResult[];
  readonly reconstruction: Reconstruction;
  readonly directions?: DirectionsResult;
  readonly fidelity: Fidelity;
}

/** A principal component of rows. */
export interface ModeResult {
  /** Standard deviation of the items along it, in units of distance. */
  readonly deviation: number;
  /** Its share of the total variance, and that of it and the ones before. */
  readonly explained: number;
  readonly cumulative: number;
  /** Least and largest coordinate of an item, in standard deviations. */
  readonly least: number;
  readonly most: number;
  readonly steps: readonly StepResult[];
}

/** A measure on a mode. */
export interface StepResult {
  /** Standard deviations from the mean. */
  readonly deviations: number;
  readonly mass: number;
  /** Does an item lie as far out on this side? */
  readonly withinData: boolean;
  /** Share of the reference mass where the tangent vector is none that a logarithm gives. */
  readonly massOutside: number;
  /** 1 - (squared distance from the reference) / (squared length of the tangent vector); above 0 paths cross. Null without mass. */
  readonly detour: number | null;
}

/** Distance in rows from items to what their coordinates give back. */
export interface Reconstruction {
  readonly rootMeanSquare: number;
  readonly largest: number;
  readonly worstItem: string;
}

/** What tells classes apart, in the tangent space; fitted on all items. */
export interface DirectionsResult {
  readonly column: string;
  readonly classes: readonly string[];
  readonly model: ClassifierName;
  readonly settings: Settings;
  readonly tuned: boolean;
  readonly heldOut: HeldOut;
  /** Linear discriminants, by falling spread of the class means. */
  readonly axes: readonly AxisResult[];
  /** One per pair of classes, the hardest first, where the classifier is linear; else none. */
  readonly decisions: readonly DecisionResult[];
  readonly importance: ImportanceResult;
}

/** Of classifiers that were fitted without the items that they name. */
export interface HeldOut {
  readonly accuracy: number;
  readonly standardError: number;
  readonly majorityRate: number;
  readonly folds: number;
  /** On what it was measured, in words. */
  readonly measuredOn: string;
}

export interface AxisResult {
  readonly name: string;
  /** Standard deviation of the score over all items. */
  readonly deviation: number;
  /** Mean score of each class, less that of all items, in these standard deviations. */
  readonly classMeans: readonly number[];
}

export interface DecisionResult {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  /** The decision about a row x is <weights, x> - offset, above 0 for `first`; weights are a row of weights.npy. */
  readonly offset: number;
  /** Standard deviation of the decision over the items of the two classes. */
  readonly deviation: number;
  /** Difference of the class means, in standard deviations within the classes; on the items it was fitted on. */
  readonly separation: number;
}

/** One number per reference point, in importance.csv. */
export interface ImportanceResult {
  readonly method: "exact" | "permutation";
  /** Points that are permuted together; 1 where it is exact. */
  readonly patch: number;
  readonly repeats: number | null;
  /** Items whose rows were permuted. */
  readonly items: number | null;
  /** Reference points of largest importance, at most ten, with it. */
  readonly largest: readonly { readonly point: number; readonly importance: number }[];
}
