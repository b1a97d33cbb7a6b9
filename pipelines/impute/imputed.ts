import {
  type Certificate,
  type Completion,
  type Measure,
  massive,
  normalise,
  pool,
  type Reference,
  totalMass,
} from "../../src/index.js";
import type { Items } from "../items.js";
import type { ReferenceInfo } from "../results.js";
import type { BaselineName } from "./methods.js";
import type { ImputedItem } from "./results.js";

/** A damaged item, and what was made of it. */
export interface Imputed {
  readonly item: string;
  /** As it was given, in its own masses. */
  readonly damaged: Measure;
  /** The part that was filled in, in the same masses. */
  readonly part: Measure;
  readonly missing: number;
  readonly completion: Completion;
  /** Names of the atoms, in the order of the shares. */
  readonly atoms: readonly string[];
  /** Items of one group are related; without groups each is its own. */
  readonly group: string;
  /** Where the damage was done on purpose. */
  readonly truth?: Truth;
}

export interface Truth {
  readonly whole: Measure;
  readonly lost: Measure;
  /** Distances of "imputed" and the baselines to it. */
  readonly errors: Readonly<Record<MethodName, MethodError>>;
  readonly certificates: readonly Certificate[];
}

export type MethodName = "imputed" | BaselineName;

export interface MethodError {
  readonly whole: number;
  /** Null where nothing was filled in. */
  readonly missing: number | null;
}

/** What was done, whatever the way to it. */
export interface ImputeWork {
  readonly loaded: Items;
  readonly imputed: readonly Imputed[];
  readonly references: readonly Reference[];
  readonly infos: readonly ReferenceInfo[];
  readonly certificates: readonly Certificate[];
  readonly inputs: Items["inputs"];
  readonly warnings: readonly string[];
  readonly size: number;
}

/** What was there and what was filled in, in the masses of the item. */
export function wholeOf({ damaged, part }: Imputed): Measure {
  return massive(part.count > 0 ? pool([damaged, part]) : damaged).measure;
}

/** Shares that are told; all are in shares.csv. */
const LARGEST = 5;

export function imputedItem(
  { item, missing, completion, atoms, truth }: Imputed,
  file: string | undefined,
): ImputedItem {
  const { shares, shrinkage, objectives, status, misfit } = completion;
  const used = Array.from(shares.keys()).filter((s) => shares[s]! > 0);
  const largest = [...used].sort((s, t) => shares[t]! - shares[s]!).slice(0, LARGEST);
  return {
    item,
    ...(file !== undefined && { file }),
    missing,
    steps: objectives.length - 1,
    status,
    shrinkage,
    misfit,
    candidates: completion.candidates,
    used: used.length,
    largest: largest.map((s) => ({ atom: atoms[s]!, share: shares[s]! })),
    ...(truth && {
      errors: Object.entries(truth.errors).map(([method, error]) => ({ method, ...error })),
    }),
  };
}

/** A part in other masses: that of the whole is `factor` times as large. */
export function scaled(part: Measure, factor: number): Measure {
  return part.count === 0 ? part : normalise(part, totalMass(part) * factor);
}
