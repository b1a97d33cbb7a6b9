import {
  type Collection,
  compensatedSum,
  drawPairs,
  lotDistanceBetween,
  type Metric,
  type OnProgress,
  type PairCost,
  type PairDistances,
  type Random,
  type Reference,
  rowDistance,
  selectItems,
  singularMasses,
  type WorkerPool,
} from "../../src/index.js";
import { type FidelitySample, residualShare, singularShare, squaresOf, summarisePairs } from "../fidelity.js";
import { tellOnly } from "../tell-only.js";
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
    { metric, onProgress: tellOnly(draw.onProgress) },
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
  const rows = await embedAtEach(pool, references, items, onProgress);
  const exact = pairs.map(([a, b], p) => {
    const { cost, certificate } = costs[p]!;
    return { a, b, exact: Math.sqrt(cost), certificate };
  });
  return { ...distortionOf(rows, exact), certificates: rows.certificates };
}

/** The same for rows that are there. */
export function distortionOf(
  { embeddings, matrix }: RowsAtEach,
  pairs: readonly Omit<PairDistances, "lot">[],
): FidelitySample {
  const between = embeddings.map((embedding) => lotDistanceBetween(embedding));
  const measured = pairs.map((pair) => {
    const squares = between.map((lot) => lot(pair.a, pair.b) ** 2);
    return { ...pair, lot: Math.sqrt(compensatedSum(squares) / squares.length) };
  });
  const [first] = embeddings;
  const rowDistances = pairs.map(({ a, b }) => rowDistance(matrix, a, b));
  return summarisePairs(measured, {
    residualShare: residualShare(
      first!.reference.metric,
      embeddings.map(squaresOf),
      endToEnd(embeddings.map(({ residuals }) => residuals)),
      endToEnd(embeddings.map(singularMasses)),
    ),
    ...(first!.singular && { singularShare: singularShare(measured, rowDistances) }),
  });
}

function endToEnd(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}
