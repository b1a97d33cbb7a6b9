import type { ReferenceInfo } from "../results.js";

export interface ImputeResults {
  /** One per damaged item. */
  readonly items: readonly ImputedItem[];
  /** Atoms of each completion: of damage that was done on purpose those of the other folds. */
  readonly atoms: number;
  /** One for each fold, or one. */
  readonly references: readonly ReferenceInfo[];
  /** Present where the truth is known, because the damage was done on purpose. */
  readonly errors?: readonly MethodErrors[];
  /** On what errors were measured, in words. */
  readonly measuredOn?: string;
}

export interface ImputedItem {
  readonly item: string;
  /** The completed item, where the data came in files of meshes, clouds or images. */
  readonly file?: string;
  /** Share of the mass of the whole that is missing, as the method was told. */
  readonly missing: number;
  /** Steps of the iteration, and how it ended: "stalled" where a further one would raise what is minimised, as it may for HK. */
  readonly steps: number;
  readonly status: string;
  readonly shrinkage: number;
  /** Root of the cost of moving the visible part of the synthesis onto the item, per unit of mass. */
  readonly misfit: number;
  /** Atoms that might have got a share: all or, of many, those nearest in what is left. */
  readonly candidates: number;
  /** Atoms with a share, and the largest shares, at most five. */
  readonly used: number;
  readonly largest: readonly { readonly atom: string; readonly share: number }[];
  /** Distances to the truth, method by method. */
  readonly errors?: readonly {
    readonly method: string;
    readonly whole: number;
    readonly missing: number | null;
  }[];
}

/** Errors of one method over all items. */
export interface MethodErrors {
  readonly method: string;
  readonly about: string;
  /** Distance of the completed item from the true one. */
  readonly whole: Spread;
  /** Distance of the part that was filled in from the one that was lost, both at the mass of that, per unit of it; null where nothing is filled in. */
  readonly missing: Spread | null;
  /** Items that imputation completes better than this method, in whole; absent for itself. */
  readonly worseThanImputed?: number;
  /** Mean of (error of this method - error of imputation) with its standard error over items, or over groups; null of one. */
  readonly excess?: { readonly mean: number; readonly standardError: number | null };
}

export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly median: number;
  readonly most: number;
}
