import {
  barycenterReference,
  type Certificate,
  embed,
  fitPca,
  gaussianReference,
  kMeansReference,
  type Matrix,
  type Measure,
  medoidReference,
  type OnProgress,
  pearson,
  type Reference,
  type ReferenceFit,
  relativeGap,
  samplePairs,
  seededRandom,
  spearman,
  subsampleReference,
  transformPca,
} from "pushforward";

/** Ways to find a reference, by the names that the reader chooses from. */
export const REFERENCE_KINDS = {
  gaussian: gaussianReference,
  barycenter: barycenterReference,
  "k-means": kMeansReference,
  subsample: subsampleReference,
  medoid: medoidReference,
} as const satisfies Readonly<Record<string, ReferenceFit>>;

export type ReferenceKind = keyof typeof REFERENCE_KINDS;

export interface LineariseInput {
  /** Of mass 1. */
  readonly measures: readonly Measure[];
  readonly kind: ReferenceKind;
  /** Points of the reference; some kinds have fewer. */
  readonly count: number;
  /** On how many pairs distances are compared. */
  readonly pairs: number;
  readonly seed: number;
}

/** W2 of two items next to the distance of their rows, in units of length. */
export interface ComparedPair {
  readonly a: number;
  readonly b: number;
  readonly exact: number;
  readonly lot: number;
}

export interface LineariseOutput {
  readonly reference: Reference;
  /** A row for each measure. */
  readonly matrix: Matrix;
  /** Of each measure: what the transport to it costs, and the part of the cost that its row does not hold. */
  readonly costs: Float64Array;
  readonly residuals: Float64Array;
  readonly pairs: readonly ComparedPair[];
  /** Principal coordinates, a row of two for each measure, and the shares of the variance that they have. */
  readonly coordinates: Matrix;
  readonly explained: Float64Array;
  /** Of exact and LOT distances: Pearson's and Spearman's correlation. */
  readonly correlation: number;
  readonly rankAgreement: number;
  /** LOT / exact of the pair where it is farthest from 1. */
  readonly worstRatio: number;
  /** Residuals over costs, both summed. */
  readonly lost: number;
  /** Of all transports: the widest certificate, relative to its upper end, and how many are not closed. */
  readonly widestGap: number;
  readonly open: number;
}

/** Streams of the seed: what is drawn for one purpose does not shift what is drawn for another. */
const STREAMS = { reference: 0, pairs: 1 } as const;

/** Embeds measures at a reference of the wanted kind, and measures what is kept of their distances. */
export function linearise(
  { measures, kind, count, pairs, seed }: LineariseInput,
  tell: OnProgress = () => undefined,
): LineariseOutput {
  const random = seededRandom(seed);
  const reference = REFERENCE_KINDS[kind](measures, { count, random: random.fork(STREAMS.reference) });
  const onProgress: OnProgress = (progress) => void (progress.done % 20 === 0 && tell(progress));
  const embedding = embed(reference, measures, { onProgress });
  const compared = samplePairs(embedding, measures, {
    pairs,
    random: random.fork(STREAMS.pairs),
    onProgress,
  });
  const { matrix, residuals, certificates } = embedding;
  const costs = squaredLengths(matrix).map((square, s) => square + residuals[s]!);
  const pca = fitPca(matrix, { components: 2 });
  return {
    reference,
    matrix,
    costs,
    residuals,
    pairs: compared.map(({ a, b, exact, lot }) => ({ a, b, exact, lot })),
    coordinates: transformPca(pca, matrix),
    explained: pca.explained,
    ...agreement(compared),
    lost: sum(residuals) / sum(costs),
    ...proof([...certificates, ...compared.map(({ certificate }) => certificate)]),
  };
}

function agreement(
  pairs: readonly ComparedPair[],
): Pick<LineariseOutput, "correlation" | "rankAgreement" | "worstRatio"> {
  const exact = pairs.map((pair) => pair.exact);
  const lot = pairs.map((pair) => pair.lot);
  const ratios = pairs.filter((pair) => pair.exact > 0).map((pair) => pair.lot / pair.exact); // of equal images there is none
  return {
    correlation: pearson(lot, exact),
    rankAgreement: spearman(lot, exact),
    worstRatio: ratios.reduce((worst, ratio) => (off(ratio) > off(worst) ? ratio : worst), 1),
  };
}

/** Twice as long is as far off as half as long. */
function off(ratio: number): number {
  return Math.max(ratio, 1 / ratio);
}

function proof(certificates: readonly Certificate[]): Pick<LineariseOutput, "widestGap" | "open"> {
  return {
    widestGap: certificates.reduce((widest, certificate) => Math.max(widest, relativeGap(certificate)), 0),
    open: certificates.filter(({ status }) => status !== "converged").length,
  };
}

function squaredLengths({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, s) =>
    sum(data.subarray(s * cols, (s + 1) * cols).map((value) => value * value)),
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
