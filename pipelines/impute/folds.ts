import {
  type Certificate,
  type Collection,
  type DamageName,
  damage,
  type Embedding,
  type Fold,
  fitAlignment,
  type Measure,
  type Metric,
  type OnProgress,
  type Random,
  type Reference,
  selectItems,
  someOf,
  normalise as toMass,
  totalMass,
  type WorkerPool,
} from "../../src/index.js";
import { chooseFolds } from "../cross-validation.js";
import { alignedBy, type ItemOptions } from "../items.js";
import { fullColumn } from "../labels.js";
import { fitOne, type LotOptions, referencesInfo } from "../lot.js";
import { METRICS } from "../metric.js";
import { embedItems } from "../references/rows.js";
import type { ReferenceInfo } from "../results.js";
import { STREAMS } from "../streams.js";
import type { Imputed, MethodError, MethodName, Truth } from "./imputed.js";
import { BASELINES, type Filled, type Imputation, impute } from "./methods.js";

/** Damage on purpose, so that the truth is known. */
export interface DamageOptions {
  /** Share of its mass that each item loses. */
  readonly lose: number;
  readonly damage: DamageName;
  readonly folds: number;
  /** Items with equal values of this column are damaged together, and never atoms for each other. */
  readonly group?: string | undefined;
  /** Items that are damaged; default: at most 100, drawn by the seed. */
  readonly items?: number | undefined;
  /** What the method is told of the missing share; default: the truth. */
  readonly missing?: number | undefined;
}

export const DEFAULT_ITEMS = 100;

interface FoldWork {
  readonly pool: WorkerPool;
  readonly collection: Collection;
  readonly options: DamageOptions & ItemOptions & LotOptions;
  readonly random: Random;
  readonly onProgress: OnProgress | undefined;
}

export interface FoldsImputed {
  readonly imputed: readonly Imputed[];
  readonly references: readonly Reference[];
  readonly infos: readonly ReferenceInfo[];
  readonly certificates: readonly Certificate[];
}

/** Every chosen item loses a part and is completed with the items of the other folds for atoms. */
export async function imputeFolds(work: FoldWork): Promise<FoldsImputed> {
  const { collection, options, random } = work;
  const groups = options.group === undefined ? undefined : fullColumn(collection, options.group);
  const folds = foldsOf(collection, groups, options.folds, random.fork(STREAMS.folds));
  const chosen = new Set(
    someOf(collection.names.length, options.items ?? DEFAULT_ITEMS, random.fork(STREAMS.choice)),
  );
  const imputed: Imputed[] = [];
  const references: Reference[] = [];
  const infos: ReferenceInfo[] = [];
  const certificates: Certificate[] = [];
  for (const [f, { train, test }] of folds.entries()) {
    const some = test.filter((s) => chosen.has(s));
    if (some.length === 0) continue;
    const alignment = fitAlignment(selectItems(collection, train), options.align);
    const known = alignedBy(alignment, selectItems(collection, train));
    const reference = await fitOne(work.pool, options, known, random.fork(STREAMS.model).fork(f));
    const atoms = await embedItems(work.pool, reference, known, work.onProgress);
    references.push(reference);
    infos.push(referencesInfo([reference], alignment));
    certificates.push(...reference.origin.certificates, ...atoms.certificates);
    const items = alignedBy(alignment, selectItems(collection, some));
    for (const [p, mu] of items.measures.entries()) {
      const task = {
        atoms,
        known,
        mu,
        item: items.names[p]!,
        group: groups === undefined ? items.names[p]! : groups[some[p]!]!,
        random: random.fork(STREAMS.coding).fork(some[p]!),
      };
      imputed.push(await imputeOne(work, task));
      work.onProgress?.({ unit: "items", done: imputed.length, total: chosen.size });
    }
  }
  return { imputed, references, infos, certificates };
}

/** No classes are balanced: all items are of one. */
function foldsOf(
  collection: Collection,
  groups: readonly string[] | undefined,
  folds: number,
  random: Random,
): Fold[] {
  const values = collection.names.map(() => "item");
  const labels = { column: "", classes: ["item"], codes: new Int32Array(values.length), values };
  return chooseFolds(labels, groups, folds, random);
}

interface OneTask {
  readonly atoms: Embedding;
  readonly known: Collection;
  readonly mu: Measure;
  readonly item: string;
  readonly group: string;
  readonly random: Random;
}

async function imputeOne({ pool, options }: FoldWork, task: OneTask): Promise<Imputed> {
  const { atoms, known, mu, item, group, random } = task;
  const { kept, lost } = damage(mu, { kind: options.damage, share: options.lose, random });
  const missing = options.missing ?? totalMass(lost) / totalMass(mu);
  const damaged = options.masses === "equal" ? toMass(kept, (1 - missing) * totalMass(mu)) : kept;
  const imputation: Imputation = { atoms, measures: known.measures, damaged, missing };
  const completion = impute(imputation);
  const fills: Record<MethodName, Filled> = {
    imputed: { whole: completion.completed, part: completion.missing },
    nearest: BASELINES.nearest.fill(imputation),
    mean: BASELINES.mean.fill(imputation),
    nothing: BASELINES.nothing.fill(imputation),
  };
  return {
    item,
    group,
    damaged,
    part: completion.missing,
    missing,
    completion,
    atoms: known.names,
    truth: { whole: mu, lost, ...(await errorsOf(pool, fills, { whole: mu, lost }, atoms.reference.metric)) },
  };
}

/** Parts are compared at the mass of the one that was lost, where they are and not how much, per unit of that mass. */
async function errorsOf(
  pool: WorkerPool,
  fills: Readonly<Record<MethodName, Filled>>,
  { whole, lost }: Pick<Truth, "whole" | "lost">,
  metric: Metric,
): Promise<Pick<Truth, "errors" | "certificates">> {
  const isEqual = METRICS[metric.name].masses === "equal";
  const methods = Object.keys(fills) as MethodName[];
  const pairs = methods.flatMap((method) => {
    const { whole: found, part } = fills[method];
    const own = [isEqual ? toMass(found, totalMass(whole)) : found, whole] as const;
    return part === undefined || part.count === 0
      ? [own]
      : [own, [toMass(part, totalMass(lost)), lost] as const];
  });
  const costs = await pool.costs(pairs, { metric });
  const errors = {} as Record<MethodName, MethodError>;
  let next = 0;
  for (const method of methods) {
    const { part } = fills[method];
    const found = Math.sqrt(costs[next++]!.cost);
    const missing =
      part === undefined || part.count === 0 ? null : Math.sqrt(costs[next++]!.cost / totalMass(lost));
    errors[method] = { whole: found, missing };
  }
  return { errors, certificates: costs.map(({ certificate }) => certificate) };
}
