import { ShapeError } from "../../errors.js";
import {
  commonDimension,
  type Measure,
  normalise,
  pool,
  resample,
  totalMass,
} from "../../measure/measure.js";
import type { Certificate } from "../../numeric/certificate.js";
import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { exact } from "../exact.js";
import { type Shares, sharesOf, weightedMean } from "../shares.js";
import type { Transport } from "../transport.js";
import { requireCommonMass } from "./equal-masses.js";
import { fixedPoint, type TransportFrom, transportsFrom } from "./fixed-point.js";
import { groupBound } from "./group-bound.js";
import { quantileBound } from "./quantile-bound.js";

/** Where the points start and how many there are; their masses stay as they are here. */
export type BarycenterStart =
  | { readonly start: Measure }
  /** So many draws from the mixture sum_s lambda_s mu_s, of equal masses. */
  | { readonly size: number; readonly random: Random };

export interface BarycenterSettings extends IterationOptions {
  /** lambda_s: at least 0, taken as shares of their sum; default equal. */
  readonly weights?: ArrayLike<number>;
  /** Of all transports, those of the proof too; default `exact`. */
  readonly solver?: TransportFrom;
  /**
   * The lower bound compares measures within groups of at most so many, at N (groupSize - 1) / 2 transports; up to this
   * number of measures, all pairs. Default 8; 1 leaves what the coordinates say one by one.
   */
  readonly groupSize?: number;
}

export type BarycenterOptions = BarycenterSettings & BarycenterStart;

/** A cloud between others, with the transports from it to each of them. */
export interface Barycenter {
  readonly measure: Measure;
  /** sum_s lambda_s cost_s of the transports below. */
  readonly cost: number;
  /** From `measure` to each of the measures, in their order, those of weight 0 too. */
  readonly transports: readonly Transport[];
  readonly certificate: Certificate;
}

/** Plans of discrete measures rest after finitely many moves, and then wholly; ten to fifty are usual. */
const DEFAULT_STOP = { tolerance: 1e-9, maxIterations: 100 };
const DEFAULT_GROUP_SIZE = 8;

/** Rounding of the weighted mean of the upper bounds. */
const MEAN_ROUNDING = 8 * Number.EPSILON;

/**
 * Barycentre with free support: a cloud whose points rest under x_i <- sum_s lambda_s T_s(x_i), T_s the barycentric
 * projection of a plan from the cloud to measure s.
 *
 * Lowers  F(nu) = sum_s lambda_s W2^2(nu, mu_s)  over the places of the points; their number and masses stay. The
 * measures may have any numbers of points and any equal masses.
 *
 * The point is stationary, and need not be the minimum: certificate.status tells how the moves ended, not that the
 * bracket is closed. `stop.tolerance` (default 1e-9) bounds the mean squared shift of a move relative to F before it;
 * `stop.maxIterations` (default 100) the number of moves.
 *
 * The bracket holds min F over all measures, on any number of points: upper is proved for the cloud returned,
 *
 *   lower = sum_{s<t} lambda_s lambda_t W2^2(mu_s, mu_t)  (proved values),
 *
 * which is min F for shifts of one cloud and on the line, and less in general: a gap is left however good the cloud is.
 * More than `groupSize` measures are compared in groups, which proves a little less; and where the coordinates taken
 * one by one say more, that is the bound. sourceError and targetError are the weighted means over the transports.
 *
 * If masses differ (within 1e-9), all measures are understood as scaled to the mass of the cloud.
 *
 * @returns after "aborted", the cloud so far with its own transports and the bound by coordinates.
 * @throws ShapeError if there are no measures, the dimensions differ or an option is not a number it can be; MeasureError
 *   if a barycentre weight is negative or not finite, all are 0, or the total masses, that of the start included, differ
 *   by more than 1e-9: use normalise(mu) on each.
 *
 * N transports a move, N more at the end, and those of the bound. Memory of the transports between two measures, and N
 * plans. Álvarez-Esteban, del Barrio, Cuesta-Albertos and Matrán 2016; Cuturi and Doucet 2014, algorithm 2.
 */
export function barycenter(measures: readonly Measure[], options: BarycenterOptions): Barycenter {
  commonDimension(measures);
  const shares = sharesOf(options.weights, measures.length);
  const rule = stopRule(options.stop, DEFAULT_STOP);
  const groupSize = requireGroupSize(options.groupSize ?? DEFAULT_GROUP_SIZE);
  const start = startOf(measures, shares, options);
  commonDimension([start, ...measures]);
  requireCommonMass([start, ...measures]);
  const { solver, onProgress } = options;
  const moved = fixedPoint(start, measures, shares, rule, solver, onProgress);
  const { measure } = moved.state;
  const transports = measures.map(transportsFrom(measure, solver));
  const ended = moved.status === "aborted";
  const proof = lowerBound(measures, shares, ended ? { groupSize: 1 } : { ...options, groupSize });
  const certificates = transports.map(({ certificate }) => certificate);
  const mean = (of: (certificate: Certificate) => number) => weightedMean(shares, certificates.map(of));
  return {
    measure,
    cost: weightedMean(
      shares,
      transports.map(({ cost }) => cost),
    ),
    transports,
    certificate: {
      status: proof.aborted ? "aborted" : moved.status,
      iterations: moved.iterations,
      lower: proof.lower * totalMass(measure),
      upper: (1 + MEAN_ROUNDING) * mean(({ upper }) => upper),
      sourceError: mean(({ sourceError }) => sourceError),
      targetError: mean(({ targetError }) => targetError),
    },
  };
}

/** Of measures understood as of mass 1, those with weight alone. */
function lowerBound(
  measures: readonly Measure[],
  { parts, total }: Shares,
  { groupSize, solver = exact, onProgress }: BarycenterSettings & { readonly groupSize: number },
) {
  const weighty = measures.filter((_, s) => parts[s]! > 0);
  const shares = { parts: parts.filter((part) => part > 0), total };
  const coordinates = quantileBound(weighty, shares);
  const groups = groupBound(weighty, shares, groupSize, solver, onProgress);
  const lower = (1 - 8 * Number.EPSILON) * Math.max(coordinates, groups.lower); // masses are rounded sums
  return { lower, aborted: groups.aborted };
}

function startOf(measures: readonly Measure[], { parts }: Shares, options: BarycenterStart): Measure {
  if ("start" in options) return options.start;
  const { size, random } = options;
  const weighty = measures.map((mu, s) => ({ mu, part: parts[s]! })).filter(({ part }) => part > 0);
  const mixture = pool(weighty.map(({ mu, part }) => normalise(mu, part)));
  return normalise(resample(mixture, { count: size, random }), totalMass(measures[0]!));
}

function requireGroupSize(size: number): number {
  if (size >= 1 && (Number.isSafeInteger(size) || size === Infinity)) return size;
  throw new ShapeError(`groupSize is ${size}; it must be a whole number of at least 1`, { found: size });
}
