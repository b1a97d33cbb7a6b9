import { ShapeError } from "../errors.js";
import { affineCoefficients, scoreDirections } from "../learn/affine-coefficients.js";
import { fitPca, transformPca } from "../learn/pca.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";

/** A normal law on the rows of an embedding, written as coefficients of these rows. */
export interface RowGaussian {
  /** Number of rows that it was fitted on, and of coefficients. */
  readonly count: number;
  /** K x count: what one standard deviation along a component adds to the coefficients; each row sums to 0. */
  readonly directions: Matrix;
  /** Share of the variance of the rows along each component, falling. */
  readonly explained: Float64Array;
}

export interface RowGaussianOptions {
  /** Number of principal components; default: as few as hold 95 % of the variance. */
  readonly components?: number;
}

/** Of the variance: what the components hold where nobody says how many they are. */
const EXPLAINED = 0.95;

/**
 * Normal law with the mean and the covariance of the rows in the span of their first K principal components.
 *
 * A point of it is mean + sum_k z_k sd_k e_k with independent standard normal z_k; because each component e_k is a sum of
 * centred rows, with scores t_sk it is also sum_s c_s row_s,
 *
 *   c_s = 1/n + sum_k z_k t_sk / (|t_k| sqrt(n - 1)),   sum_s c_s = 1,
 *
 * and so says what singular masses, which have no place in rows, go with it (see `combineAffine`).
 *
 * @throws ShapeError if there are fewer than 2 rows, all rows are equal, there are more than 10,000 both of rows and of columns, or
 *   `components` is not a whole number of at least 1.
 *
 * O(min(n, cols)^2 max(n, cols)) time: see `fitPca`.
 */
export function fitRowGaussian(rows: Matrix, { components }: RowGaussianOptions = {}): RowGaussian {
  const most = Math.min(rows.rows - 1, rows.cols);
  const model = fitPca(rows, { components: components ?? Math.max(1, most) });
  if (model.variances.length === 0) {
    throw new ShapeError(`all ${rows.rows} rows are equal: there is no variance to draw from`, { found: 0 });
  }
  const kept = components === undefined ? enough(model.explained) : model.explained.length;
  const { rows: axes, cols, data } = scoreDirections(transformPca(model, rows));
  const directions = matrix(Math.min(kept, axes), cols, data.slice(0, kept * cols));
  return { count: rows.rows, directions, explained: model.explained.slice(0, kept) };
}

/** The smallest number of components that hold enough of the variance together. */
function enough(explained: Float64Array): number {
  let sum = 0;
  const last = explained.findIndex((share) => {
    sum += share;
    return sum >= EXPLAINED;
  });
  return last < 0 ? explained.length : last + 1;
}

/** Coefficients of a random point, one a row, that sum to 1; some may be negative. O(components * rows) time. */
export function drawCoefficients({ directions }: RowGaussian, random: Random): Float64Array {
  return affineCoefficients(
    directions,
    Float64Array.from({ length: directions.rows }, () => random.normal()),
  );
}
