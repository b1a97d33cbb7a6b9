import { type Certificate, type Random, someOf, type WorkerPool } from "../../src/index.js";
import { median } from "../median.js";
import { tellOnly } from "../tell-only.js";
import type { CodeOptions } from "./options.js";
import type { CodeCheck } from "./results.js";
import type { CodeWork } from "./work.js";

export interface Checked {
  readonly check: CodeCheck;
  readonly certificates: readonly Certificate[];
}

/** Distances themselves of sampled items to their syntheses, to their nearest atoms and to the mean. */
export async function checked(
  pool: WorkerPool,
  work: CodeWork,
  { pairs, onProgress }: CodeOptions,
  random: Random,
): Promise<Checked> {
  const { items, syntheses, atoms, nearest, mean, space } = work;
  const chosen = someOf(items.names.length, pairs, random);
  const others = [(i: number) => syntheses[i]!, (i: number) => atoms[nearest[i]!]!, () => mean];
  const costs = await pool.costs(
    others.flatMap((other) => Array.from(chosen, (i) => [items.measures[i]!, other(i)] as const)),
    {
      metric: space.embedding.reference.metric,
      onProgress: tellOnly(onProgress),
    },
  );
  const [toSynthesis, toNearestAtom, toMean] = others.map((_, k) =>
    median(costs.slice(k * chosen.length, (k + 1) * chosen.length).map(({ cost }) => Math.sqrt(cost))),
  );
  return {
    check: {
      items: chosen.length,
      toSynthesis: toSynthesis!,
      toNearestAtom: toNearestAtom!,
      toMean: toMean!,
    },
    certificates: costs.map(({ certificate }) => certificate),
  };
}
