import {
  type Collection,
  compensatedSum,
  type Embedding,
  type OnProgress,
  type PairDistances,
  pearson,
  type Random,
  spearman,
  type WorkerPool,
} from "../src/index.js";
import { median } from "./median.js";
import { short } from "./text-table.js";

/** How LOT distances compare with exact W2 on sampled pairs of items. */
export interface Fidelity {
  readonly pairs: number;
  /** Correlations over the pairs; null when there are fewer than two, or one side is constant. */
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** LOT / W2 of the pair where that ratio is farthest from 1; null when no pair has W2 > 0. */
  readonly worstRatio: number | null;
  /** Median of LOT / W2. */
  readonly medianRatio: number | null;
  /** Sum of residuals / sum of costs from the reference: the share of the transport that tangent vectors drop. */
  readonly residualShare: number;
}

export interface FidelitySample {
  readonly summary: Fidelity;
  readonly pairs: readonly PairDistances[];
}

/** Compares on at most `pairs` pairs of items, drawn without replacement. */
export async function measureFidelity(
  pool: WorkerPool,
  embedding: Embedding,
  items: Collection,
  options: { readonly pairs: number; readonly random: Random; readonly onProgress?: OnProgress | undefined },
): Promise<FidelitySample> {
  const { onProgress, ...draw } = options;
  const pairs = await pool.samplePairs(
    embedding,
    items.measures,
    onProgress ? { ...draw, onProgress } : draw,
  );
  return summarisePairs(pairs, residualShare([squaresOf(embedding)], embedding.residuals));
}

/** @param share see `residualShare`. */
export function summarisePairs(pairs: readonly PairDistances[], share: number): FidelitySample {
  const w2 = pairs.map((pair) => pair.w2);
  const lot = pairs.map((pair) => pair.lot);
  const ratios = pairs.filter((pair) => pair.w2 > 0).map((pair) => pair.lot / pair.w2);
  const farthestFirst = [...ratios].sort((p, q) => Math.max(q, 1 / q) - Math.max(p, 1 / p));
  return {
    pairs,
    summary: {
      pairs: pairs.length,
      pearson: correlation(pearson, w2, lot),
      spearman: correlation(spearman, w2, lot),
      worstRatio: farthestFirst[0] ?? null,
      medianRatio: ratios.length > 0 ? median(ratios) : null,
      residualShare: share,
    },
  };
}

/** Sum of the squared norms of the rows. */
export function squaresOf({ matrix }: Pick<Embedding, "matrix">): number {
  return compensatedSum(matrix.data.map((x) => x * x));
}

/**
 * The cost of all transports is the sum of |row|^2 + residual; what part of it is residual?
 *
 * @param squares `squaresOf` the blocks that the rows came in.
 */
export function residualShare(squares: readonly number[], residuals: Float64Array): number {
  const dropped = compensatedSum(residuals);
  const cost = compensatedSum(squares) + dropped;
  return cost === 0 ? 0 : dropped / cost;
}

type Correlation = (x: readonly number[], y: readonly number[]) => number;

function correlation(of: Correlation, w2: readonly number[], lot: readonly number[]): number | null {
  if (w2.length < 2) return null;
  const value = of(w2, lot);
  return Number.isFinite(value) ? value : null;
}

/** Why there is no correlation to show. */
export function noCorrelation({ pairs }: Fidelity): string {
  return pairs < 2
    ? `${pairs} ${pairs === 1 ? "pair" : "pairs"}, too few for a correlation`
    : `${pairs} pairs, all at one distance`;
}

function residualText({ residualShare }: Fidelity): string {
  return `${short(100 * residualShare)} % of the transport is residual`;
}

export function fidelityText(fidelity: Fidelity): string {
  const { pairs, pearson, worstRatio } = fidelity;
  if (pearson === null || worstRatio === null) return noCorrelation(fidelity);
  return `correlation ${short(pearson)}, worst ratio ${short(worstRatio)}, on ${pairs} pairs; ${residualText(fidelity)}`;
}
