import {
  type Collection,
  compensatedSum,
  drawPairs,
  lotDistanceBetween,
  type Metric,
  type OnProgress,
  type PairCost,
  type Random,
  type Reference,
  rowDistance,
  selectItems,
  singularMasses,
  type WorkerPool,
} from "../../src/index.js";
import { type FidelitySample, residualShare, singularShare, squaresOf, summarisePairs } from "../fidelity.js";
import { embedAtEach, type RowsAtEach } from "./rows.js";

/** Pairs of items with their distance itself, to measure any reference against. */
export interface ExactPairs {
  /** The items that a pair has, and no others. */
  readonly items: Collection;
  /** Places in `items`. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly costs: readonly PairCost[];
}

/** Draws at most `count` pairs without replacement and solves their transports. */
export async function exactPairs(
  pool: WorkerPool,
  items: Collection,
  metric: Metric,
  draw: { readonly pairs: number; readonly random: Random; readonly onProgress?: OnProgress | undefined },
): Promise<ExactPairs> {
  const drawn = drawPairs(items.measures.length, draw.pairs, draw.random);
  const places = Int32Array.from(new Set(drawn.flat())).sort();
  const rank = new Map(Array.from(places, (place, r) => [place, r]));
  const chosen = selectItems(items, places);
  const pairs = drawn.map(([a, b]) => [rank.get(a)!, rank.get(b)!] as const);
  const costs = await pool.costs(
    pairs.map(([a, b]) => [chosen.measures[a]!, chosen.measures[b]!]),
    {
      metric,
      onProgress: (info) => {
        draw.onProgress?.(info);
      },
    },
  );
  return { items: chosen, pairs, costs };
}

/**
 * How the LOT distance at some references compares with the distance itself on these pairs; at several, the root of the mean
 * of the squares is compared, which is the distance of their rows side by side.
 */
export async function measureDistortion(
  pool: WorkerPool,
  references: readonly Reference[],
  { items, pairs, costs }: ExactPairs,
  onProgress?: OnProgress,
): Promise<FidelitySample & Pick<RowsAtEach, "certificates">> {
  const { embeddings, matrix, certificates } = await embedAtEach(pool, references, items, onProgress);
  const between = embeddings.map((embedding) => lotDistanceBetween(embedding));
  const measured = pairs.map(([a, b], p) => {
    const { cost, certificate } = costs[p]!;
    const squares = between.map((lot) => lot(a, b) ** 2);
    const lot = Math.sqrt(compensatedSum(squares) / squares.length);
    return { a, b, exact: Math.sqrt(cost), lot, certificate };
  });
  const { metric } = references[0]!;
  const joined = (of: (r: number) => Float64Array) =>
    Float64Array.from(embeddings.flatMap((_, r) => Array.from(of(r))));
  const rowDistances = pairs.map(([a, b]) => rowDistance(matrix, a, b));
  const sample = summarisePairs(measured, {
    residualShare: residualShare(
      metric,
      embeddings.map(squaresOf),
      joined((r) => embeddings[r]!.residuals),
      joined((r) => singularMasses(embeddings[r]!)),
    ),
    ...(embeddings[0]!.singular && { singularShare: singularShare(measured, rowDistances) }),
  });
  return { ...sample, certificates };
}
