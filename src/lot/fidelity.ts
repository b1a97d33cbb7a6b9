import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate, OnProgress } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { type EmbeddedItems, lotDistanceBetween } from "./distance.js";
import type { Embedding } from "./embedding.js";
import { metricCost } from "./metric-cost.js";

/** One pair of items: their distance in the reference's metric, and their LOT distance. */
export interface PairDistances {
  readonly a: number;
  readonly b: number;
  /** The root of `metricCost`, whose square the certificate brackets: for large HK problems it is entropic, and so above HK. */
  readonly exact: number;
  readonly lot: number;
  readonly certificate: Certificate;
}

export interface PairOptions {
  /** How many pairs; all of them if there are no more. */
  readonly pairs: number;
  readonly random: Random;
  readonly onProgress?: OnProgress;
}

/**
 * Exact next to LOT distance on pairs drawn without replacement: how well this embedding keeps distances.
 *
 * @returns the pairs asked for; fewer if `onProgress` returned `false`.
 * @throws ShapeError if the measures are not those of the embedding, one a row.
 *
 * One transport problem per pair.
 */
export function samplePairs(
  embedding: EmbeddedItems,
  measures: readonly Measure[],
  options: PairOptions,
): PairDistances[] {
  requireRowEach(embedding, measures);
  const chosen = drawPairs(measures.length, options.pairs, options.random);
  const { metric } = embedding.reference;
  const lot = lotDistanceBetween(embedding);
  const pairs: PairDistances[] = [];
  for (const [a, b] of chosen) {
    const { cost, certificate } = metricCost(metric, measures[a]!, measures[b]!);
    pairs.push({ a, b, exact: Math.sqrt(cost), lot: lot(a, b), certificate });
    const progress = { unit: "pairs", done: pairs.length, total: chosen.length };
    if (options.onProgress?.(progress) === false) break;
  }
  return pairs;
}

/** @throws ShapeError if the measures are not as many as the rows. */
export function requireRowEach({ matrix }: Pick<Embedding, "matrix">, measures: readonly Measure[]): void {
  if (matrix.rows === measures.length) return;
  throw new ShapeError(`${measures.length} measures for ${matrix.rows} rows; give one per row`, {
    expected: matrix.rows,
    found: measures.length,
  });
}

/** `count` of the n (n - 1) / 2 pairs a < b, in increasing order, each at most once (Floyd 1978). */
export function drawPairs(n: number, count: number, random: Random): [number, number][] {
  const total = (n * (n - 1)) / 2;
  const ranks = new Set<number>();
  for (let last = Math.max(total - count, 0); last < total; last++) {
    const drawn = random.integer(last + 1);
    ranks.add(ranks.has(drawn) ? last : drawn);
  }
  return [...ranks].sort((p, q) => p - q).map(pairOfRank);
}

/** Pair number r in the order (0,1), (0,2), (1,2), (0,3), ... */
function pairOfRank(r: number): [number, number] {
  let b = Math.floor((1 + Math.sqrt(1 + 8 * r)) / 2);
  if ((b * (b - 1)) / 2 > r) b -= 1; // the root was rounded up
  if ((b * (b + 1)) / 2 <= r) b += 1; // or down
  return [r - (b * (b - 1)) / 2, b];
}
