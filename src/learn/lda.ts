import { ShapeError } from "../errors.js";
import { cholesky, solveLowerRows } from "../numeric/cholesky.js";
import { logarithm } from "../numeric/elementary.js";
import { columnGram, multiplyTransposed, squaredDistances } from "../numeric/gram.js";
import { type Matrix, matrix, multiply, rowView, subtractRow, transpose } from "../numeric/matrix.js";
import { symmetricEigen } from "../numeric/symmetric-eigen.js";
import { requireCols } from "./checks.js";
import { fitPca, type PcaModel, transformPca } from "./pca.js";
import { classSizes, type Training } from "./training.js";

export interface LdaOptions {
  /** Share of the ridge in the within-class covariance, in 0 .. 1: (1 - s) S + s tr(S)/p I. */
  readonly shrinkage: number;
  /** Principal components kept before; default 100 (or fewer, where the data has fewer). */
  readonly components?: number;
}

export interface LdaModel {
  readonly mean: Float64Array;
  /** Discriminant directions as rows; within classes the projected data has covariance about 1. */
  readonly axes: Matrix;
  /** Projected mean of each class, classes x axes; zeros for a class without rows. */
  readonly classMeans: Matrix;
  /** Share of each class in the training data. */
  readonly priors: Float64Array;
}

/** Directions between the class means that explain less than this share of their spread are rounding error. */
const RANK_FLOOR = 1e-10;

const DEFAULT_COMPONENTS = 100;

/**
 * Linear discriminant analysis after principal components: the pooled within-class covariance, shrunk, is whitened
 * (Cholesky), and the class means span the discriminant axes (at most classes - 1, by eigenvectors).
 *
 * O(n cols min(n, cols) + n p^2 + p^3) time for p components.
 *
 * @throws ShapeError if shrinkage is not in 0 .. 1, there are fewer than 2 rows, all rows are equal, or shrinkage is
 *   0 and the within-class covariance is singular.
 *
 * Hastie, Tibshirani and Friedman 2009, section 4.3; Friedman 1989 for the shrinkage.
 */
export function fitLda(data: Training, options: LdaOptions): LdaModel {
  return discriminate(prepare(data, options.components), data, options.shrinkage);
}

/** Predictions for `test` of a fit with each shrinkage; the principal components are computed once. */
export function trialLda(data: Training, test: Matrix, options: readonly LdaOptions[]): Int32Array[] {
  const prepared = new Map<number | undefined, Prepared>();
  return options.map(({ shrinkage, components }) => {
    const known = prepared.get(components) ?? prepare(data, components);
    prepared.set(components, known);
    return predictLda(discriminate(known, data, shrinkage), test);
  });
}

interface Prepared {
  readonly pca: PcaModel;
  readonly sizes: Int32Array;
  /** Classes x components. */
  readonly means: Matrix;
  readonly within: Matrix;
}

function prepare(data: Training, components = DEFAULT_COMPONENTS): Prepared {
  const pca = fitPca(data.rows, { components });
  if (pca.components.rows === 0) throw new ShapeError("all rows are equal; there is nothing to discriminate");
  const scores = transformPca(pca, data.rows);
  const sizes = classSizes(data.labels, data.classCount);
  const means = meansOfClasses(scores, data.labels, sizes);
  return { pca, sizes, means, within: withinCovariance(scores, data.labels, means) };
}

function discriminate({ pca, sizes, means, within }: Prepared, data: Training, shrinkage: number): LdaModel {
  if (!(shrinkage >= 0 && shrinkage <= 1)) {
    throw new ShapeError(`shrinkage is ${shrinkage}; it must be from 0 to 1`, { found: shrinkage });
  }
  const factor = cholesky(shrunk(within, shrinkage));
  const whiteMeans = solveLowerRows(factor, means);
  const directions = spanOfMeans(whiteMeans, sizes);
  const whitening = transpose(solveLowerRows(factor, transpose(pca.components)));
  const axes = multiply(directions, whitening);
  const classMeans = multiplyTransposed(whiteMeans, directions);
  const priors = Float64Array.from(sizes, (size) => size / data.rows.rows);
  return { mean: pca.mean, axes, classMeans, priors };
}

