import {
  type Collection,
  compensatedSum,
  type Embedding,
  type Metric,
  type OnProgress,
  type PairDistances,
  pearson,
  type Random,
  rowDistance,
  singularMasses,
  spearman,
  type WorkerPool,
} from "../src/index.js";
import { median } from "./median.js";
import { singularPrice } from "./metric.js";
import { short } from "./text-table.js";

/** How LOT distances compare with the distance itself, in the metric of the reference, on sampled pairs of items. */
export interface Fidelity {
  readonly pairs: number;
  /** Correlations over the pairs; null when there are fewer than two, or one side is constant. */
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** LOT / exact distance of the pair where that ratio is farthest from 1; null when no pair is proved apart. */
  readonly worstRatio: number | null;
  /** Median of LOT / exact distance. */
  readonly medianRatio: number | null;
  /** Sum of residuals / sum of costs from the reference: the share of the transport that tangent vectors drop. */
  readonly residualShare: number;
  /**
   * Share of the squared LOT distances of the pairs that lies between singular masses, which LOT distance counts and rows
   * do not have; absent where the metric knows none.
   */
  readonly singularShare?: number;
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
  const { reference, matrix, residuals, singular } = embedding;
  const rowDistances = pairs.map(({ a, b }) => rowDistance(matrix, a, b));
  return summarisePairs(pairs, {
    residualShare: residualShare(
      reference.metric,
      [squaresOf(embedding)],
      residuals,
      singularMasses(embedding),
    ),
    ...(singular && { singularShare: singularShare(pairs, rowDistances) }),
  });
}

export function summarisePairs(
  pairs: readonly PairDistances[],
  shares: Pick<Fidelity, "residualShare" | "singularShare">,
): FidelitySample {
  const exact = pairs.map((pair) => pair.exact);
  const lot = pairs.map((pair) => pair.lot);
  const apart = pairs.filter(({ certificate }) => certificate.lower > 0); // the distance of equal items is rounding
  const ratios = apart.map((pair) => pair.lot / pair.exact);
  const farthestFirst = [...ratios].sort((p, q) => Math.max(q, 1 / q) - Math.max(p, 1 / p));
  return {
    pairs,
    summary: {
      pairs: pairs.length,
      pearson: correlation(pearson, exact, lot),
      spearman: correlation(spearman, exact, lot),
      worstRatio: farthestFirst[0] ?? null,
      medianRatio: ratios.length > 0 ? median(ratios) : null,
      ...shares,
    },
  };
}

/** Sum of the squared norms of the rows. */
export function squaresOf({ matrix }: Pick<Embedding, "matrix">): number {
  return compensatedSum(matrix.data.map((x) => x * x));
}

/**
 * The cost of all transports is the sum of |row|^2 + cost of the singular mass + residual; what part of it is residual?
 *
 * @param squares `squaresOf` the blocks that the rows came in.
 * @param singularMass of each item; absent where the metric knows none.
 */
export function residualShare(
  metric: Metric,
  squares: readonly number[],
  residuals: Float64Array,
  singularMass: Float64Array = new Float64Array(0),
): number {
  const dropped = compensatedSum(residuals);
  const cost = compensatedSum(squares) + singularPrice(metric) * compensatedSum(singularMass) + dropped;
  return cost === 0 ? 0 : dropped / cost;
}

/** @param rowDistances of the same pairs, without their singular masses. */
export function singularShare(pairs: readonly PairDistances[], rowDistances: readonly number[]): number {
  const whole = compensatedSum(pairs.map(({ lot }) => lot * lot));
  const inRows = compensatedSum(rowDistances.map((distance) => distance * distance));
  return whole === 0 ? 0 : Math.max(0, 1 - inRows / whole);
}

type Correlation = (x: readonly number[], y: readonly number[]) => number;

function correlation(of: Correlation, exact: readonly number[], lot: readonly number[]): number | null {
  if (exact.length < 2) return null;
  const value = of(exact, lot);
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

/** How much of the distances rows miss; empty where they miss nothing. */
export function singularText({ singularShare = 0 }: Fidelity): string {
  return singularShare === 0
    ? ""
    : `${short(100 * singularShare)} % of the squared LOT distances lies between masses that do not come from the reference`;
}

/** Above this share a reader should know that rows are not all of it. */
export const LARGE_SINGULAR = 0.1;

/** A warning that `method`, which works on rows, misses a part of the distances; none where it is small. */
export function singularWarnings(fidelity: Fidelity, method: string, remedy = ""): string[] {
  if ((fidelity.singularShare ?? 0) <= LARGE_SINGULAR) return [];
  return [`${singularText(fidelity)}, which rows do not have: ${method} does not count it${remedy}`];
}

export function fidelityText(fidelity: Fidelity): string {
  const { pairs, pearson, worstRatio } = fidelity;
  if (pearson === null || worstRatio === null) return noCorrelation(fidelity);
  const shares = [residualText(fidelity), singularText(fidelity)].filter((text) => text !== "");
  return `correlation ${short(pearson)}, worst ratio ${short(worstRatio)}, on ${pairs} pairs; ${shares.join("; ")}`;
}
