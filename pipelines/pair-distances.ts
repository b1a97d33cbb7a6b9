import {
  type Alignment,
  lotDistanceBetween,
  type Measure,
  type PairDistances,
  type Reference,
  rowDistance,
  type WorkerPool,
} from "../src/index.js";
import { digestOf, type StoredEmbedding, type WorkControl } from "./embed/resumable.js";
import type { ItemSource } from "./item-source.js";
import { alignedBy } from "./items.js";
import type { BlockStore } from "./store/blocks.js";
import { tellOnly } from "./tell-only.js";

interface StoredPairs {
  readonly source: ItemSource;
  readonly alignment: Alignment;
  readonly reference: Reference;
  readonly store: BlockStore;
  readonly stored: StoredEmbedding;
  /** Places of the two items of each pair. */
  readonly pairs: readonly (readonly [number, number])[];
}

interface MeasuredPairs {
  readonly pairs: readonly PairDistances[];
  /** Of the same pairs: their LOT distances without singular masses. */
  readonly rowDistances: readonly number[];
}

/** Exact next to LOT distance on pairs of an embedding of which only those items are in memory. */
export async function storedPairs(
  pool: WorkerPool,
  { source, alignment, reference, store, stored, pairs }: StoredPairs,
  { signal, onProgress }: WorkControl,
): Promise<MeasuredPairs> {
  if (pairs.length === 0) return { pairs: [], rowDistances: [] };
  const places = Int32Array.from(new Set(pairs.flat())).sort();
  const rank = new Map(Array.from(places, (place, r) => [place, r]));
  const { measures } = alignedBy(alignment, await source.read(places));
  const { rows, singular } = await digestOf(store, stored, places);
  const measureAt = (place: number): Measure => measures[rank.get(place)!]!;
  const costs = await pool.costs(
    pairs.map(([a, b]) => [measureAt(a), measureAt(b)]),
    {
      metric: reference.metric,
      ...(signal ? { signal } : {}),
      onProgress: tellOnly(onProgress),
    },
  );
  const lot = lotDistanceBetween({ reference, matrix: rows, ...(singular && { singular }) });
  return {
    pairs: costs.map(({ cost, certificate }, p) => {
      const [a, b] = pairs[p]!;
      return { a, b, exact: Math.sqrt(cost), lot: lot(rank.get(a)!, rank.get(b)!), certificate };
    }),
    rowDistances: pairs.map(([a, b]) => rowDistance(rows, rank.get(a)!, rank.get(b)!)),
  };
}