/** Coordinates along the discriminant axes. @throws ShapeError if the columns differ. */
export function transformLda(model: LdaModel, rows: Matrix): Matrix {
  requireCols(rows, model.mean.length);
  return multiplyTransposed(subtractRow(rows, model.mean), model.axes);
}

/** The class that minimises |z - mean|^2 / 2 - log prior; ties go to the first. */
export function predictLda(model: LdaModel, rows: Matrix): Int32Array {
  const distances = squaredDistances(transformLda(model, rows), model.classMeans);
  const labels = new Int32Array(rows.rows);
  for (let s = 0; s < rows.rows; s++) {
    let best = Infinity;
    rowView(distances, s).forEach((distance, c) => {
      const score = distance / 2 - logarithm(model.priors[c]!);
      if (score < best) {
        best = score;
        labels[s] = c;
      }
    });
  }
  return labels;
}

function meansOfClasses(scores: Matrix, labels: Int32Array, sizes: Int32Array): Matrix {
  const means = matrix(sizes.length, scores.cols);
  for (let s = 0; s < scores.rows; s++) {
    const mean = rowView(means, labels[s]!);
    const size = sizes[labels[s]!]!;
    for (let k = 0; k < scores.cols; k++) mean[k]! += scores.data[s * scores.cols + k]! / size;
  }
  return means;
}

/** Pooled, divided by n. */
function withinCovariance(scores: Matrix, labels: Int32Array, means: Matrix): Matrix {
  const residuals = matrix(scores.rows, scores.cols);
  for (let s = 0; s < scores.rows; s++) {
    const mean = rowView(means, labels[s]!);
    const row = rowView(residuals, s);
    for (let k = 0; k < row.length; k++) row[k] = scores.data[s * scores.cols + k]! - mean[k]!;
  }
  const products = columnGram(residuals);
  return { ...products, data: products.data.map((value) => value / scores.rows) };
}

/** (1 - s) S + s tr(S)/p I; the identity where S is zero, for then any metric tells the classes apart. */
function shrunk(within: Matrix, shrinkage: number): Matrix {
  const p = within.rows;
  let trace = 0;
  for (let k = 0; k < p; k++) trace += within.data[k * p + k]!;
  const ridge = trace > 0 ? (shrinkage * trace) / p : 1;
  const out = matrix(
    p,
    p,
    within.data.map((value) => (1 - shrinkage) * value),
  );
  for (let k = 0; k < p; k++) out.data[k * p + k]! += ridge;
  return out;
}

/**
 * Orthonormal rows that span the differences of the class means, each mean weighted by its class, by falling spread.
 * Through the small classes x classes matrix of inner products.
 */
function spanOfMeans(means: Matrix, sizes: Int32Array): Matrix {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const centre = new Float64Array(means.cols);
  for (let c = 0; c < means.rows; c++) {
    for (let k = 0; k < means.cols; k++) centre[k]! += (sizes[c]! / total) * means.data[c * means.cols + k]!;
  }
  const spread = subtractRow(means, centre);
  for (let c = 0; c < means.rows; c++) {
    const weight = Math.sqrt(sizes[c]! / total);
    rowView(spread, c).forEach((value, k) => {
      spread.data[c * means.cols + k] = weight * value;
    });
  }
  const { values, vectors } = symmetricEigen(multiplyTransposed(spread, spread));
  const rank = values.filter((value) => value > RANK_FLOOR * Math.max(values[0]!, 0)).length;
  const axes = multiply(transpose(vectors), spread);
  const kept = matrix(rank, means.cols, axes.data.slice(0, rank * means.cols));
  for (let r = 0; r < rank; r++) {
    const length = Math.sqrt(values[r]!);
    for (let k = 0; k < means.cols; k++) kept.data[r * means.cols + k]! /= length;
  }
  return kept;
}
