import { MeasureError, ShapeError } from "../../errors.js";
import { type Measure, moments } from "../../measure/measure.js";
import { type Matrix, matrix } from "../../numeric/matrix.js";
import { symmetricEigen } from "../../numeric/symmetric-eigen.js";

/** The normal law N(mean, covariance) on R^d; a singular covariance is legal: the law then lives on a subspace. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** d x d, symmetric, without negative eigenvalues. */
  readonly covariance: Matrix;
}

/** Asymmetry and negative eigenvalues up to this part of the largest entry pass as the rounding of whoever made them. */
const ROUNDING = 1e-10;

/** Covariances of smaller entries have lost digits to underflow. */
const SMALLEST_ENTRY = 2 ** -1000;

/** Traces above this leave no room for sums of a few of them. */
const LARGEST_TRACE = 2 ** 1000;

/**
 * Normal law from mean and covariance, validated here once. The input is copied, its symmetric part taken.
 *
 * @throws ShapeError if the covariance is not d x d with finite entries, or not symmetric; MeasureError if the mean is
 *   not finite, the covariance has a negative eigenvalue, or squares overflow or underflow. O(d^3) time, O(d^2) memory.
 */
export function gaussian(mean: ArrayLike<number>, covariance: Matrix): Gaussian {
  const dim = mean.length;
  requireShape(dim, covariance);
  const symmetric = symmetricPart(covariance);
  const centre = Float64Array.from(mean);
  requireFinite(centre, symmetric);
  requireDigits(symmetric);
  requireSymmetric(covariance, symmetric);
  requireNonNegative(symmetric);
  return { mean: centre, covariance: symmetric };
}

/** The normal law with the mean and the covariance of a measure, whatever its mass. O(n d^2) time. */
export function gaussianOf(mu: Measure): Gaussian {
  const { mean, covariance } = moments(mu);
  return gaussian(mean, covariance);
}

/** @throws ShapeError unless the law lives in R^dim. */
export function requireDimension(law: Gaussian, dim: number, name: string): void {
  if (law.mean.length === dim) return;
  throw new ShapeError(`${name} has dimension ${law.mean.length}, expected ${dim}`, {
    expected: dim,
    found: law.mean.length,
  });
}

export function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < rows; k++) sum += data[k * rows + k]!;
  return sum;
}

/** (A + A^T) / 2. */
export function symmetricPart(a: Matrix): Matrix {
  const d = a.rows;
  const out = matrix(d, d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) out.data[k * d + l] = a.data[k * d + l]! / 2 + a.data[l * d + k]! / 2;
  }
  return out;
}

export function largestEntry({ data }: Matrix): number {
  let largest = 0;
  for (let p = 0; p < data.length; p++) largest = Math.max(largest, Math.abs(data[p]!));
  return largest;
}

/** factor A. */
export function scaled(a: Matrix, factor: number): Matrix {
  return matrix(
    a.rows,
    a.cols,
    a.data.map((value) => value * factor),
  );
}

function requireShape(dim: number, { rows, cols, data }: Matrix): void {
  if (dim > 0 && rows === dim && cols === dim && data.length === dim * dim) return;
  throw new ShapeError(
    `a ${rows} x ${cols} covariance does not fit a mean of ${dim} coordinates; give a d x d matrix, d >= 1`,
    { expected: `${dim} x ${dim}`, found: `${rows} x ${cols}` },
  );
}

function requireFinite(mean: Float64Array, covariance: Matrix): void {
  const index = mean.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new MeasureError(`coordinate ${index} of the mean is ${mean[index]}; it must be a finite number`, {
      index,
      value: mean[index]!,
    });
  }
  const entry = covariance.data.findIndex((value) => !Number.isFinite(value));
  if (entry >= 0) {
    const place = `(${Math.floor(entry / covariance.cols)}, ${entry % covariance.cols})`;
    throw new ShapeError(`entry ${place} of the covariance is not finite; it must be a number`, {
      found: String(covariance.data[entry]),
    });
  }
  const size = trace(covariance) + mean.reduce((sum, value) => sum + value * value, 0);
  if (!(Math.abs(size) <= LARGEST_TRACE)) {
    throw new MeasureError(`mean and covariance have squares of ${size}; choose a larger unit of length`, {
      value: size,
    });
  }
}

function requireDigits(covariance: Matrix): void {
  const largest = largestEntry(covariance);
  if (largest === 0 || largest >= SMALLEST_ENTRY) return;
  throw new MeasureError(
    `the covariance has entries of at most ${largest}: squares are too small for doubles; choose a smaller unit of length`,
    { value: largest },
  );
}

function requireSymmetric(given: Matrix, symmetric: Matrix): void {
  const allowed = ROUNDING * largestEntry(symmetric);
  const off = given.data.findIndex((value, p) => !(Math.abs(value - symmetric.data[p]!) <= allowed));
  if (off < 0) return;
  const k = Math.floor(off / given.rows);
  const l = off % given.rows;
  throw new ShapeError(
    `the covariance is not symmetric: entry (${k}, ${l}) is ${given.data[off]}, (${l}, ${k}) is ` +
      `${given.data[l * given.rows + k]}`,
    { found: given.data[off]! },
  );
}

function requireNonNegative(covariance: Matrix): void {
  const largest = largestEntry(covariance);
  if (largest === 0) return;
  const { values } = symmetricEigen(scaled(covariance, 1 / largest));
  const least = values[values.length - 1]!;
  if (least >= -ROUNDING * covariance.rows) return;
  throw new MeasureError(
    `the covariance has the eigenvalue ${least * largest}; a covariance has none below 0 (add a ridge if it is rounding)`,
    { value: least * largest },
  );
}
