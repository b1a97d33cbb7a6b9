import type { ClassifierName, Neighbourhood } from "../../src/index.js";
import type { Fidelity } from "../fidelity.js";
import type { HeldOut } from "../modes/results.js";
import type { ReferenceInfo } from "../results.js";
import type { WayName } from "./ways.js";

export interface GenerateResults {
  readonly how: WayName;
  /** The class, and the second one where items lie between two; absent where all items are one class. */
  readonly class?: string;
  readonly to?: string;
  /** How many items the new ones are made of and compared with: those of the class or classes. */
  readonly members: number;
  readonly items: readonly GeneratedItem[];
  readonly reference: ReferenceInfo;
  readonly nearest: NearestScores;
  /** Distances of new items to each other against those of known ones: see `Spread`. */
  readonly diversity: Diversity;
  /** Absent where fewer than two items are known. */
  readonly neighbourhood?: Neighbourhood;
  /**
   * Root mean square of the LOT distance between the vector that was asked for and the logarithm of the measure that came
   * out, as a share of the spread of the known items: 0 where the exponential can be undone.
   */
  readonly roundTrip: number;
  /** What a classifier that was fitted on all items of the dataset says of the new ones; absent without two classes. */
  readonly classified?: ClassifiedItems;
  readonly fidelity: Fidelity;
}

export interface GeneratedItem {
  readonly name: string;
  readonly file: string;
  readonly points: number;
  readonly mass: number;
  /** Among the known items. */
  readonly nearest: string;
  /** To it, in the metric itself. */
  readonly distance: number;
  readonly isCopy: boolean;
  readonly predicted?: string;
}

/** Distances in the metric itself, of an item to the nearest of some known ones that LOT distance names. */
export interface NearestScores {
  readonly candidates: number;
  /** Median over the new items. */
  readonly medianNew: number;
  /** Median over so many known items, each among the others that differ from it; null where no two differ. */
  readonly medianKnown: number | null;
  readonly knownItems: number;
  /** medianNew / medianKnown: below 1, new items are nearer to known ones than those are to each other. */
  readonly ratio: number | null;
  /** New items nearer to a known one than this are called copies: a tenth of medianKnown, and no less than rounding. */
  readonly copyDistance: number;
  readonly copies: number;
}

/** Root mean squared LOT distance of two items. */
export interface Diversity {
  readonly ofNew: number;
  readonly ofKnown: number;
  /** ofNew / ofKnown: 1 where new items vary as the known ones do; null where those do not vary, or one is new. */
  readonly ratio: number | null;
}

export interface ClassifiedItems {
  readonly model: ClassifierName;
  readonly column: string;
  readonly classes: readonly string[];
  /** New items that were given each class. */
  readonly counts: readonly number[];
  /** Share that was given the class asked for (for a place between two: either of them); null where none was asked for. */
  readonly asWanted: number | null;
  /**
   * Of this classifier on known items, each named by one that was fitted without it, settings included: for telling whether it is
   * worth asking. Null where a class has one item only, which cannot be left out.
   */
  readonly heldOut: HeldOut | null;
}
