import { MeasureError } from "../errors.js";
import { type Measure, massive, normalise, pool, requireCount, resample } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";
import type { Certificate } from "../numeric/certificate.js";
import { permutation, type Random } from "../numeric/random.js";
import { fixedPoint } from "../transport/barycenter/fixed-point.js";
import { sharesOf } from "../transport/shares.js";
import { clusterPoints } from "./cluster-points.js";
import { contentHash } from "./content-hash.js";
import { gaussianPoints } from "./gaussian-points.js";

/** How a reference was chosen, in words and numbers that a report can repeat. */
export interface ReferenceOrigin {
  readonly kind: "given" | "gaussian" | "subsample" | "k-means" | "barycenter";
  /** How many measures it was fitted on; 0 for a given one. */
  readonly fittedOn: number;
  readonly details: Readonly<Record<string, number | string>>;
  /** Of the transports that fitting took; a status other than "converged" makes the reference less central, not wrong. */
  readonly certificates: readonly Certificate[];
}

/** The measure from which every transport starts; all its weights are positive. `id` is a hash of its content. */
export interface Reference {
  readonly id: string;
  readonly measure: Measure;
  readonly origin: ReferenceOrigin;
}

export interface ReferenceOptions {
  /** Number of reference points; the result may have fewer where the text of the function says so. */
  readonly count: number;
  readonly random: Random;
  /** Total mass of the reference, which balanced transport needs to be that of the measures; default 1. */
  readonly mass?: number;
}

/** Fits a reference on measures of any mass; each measure counts equally. */
export type ReferenceFit = (measures: readonly Measure[], options: ReferenceOptions) => Reference;

const GIVEN: ReferenceOrigin = { kind: "given", fittedOn: 0, details: {}, certificates: [] };

/**
 * A measure as a reference, as it is.
 *
 * @throws MeasureError if a weight is 0: no transport starts there, so the point would carry nothing.
 */
export function reference(measure: Measure, origin: ReferenceOrigin = GIVEN): Reference {
  const empty = measure.weights.indexOf(0);
  if (empty >= 0) {
    throw new MeasureError(
      `reference point ${empty} has weight 0; leave it out, a reference has positive weights only`,
      { index: empty, value: 0 },
    );
  }
  return { id: contentHash(measure), measure, origin };
}

/**
 * `count` points drawn from the normal law with the mean and covariance of the pooled measures, equal masses.
 * The reference of pyLOT. O(total points * d^2 + count * d^2) time.
 */
export const gaussianReference: ReferenceFit = (measures, { count, random, mass }) => {
  requireCount(count);
  const points = gaussianPoints(pooled(measures), count, random);
  return fitted("gaussian", measures, points, mass);
};

/**
 * `count` independent draws from the pooled measures, equal masses; points drawn more than once are merged, so
 * there may be fewer points, with larger masses. O(total points + count log) time.
 */
export const subsampleReference: ReferenceFit = (measures, { count, random, mass }) => {
  const drawn = mergeRepeated(resample(pooled(measures), { count, random })).measure;
  return fitted("subsample", measures, drawn, mass);
};

/**
 * k-means centres of the pooled measures with the masses of their clusters. Fewer than `count` points when the
 * pool has fewer distinct sites.
 *
 * A pool of more than 20,000 distinct sites is represented by as many draws from it, so time and memory stay
 * bounded: O(20,000 * count * d) per iteration.
 */
export const kMeansReference: ReferenceFit = (measures, { count, random, mass }) => {
  requireCount(count);
  return fitted("k-means", measures, clusterPoints(pooled(measures), count, random), mass);
};

/** How many measures the barycentre is computed of; more are represented by a random choice of so many. */
const BARYCENTER_SAMPLE = 32;
/** A measure of more than this many points per reference point is represented by as many draws from it. */
const POINTS_PER_REFERENCE_POINT = 2;
/** A reference need not rest: it is the plans from it that count. */
const BARYCENTER_STOP = { tolerance: 1e-3, maxIterations: 10 };

/**
 * Free-support barycentre with equal weights and `count` points of equal mass: Gaussian points, moved to the mean of
 * their optimal maps until they rest.
 *
 * A reference need not be the best barycentre, so its cost is bounded: more than 32 measures are represented by 32 of
 * them, drawn without replacement, and a measure of more than 2 count points by 2 count draws from it. At most 320
 * exact transports. Álvarez-Esteban, del Barrio, Cuesta-Albertos and Matrán 2016; Cuturi and Doucet 2014, algorithm 2.
 */
export const barycenterReference: ReferenceFit = (measures, { count, random, mass }) => {
  requireCount(count);
  const start = gaussianPoints(pooled(measures), count, random.fork(0));
  const chosen = drawMeasures(measures, BARYCENTER_SAMPLE, random.fork(1));
  const thin = thinned(chosen, POINTS_PER_REFERENCE_POINT * count, random.fork(2));
  const { state, iterations, status } = fixedPoint(
    start,
    thin,
    sharesOf(undefined, thin.length),
    BARYCENTER_STOP,
  );
  return fitted("barycenter", measures, state.measure, mass, {
    details: { iterations, status, cost: state.cost },
    certificates: state.certificates,
  });
};

/** A reference with its mass set and its origin told. */
function fitted(
  kind: ReferenceOrigin["kind"],
  measures: readonly Measure[],
  points: Measure,
  mass = 1,
  { details, certificates }: Pick<ReferenceOrigin, "details" | "certificates"> = {
    details: {},
    certificates: [],
  },
): Reference {
  return reference(normalise(points, mass), { kind, fittedOn: measures.length, details, certificates });
}

function drawMeasures(measures: readonly Measure[], count: number, random: Random): readonly Measure[] {
  if (measures.length <= count) return measures;
  const order = permutation(measures.length, random).subarray(0, count).sort();
  return Array.from(order, (s) => measures[s]!);
}

/** Mass 1 and at most `count` points each. */
function thinned(measures: readonly Measure[], count: number, random: Random): Measure[] {
  return measures.map((mu, s) => {
    const unit = normalise(mu);
    return mu.count <= count ? unit : resample(unit, { count, random: random.fork(s) });
  });
}

/** Sum of the measures, each scaled to mass 1/N, without its massless points. */
function pooled(measures: readonly Measure[]): Measure {
  return massive(pool(measures.map((mu) => normalise(mu, 1 / measures.length)))).measure;
}
