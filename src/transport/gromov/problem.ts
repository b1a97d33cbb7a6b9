import { MeasureError, ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import { requireEqualMasses } from "../balance.js";
import type { Features } from "./features.js";
import { euclideanDistances, type IntrinsicDistances, requireDistances } from "./intrinsic-distances.js";
import { rowSquares } from "./row-squares.js";

/**
 * Minimise  alpha sum |D1_ik - D2_jl|^2 p_ij p_kl + (1 - alpha) sum M_ij p_ij  over the plans p between a and b.
 *
 * What all parts of the solver and of its certificate want to know; n points in one space, m in the other.
 */
export interface GromovProblem {
  readonly source: Measure;
  readonly target: Measure;
  readonly n: number;
  readonly m: number;
  /** Masses; b is scaled to the mass of a. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly mass: number;
  readonly alpha: number;
  /** D1, n x n, and D2, m x m, symmetric. */
  readonly sourceDistances: Float64Array;
  readonly targetDistances: Float64Array;
  /** The largest modulus among them. */
  readonly largestDistance: number;
  /** Are they the Euclidean distances of the points? */
  readonly euclidean: boolean;
  /** sum_k D1_ik^2 a_k and sum_l D2_jl^2 b_l: the terms of one point in the objective. */
  readonly sourceSquares: Float64Array;
  readonly targetSquares: Float64Array;
  /** sum D1_ik^2 a_i a_k and sum D2_jl^2 b_j b_l. */
  readonly sourceMoment: number;
  readonly targetMoment: number;
  /** M, absent where alpha is 1. */
  readonly features: Features | undefined;
}

/** Entries of the largest matrix, 512 MiB of doubles: a dozen of them are in use while the lower bound is computed. */
const LARGEST_MATRIX = 2 ** 26;

/**
 * @throws ShapeError if a matrix has the wrong size or is not symmetric, or there are more than 8192 points in a space;
 *   MeasureError if masses differ by more than 1e-9, a distance is not finite, or sums of their squares overflow.
 */
export function gromovProblem(
  source: Measure,
  target: Measure,
  distances: IntrinsicDistances = euclideanDistances,
  fused?: { readonly alpha: number; readonly features: Features | undefined },
): GromovProblem {
  const n = source.count;
  const m = target.count;
  requireRoom(Math.max(n, m));
  const mass = totalMass(source);
  requireEqualMasses(mass, totalMass(target));
  const given = typeof distances === "function" ? undefined : distances;
  const of = typeof distances === "function" ? distances : euclideanDistances;
  const sourceDistances = given?.source ?? of(source);
  const targetDistances = given?.target ?? of(target);
  const largestDistance = Math.max(
    requireDistances("source", sourceDistances, n),
    requireDistances("target", targetDistances, m),
  );
  requireFiniteSums(largestDistance, mass);
  const a = source.weights;
  const b = scaledTo(source, target);
  const sourceSquares = rowSquares(sourceDistances, a);
  const targetSquares = rowSquares(targetDistances, b);
  return {
    source,
    target,
    n,
    m,
    a,
    b,
    mass,
    alpha: fused?.alpha ?? 1,
    sourceDistances,
    targetDistances,
    largestDistance,
    euclidean: distances === euclideanDistances,
    sourceSquares,
    targetSquares,
    sourceMoment: compensatedSum(sourceSquares.map((value, i) => value * a[i]!)),
    targetMoment: compensatedSum(targetSquares.map((value, j) => value * b[j]!)),
    features: fused?.features,
  };
}

/**
 * An upper bound, but for terms of the mean, of the objective of all plans, and the unit of its rounding:
 * alpha (sum D1^2 a a + sum D2^2 b b) + (1 - alpha) mass max |M|.
 */
export function objectiveScale({ alpha, sourceMoment, targetMoment, features, mass }: GromovProblem): number {
  return alpha * (sourceMoment + targetMoment) + (1 - alpha) * mass * (features?.largest ?? 0);
}

function requireRoom(count: number): void {
  if (count * count <= LARGEST_MATRIX) return;
  const most = Math.floor(Math.sqrt(LARGEST_MATRIX));
  throw new ShapeError(
    `a space of ${count} points has ${count * count} distances, but Gromov-Wasserstein stores at most ` +
      `${LARGEST_MATRIX} (512 MiB) of each space, that is ${most} points: take fewer, for instance by resample or ` +
      "kMeansReference",
    { expected: most, found: count },
  );
}

function requireFiniteSums(largest: number, mass: number): void {
  const room = 64 * largest * largest * Math.max(1, mass) * Math.max(1, mass); // for sums of a few such terms
  if (Number.isFinite(room)) return;
  throw new MeasureError(
    `distances are up to ${largest} and the mass is ${mass}: squares of distances times masses overflow; choose a ` +
      "larger unit of length or divide the weights",
    { value: largest },
  );
}

/** The target's masses times what makes their sum that of the source; the masses themselves if the sums are equal. */
function scaledTo(source: Measure, target: Measure): Float64Array {
  const terms = new Float64Array(source.count + target.count);
  terms.set(source.weights);
  for (let j = 0; j < target.count; j++) terms[source.count + j] = -target.weights[j]!;
  const excess = compensatedSum(terms) / totalMass(target);
  return target.weights.map((weight) => weight + weight * excess);
}
