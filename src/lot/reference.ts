import { MeasureError } from "../errors.js";
import { type Measure, normalise, requireCount, resample, totalMass } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";
import type { Certificate } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { compensatedSum } from "../numeric/sum.js";
import { fixedPoint } from "../transport/barycenter/fixed-point.js";
import { sharesOf } from "../transport/shares.js";
import { clusterPoints } from "./cluster-points.js";
import { contentHash } from "./content-hash.js";
import { gaussianPoints } from "./gaussian-points.js";
import { geometryOf } from "./geometries.js";
import { type Metric, w2Metric } from "./metric.js";
import { drawMeasures, linearMean, normalisedMean, thinned } from "./some-measures.js";

/** How a reference was chosen, in words and numbers that a report can repeat. */
export interface ReferenceOrigin {
  readonly kind:
    | "given"
    | "gaussian"
    | "subsample"
    | "k-means"
    | "barycenter"
    | "medoid"
    | "class-barycenter";
  /** How many measures it was fitted on; 0 for a given one. */
  readonly fittedOn: number;
  readonly details: Readonly<Record<string, number | string>>;
  /** Of the transports that fitting took; a status other than "converged" makes the reference less central, not wrong. */
  readonly certificates: readonly Certificate[];
}

/**
 * The measure from which every transport starts, and the metric in which it does; all its weights are positive. `id` is a
 * hash of measure and metric.
 */
export interface Reference {
  readonly id: string;
  readonly measure: Measure;
  readonly metric: Metric;
  readonly origin: ReferenceOrigin;
}

export interface ReferenceOptions {
  /** Number of reference points; the result may have fewer where the text of the function says so. */
  readonly count: number;
  readonly random: Random;
  /** Default: `w2Metric`. */
  readonly metric?: Metric;
  /**
   * Total mass of the reference. Default: 1 for W2, which needs it to be that of the measures; else the mean mass of the
   * measures.
   */
  readonly mass?: number;
}

/**
 * Fits a reference on measures of any mass. For W2 each measure counts equally; for HK and OPT, where masses are part of what
 * is compared, each counts by its mass: the pool is then the linear mean (sum of measures) / N.
 */
export type ReferenceFit = (measures: readonly Measure[], options: ReferenceOptions) => Reference;

const GIVEN: ReferenceOrigin = { kind: "given", fittedOn: 0, details: {}, certificates: [] };

/**
 * A measure as a reference, as it is.
 *
 * @param options.metric default: `w2Metric`.
 * @throws MeasureError if a weight is 0: no transport starts there, so the point would carry nothing.
 */
export function reference(
  measure: Measure,
  { metric = w2Metric, origin = GIVEN }: { readonly metric?: Metric; readonly origin?: ReferenceOrigin } = {},
): Reference {
  const empty = measure.weights.indexOf(0);
  if (empty >= 0) {
    throw new MeasureError(
      `reference point ${empty} has weight 0; leave it out, a reference has positive weights only`,
      { index: empty, value: 0 },
    );
  }
  return { id: contentHash(measure, geometryOf(metric).parameters), measure, metric, origin };
}

/**
 * `count` points drawn from the normal law with the mean and covariance of the pooled measures, equal masses.
 * The reference of pyLOT. O(total points * d^2 + count * d^2) time.
 */
export const gaussianReference: ReferenceFit = (measures, options) => {
  const { count, random } = options;
  requireCount(count);
  return fitted("gaussian", measures, gaussianPoints(pooled(measures, options), count, random), options);
};

/**
 * `count` independent draws from the pooled measures, equal masses; points drawn more than once are merged, so
 * there may be fewer points, with larger masses. O(total points + count log) time.
 */
export const subsampleReference: ReferenceFit = (measures, options) => {
  const { count, random } = options;
  const drawn = mergeRepeated(resample(pooled(measures, options), { count, random })).measure;
  return fitted("subsample", measures, drawn, options);
};

/**
 * k-means centres of the pooled measures with the masses of their clusters. Where the pool has no more than `count` distinct
 * sites, and no more than 20,000, it is the pool itself: of images on one grid, for HK and OPT, their linear mean.
 *
 * A pool of more than 20,000 distinct sites is represented by as many draws from it, so time and memory stay
 * bounded: O(20,000 * count * d) per iteration.
 */
export const kMeansReference: ReferenceFit = (measures, options) => {
  const { count, random } = options;
  requireCount(count);
  return fitted("k-means", measures, clusterPoints(pooled(measures, options), count, random), options);
};

/** How many measures the barycentre is computed of; more are represented by a random choice of so many. */
const BARYCENTER_SAMPLE = 32;
/** A measure of more than this many points per reference point is represented by as many draws from it. */
const POINTS_PER_REFERENCE_POINT = 2;
/** A reference need not rest: it is the plans from it that count. */
const BARYCENTER_STOP = { tolerance: 1e-3, maxIterations: 10 };

/**
 * Free-support barycentre of the measures brought to mass 1, with equal weights and `count` points of equal mass: Gaussian
 * points, moved to the mean of their optimal maps until they rest. It is that of W2 whatever the metric, which only its mass
 * depends on.
 *
 * A reference need not be the best barycentre, so its cost is bounded: more than 32 measures are represented by 32 of
 * them, drawn without replacement, and a measure of more than 2 count points by 2 count draws from it. At most 320
 * exact transports. Álvarez-Esteban, del Barrio, Cuesta-Albertos and Matrán 2016; Cuturi and Doucet 2014, algorithm 2.
 */
export const barycenterReference: ReferenceFit = (measures, options) => {
  const { count, random } = options;
  requireCount(count);
  const start = gaussianPoints(pooled(measures, {}), count, random.fork(0));
  const chosen = drawMeasures(measures, BARYCENTER_SAMPLE, random.fork(1));
  const thin = thinned(chosen, POINTS_PER_REFERENCE_POINT * count, random.fork(2));
  const { state, iterations, status } = fixedPoint(
    start,
    thin,
    sharesOf(undefined, thin.length),
    BARYCENTER_STOP,
  );
  return fitted("barycenter", measures, state.measure, options, {
    details: { iterations, status, cost: state.cost },
    certificates: state.certificates,
  });
};

/** A reference with its mass set and its origin told. */
function fitted(
  kind: ReferenceOrigin["kind"],
  measures: readonly Measure[],
  points: Measure,
  { metric = w2Metric, mass = defaultMass(measures, metric) }: Pick<ReferenceOptions, "metric" | "mass">,
  { details, certificates }: Pick<ReferenceOrigin, "details" | "certificates"> = {
    details: {},
    certificates: [],
  },
): Reference {
  const origin = { kind, fittedOn: measures.length, details, certificates };
  return reference(normalise(points, mass), { metric, origin });
}

/** The mean mass, or 1 where all masses are equal. */
function defaultMass(measures: readonly Measure[], metric: Metric): number {
  if (geometryOf(metric).isBalanced) return 1;
  return compensatedSum(measures.map(totalMass)) / measures.length;
}

/** What references are fitted on: the linear mean; where masses are equal, of the measures brought to mass 1. */
function pooled(
  measures: readonly Measure[],
  { metric = w2Metric }: Pick<ReferenceOptions, "metric">,
): Measure {
  return geometryOf(metric).isBalanced ? normalisedMean(measures) : linearMean(measures);
}
