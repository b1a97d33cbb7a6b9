import {
  embed,
  expMap,
  fitPca,
  type Matrix,
  type Measure,
  type Metric,
  type OnProgress,
  type PcaModel,
  pearson,
  type Reference,
  reference,
  toTangent,
  transformPca,
} from "pushforward";
import { type EllipseImages, ellipseImages } from "./ellipse-images.ts";

export interface EllipsesInput {
  readonly metric: Metric;
}

/** What a principal component is about: parts of its variance, and Pearson's correlations without their sign. */
export interface Followed {
  readonly explained: number;
  /** Part of it that a parabola in the mass share explains, and that one in the elongation does. */
  readonly byShare: number;
  readonly byElongation: number;
  readonly shareCorrelation: number;
  readonly elongationCorrelation: number;
}

export interface EllipsesOutput extends EllipseImages {
  /** Their mean in the metric. */
  readonly reference: Reference;
  readonly pca: PcaModel;
  /** A row for each image, a column for each mode. */
  readonly coordinates: Matrix;
  readonly modes: readonly Followed[];
  /** Columns of pixels between the ellipses that no image has mass in. */
  readonly gap: readonly [number, number];
  /** Share of mass in the gap at the ends of a walk of two standard deviations along the first and second mode: the largest. */
  readonly between: number;
}

const MODES = 6;
/** Ends of walks, in standard deviations. */
const STEPS = 2;

/** Tangent PCA of the two ellipses at their mean image: what do the first components follow? */
export function ellipses({ metric }: EllipsesInput, tell: OnProgress = () => undefined): EllipsesOutput {
  const images = ellipseImages();
  const sigma = reference(images.mean, { metric });
  const { matrix } = embed(sigma, images.items, { onProgress: (progress) => void tell(progress) });
  const pca = fitPca(matrix, { components: MODES });
  const coordinates = transformPca(pca, matrix);
  const gap = gapOf(images.mean);
  const ends = [0, 1].flatMap((mode) => [-STEPS, STEPS].map((t) => walk({ reference: sigma, pca }, mode, t)));
  return {
    ...images,
    reference: sigma,
    pca,
    coordinates,
    modes: Array.from(pca.explained, (explained, c) => ({
      explained,
      ...followed(columnOf(coordinates, c), images),
    })),
    gap,
    between: Math.max(...ends.map((end) => massBetween(end, gap))),
  };
}

/** The measure so many standard deviations along a component from the mean row. */
export function walk(
  { reference, pca }: Pick<EllipsesOutput, "reference" | "pca">,
  mode: number,
  steps: number,
): Measure {
  const { mean, components, deviations } = pca;
  const t = steps * deviations[mode]!;
  const row = mean.map((value, k) => value + t * components.data[mode * components.cols + k]!);
  return expMap(reference, toTangent(reference, row));
}

/** Share of the mass that lies in the gap. */
export function massBetween(mu: Measure, gap: readonly [number, number]): number {
  let inside = 0;
  let all = 0;
  mu.weights.forEach((mass, i) => {
    all += mass;
    if (isBetween(mu.points[2 * i]!, gap)) inside += mass;
  });
  return inside / all;
}

export function isBetween(x: number, [from, to]: readonly [number, number]): boolean {
  return x > from && x < to;
}

/**
 * The design is crossed and its levels lie symmetric about their middle: share, elongation and their squares about the middle are
 * uncorrelated, so that parts of a least-squares fit are squared correlations.
 */
function followed(
  coordinate: Float64Array,
  { shares, elongations }: EllipseImages,
): Omit<Followed, "explained"> {
  return {
    byShare: explainedByParabola(coordinate, shares),
    byElongation: explainedByParabola(coordinate, elongations),
    shareCorrelation: Math.abs(pearson(coordinate, shares)),
    elongationCorrelation: Math.abs(pearson(coordinate, elongations)),
  };
}

function explainedByParabola(coordinate: Float64Array, values: readonly number[]): number {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.map((value) => (value - middle) ** 2);
  return pearson(coordinate, values) ** 2 + pearson(coordinate, squares) ** 2;
}

function columnOf({ rows, cols, data }: Matrix, c: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, s) => data[s * cols + c]!);
}

/** The widest stretch of columns without mass, a pixel less on both sides: an ellipse may grow. */
function gapOf({ points, count }: Measure): readonly [number, number] {
  const columns = [...new Set(Array.from({ length: count }, (_, i) => points[2 * i]!))].sort((a, b) => a - b);
  const last = columns
    .slice(1)
    .reduce((best, column, k) => (column - columns[k]! > columns[best + 1]! - columns[best]! ? k : best), 0);
  return [columns[last]! + 1, columns[last + 1]! - 1];
}
