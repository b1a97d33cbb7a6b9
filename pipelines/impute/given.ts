import {
  type Certificate,
  type Collection,
  MeasureError,
  normalise,
  type OnProgress,
  type Random,
  ShapeError,
  totalMass,
  type WorkerPool,
} from "../../src/index.js";
import { requireOneSort } from "../code/item-pair.js";
import { type ItemOptions, withMasses } from "../items.js";
import { certificatesOf, type Embedded, embedAll, type LotOptions } from "../lot.js";
import type { Stopwatch } from "../report.js";
import { type Imputed, scaled } from "./imputed.js";
import { impute } from "./methods.js";

export interface GivenOptions extends ItemOptions, LotOptions {
  /** Share of the mass of the whole that is missing; default: by the mass of each item, beside the mean mass of the atoms. */
  readonly missing?: number | undefined;
  readonly pairs: number;
}

export interface GivenWork {
  readonly pool: WorkerPool;
  /** Both with the masses of their files. */
  readonly items: Collection;
  readonly atoms: Collection;
  readonly options: GivenOptions;
  readonly random: Random;
  readonly watch: Stopwatch;
  readonly onProgress: OnProgress | undefined;
}

export interface GivenImputed {
  readonly imputed: readonly Imputed[];
  readonly space: Embedded;
  readonly certificates: readonly Certificate[];
}

/** Damaged items, completed with the items of another dataset for atoms. */
export async function imputeGiven(work: GivenWork): Promise<GivenImputed> {
  const { pool, items, atoms, options, random, watch, onProgress } = work;
  requireOneSort({ atoms, items });
  const mean = atoms.measures.reduce((sum, mu) => sum + totalMass(mu), 0) / atoms.measures.length;
  const shares = items.measures.map(
    (mu, s) => options.missing ?? shareByMass(items.names[s]!, totalMass(mu), mean),
  );
  const known = withMasses(atoms, options.normalise);
  const space = await embedAll(pool, known, options, random, watch);
  const { embedding } = space;
  const imputed = items.measures.map((mu, s): Imputed => {
    const missing = shares[s]!;
    const isNormalised = options.normalise === "mass";
    const damaged = isNormalised ? normalise(mu, 1 - missing) : mu;
    const completion = impute({ atoms: embedding, measures: known.measures, damaged, missing });
    const factor = totalMass(mu) / totalMass(damaged);
    onProgress?.({ unit: "items", done: s + 1, total: items.names.length });
    return {
      item: items.names[s]!,
      damaged: mu,
      part: isNormalised ? scaled(completion.missing, factor) : completion.missing,
      missing,
      completion,
      atoms: known.names,
      group: items.names[s]!,
    };
  });
  watch.lap("impute");
  return { imputed, space, certificates: certificatesOf(space) };
}

/** Masses that differ by less tell nothing of what is missing. */
const LEAST_SHARE = 1e-6;

function shareByMass(item: string, mass: number, mean: number): number {
  const share = 1 - mass / mean;
  if (share > LEAST_SHARE) return share;
  throw new MeasureError(
    `item "${item}" has mass ${mass}, the atoms ${mean} on average, so masses do not tell how much is missing; give it with ` +
      "--missing, or use --unit-mass where each point stands for as much",
    { value: mass },
  );
}

/** @throws ShapeError where items would be moved by what is known of whole ones only. */
export function requireUnmoved({ align, features }: Pick<ItemOptions, "align" | "features">): void {
  if (align !== "none") {
    throw new ShapeError(
      `--align ${align} would move damaged items by a centre and axes that they no longer have; align items and atoms before`,
    );
  }
  if (features === "coordinates") return;
  throw new ShapeError(`--features ${features} has no places where something is missing; leave it away`);
}
