import { ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { multiplyTransposed } from "../../numeric/gram.js";
import { type Matrix, matrix, multiply, transpose } from "../../numeric/matrix.js";
import { svd } from "../../numeric/svd.js";
import { requireBalanced } from "../balance.js";
import {
  type Gaussian,
  gaussianOf,
  largestEntry,
  requireDimension,
  scaled,
  symmetricPart,
  trace,
} from "./gaussian.js";
import { pseudoInverse, type SymmetricRoots, symmetricRoots } from "./symmetric-root.js";

/** The optimal coupling of two normal laws; it is normal too. A plain record. */
export interface GaussianTransport {
  readonly source: Gaussian;
  readonly target: Gaussian;
  /** W2^2, for |x - y|^2 without 1/2. */
  readonly cost: number;
  /** W2. */
  readonly distance: number;
  /** A, symmetric without negative eigenvalues: T(x) = target.mean + A (x - source.mean), see `gaussianMap`. */
  readonly linear: Matrix;
  /** E |y - T(x)|^2: what no map can do, 0 unless the source is flat where the target is not. */
  readonly residual: number;
  /** E (x - source.mean) (y - target.mean)^T. */
  readonly crossCovariance: Matrix;
}

/**
 * Optimal transport between normal laws N(m, S) and N(n, T), in closed form (Bures-Wasserstein):
 *
 *   cost = |m - n|^2 + tr S + tr T - 2 tr (S^(1/2) T S^(1/2))^(1/2),
 *   A = S^(-1/2) (S^(1/2) T S^(1/2))^(1/2) S^(-1/2).
 *
 * The cost is computed as |m - n|^2 + |S^(1/2) - O T^(1/2)|^2 with the rotation O that makes it least: a sum of squares
 * without cancellation, so near laws keep their digits.
 *
 * A singular S is the limit of regular ones on the subspace where the source lives (pseudo-inverses): A is there the
 * conditional mean of y, and off it the least extension that is symmetric without negative eigenvalues. What the
 * target varies besides is not a function of x, and is the residual. Where both are singular several couplings may be
 * optimal; this is the one with the conditionally independent rest. Eigenvalues below about 1e-15 d of the largest count
 * as 0: a covariance is known no better, and the cost, by the square root, only to about 1e-8 of the traces there.
 *
 * @throws ShapeError if the dimensions differ.
 *
 * O(d^3) time, O(d^2) memory; meant for d <= 300. Dowson and Landau 1982; Bhatia, Jain and Lim 2019, section 1 and
 * theorem 1; Peyré and Cuturi 2019, remark 2.31.
 */
export function gaussianTransport(source: Gaussian, target: Gaussian): GaussianTransport {
  requireDimension(target, source.mean.length, "the target");
  const unit = Math.max(largestEntry(source.covariance), largestEntry(target.covariance)) || 1;
  const centred = centredTransport(scaled(source.covariance, 1 / unit), scaled(target.covariance, 1 / unit));
  const cost = betweenMeans(source, target) + unit * centred.cost;
  return {
    source,
    target,
    cost,
    distance: Math.sqrt(cost),
    linear: centred.linear,
    residual: unit * centred.residual,
    crossCovariance: scaled(centred.crossCovariance, unit),
  };
}

/**
 * Images T(x) of points, row-major; T is a map to the target only if the residual is 0. O(count d^2) time.
 *
 * @throws ShapeError unless the numbers fill whole points.
 */
export function gaussianMap(
  { source, target, linear }: Pick<GaussianTransport, "source" | "target" | "linear">,
  points: Float64Array,
): Float64Array {
  const dim = source.mean.length;
  if (points.length % dim !== 0) {
    throw new ShapeError(`${points.length} coordinates do not fill whole points of dimension ${dim}`, {
      expected: dim,
      found: points.length,
    });
  }
  const offsets = matrix(
    points.length / dim,
    dim,
    points.map((value, p) => value - source.mean[p % dim]!),
  );
  return multiplyTransposed(offsets, linear).data.map((value, p) => value + target.mean[p % dim]!);
}

/**
 * The law at time t of the geodesic: of (1 - t) x + t y under the optimal coupling, N((1-t) m + t n,
 * (1-t)^2 S + t^2 T + t (1-t) (K + K^T)) with the cross-covariance K. W2 to the source is t times the distance.
 *
 * @throws ShapeError unless 0 <= t <= 1. O(d^2) time. McCann 1997; Takatsu 2011.
 */
export function gaussianGeodesic(transport: GaussianTransport, t: number): Gaussian {
  if (!(t >= 0 && t <= 1)) {
    throw new ShapeError(`t is ${t}; a geodesic runs from 0 (source) to 1 (target)`, { found: t });
  }
  const { source, target, crossCovariance } = transport;
  const s = 1 - t;
  const cross = symmetricPart(crossCovariance).data;
  const to = target.covariance.data;
  return {
    mean: source.mean.map((value, k) => s * value + t * target.mean[k]!),
    covariance: matrix(
      source.mean.length,
      source.mean.length,
      source.covariance.data.map((value, p) => s * s * value + t * t * to[p]! + 2 * s * t * cross[p]!),
    ),
  };
}

/**
 * Lower bound of W2^2 of any two measures: mass times the cost between the normal laws of the same means and
 * covariances. Reached by normal laws, and by any source and its affine image under a symmetric matrix without negative
 * eigenvalues. Right up to the rounding of moments and roots, about 1e-8 of the second moments at worst: no proof, unlike
 * a certificate. O((n + m) d^2 + d^3) time. Gelbrich 1990, theorem 2.1.
 *
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9.
 */
export function gelbrichBound(source: Measure, target: Measure): number {
  requireBalanced(source, target);
  return totalMass(source) * gaussianTransport(gaussianOf(source), gaussianOf(target)).cost;
}

/** Singular values below d times this part of the largest are rounding. */
const RANK_ROUNDING = 4 * Number.EPSILON;

type Centred = Pick<GaussianTransport, "cost" | "linear" | "residual" | "crossCovariance">;

function centredTransport(s: Matrix, t: Matrix): Centred {
  const d = s.rows;
  const ofSource = symmetricRoots(s);
  const ofTarget = symmetricRoots(t);
  const product = multiply(ofTarget.root, ofSource.root);
  // T^(1/2) S^(1/2) = U diag(sigma) V^T, so (S^(1/2) T S^(1/2))^(1/2) = V diag(sigma) V^T and O = V U^T.
  const { left, right } = svd(product);
  const sigma = singularValues(product, left, right);
  const least = d * RANK_ROUNDING * sigma.reduce((a, b) => Math.max(a, b), 0);
  const kept = sigma.map((value) => (value > least ? 1 : 0));
  const turned = multiply(multiplyTransposed(right, left), ofTarget.root);
  const partial = multiply(multiplyTransposed(withColumns(right, kept), left), ofTarget.root);
  const crossCovariance = multiply(ofSource.root, partial);
  const middle = multiplyTransposed(
    withColumns(
      right,
      sigma.map((value, k) => value * kept[k]!),
    ),
    right,
  );
  const own = sandwich(ofSource, middle);
  const flat = ofSource.rank < d;
  const linear = flat ? extended(ofSource, crossCovariance, own) : own;
  return {
    cost: squaredDifference(ofSource.root, turned),
    linear,
    residual: flat ? Math.max(0, trace(t) - trace(multiply(multiply(linear, s), linear))) : 0,
    crossCovariance,
  };
}

/** S^(-1/2) R S^(-1/2), the map within the subspace of the source. */
function sandwich({ inverseRoot }: SymmetricRoots, middle: Matrix): Matrix {
  return symmetricPart(multiply(multiply(inverseRoot, middle), inverseRoot));
}

/**
 * With J = K^T S^+, the conditional mean of y, and `own` its part within the subspace of the source: J own^+ J^T is
 * symmetric without negative eigenvalues and equals J on that subspace.
 */
function extended({ inverseRoot }: SymmetricRoots, crossCovariance: Matrix, own: Matrix): Matrix {
  const inverse = multiplyTransposed(inverseRoot, inverseRoot);
  const conditional = multiply(transpose(crossCovariance), inverse);
  return symmetricPart(multiplyTransposed(multiply(conditional, pseudoInverse(own)), conditional));
}

/** sigma_k = u_k^T B v_k. */
function singularValues(b: Matrix, left: Matrix, right: Matrix): Float64Array {
  const d = b.rows;
  const image = multiply(b, right);
  const sigma = new Float64Array(d);
  for (let r = 0; r < d; r++) {
    for (let k = 0; k < d; k++) sigma[k]! += left.data[r * d + k]! * image.data[r * d + k]!;
  }
  return sigma.map((value) => Math.max(0, value));
}

/** A diag(factors). */
function withColumns(a: Matrix, factors: Float64Array): Matrix {
  return matrix(
    a.rows,
    a.cols,
    a.data.map((value, p) => value * factors[p % a.cols]!),
  );
}

function squaredDifference(a: Matrix, b: Matrix): number {
  return a.data.reduce((sum, value, p) => sum + (value - b.data[p]!) ** 2, 0);
}

function betweenMeans({ mean: m }: Gaussian, { mean: n }: Gaussian): number {
  return m.reduce((sum, value, k) => sum + (value - n[k]!) ** 2, 0);
}
