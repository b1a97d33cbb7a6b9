import {
  type Alignment,
  type Measure,
  type PairDistances,
  rowDistance,
  type WorkerPool,
} from "../src/index.js";
import type { ItemSource } from "./item-source.js";
import { alignedBy } from "./items.js";
import { digestOf, type StoredEmbedding, type WorkControl } from "./resumable.js";
import type { BlockStore } from "./store-blocks.js";

interface StoredPairs {
  readonly source: ItemSource;
  readonly alignment: Alignment;
  readonly store: BlockStore;
  readonly stored: StoredEmbedding;
  /** Places of the two items of each pair. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Exact W2 next to LOT distance on pairs of an embedding of which only those items are in memory. */
export async function storedPairs(
  pool: WorkerPool,
  { source, alignment, store, stored, pairs }: StoredPairs,
  { signal, onProgress }: WorkControl,
): Promise<PairDistances[]> {
  if (pairs.length === 0) return [];
  const places = Int32Array.from(new Set(pairs.flat())).sort();
  const rank = new Map(Array.from(places, (place, r) => [place, r]));
  const { measures } = alignedBy(alignment, await source.read(places));
  const { rows } = await digestOf(store, stored, places);
  const measureAt = (place: number): Measure => measures[rank.get(place)!]!;
  const costs = await pool.costs(
    pairs.map(([a, b]) => [measureAt(a), measureAt(b)]),
    {
      ...(signal ? { signal } : {}),
      onProgress: (info) => {
        onProgress?.(info);
      },
    },
  );
  return costs.map(({ cost, certificate }, p) => {
    const [a, b] = pairs[p]!;
    const lot = rowDistance(rows, rank.get(a)!, rank.get(b)!);
    return { a, b, w2: Math.sqrt(cost), lot, certificate };
  });
}
