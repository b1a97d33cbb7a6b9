import { ShapeError } from "../errors.js";
import { topEigen } from "../numeric/eigen.js";
import { columnGram, gram, multiplyTransposed } from "../numeric/gram.js";
import { type Matrix, multiply, rowView, selectRows, subtractRow, transpose } from "../numeric/matrix.js";
import { meanRow } from "./centre.js";
import { requireCols, requireFinite, requireWhole } from "./checks.js";

export interface PcaModel {
  readonly mean: Float64Array;
  /** Orthonormal rows, k x cols, by falling variance; the entry of largest modulus in each is positive. */
  readonly components: Matrix;
  /** Variance of the data along each component, normalised by n - 1. */
  readonly variances: Float64Array;
  /** Their roots, which neither overflow nor underflow where squares do. */
  readonly deviations: Float64Array;
  /** Sum of the variances of all columns, normalised by n - 1: also of what the components leave out. */
  readonly totalVariance: number;
  /** variances / totalVariance. */
  readonly explained: Float64Array;
}

/** A component with less variance than this share of the first is rounding error, and is not returned. */
const RANK_FLOOR = 1e-12;

/** Size of the largest matrix of inner products: 800 MB. */
const MAX_SIZE = 10_000;

/**
 * Principal components of the rows, about their mean.
 *
 * Through the n x n Gram matrix when there are fewer rows than columns, else through the covariance. At most
 * min(n - 1, cols) components, and fewer when the data has lower rank; constant data has none.
 *
 * O(min(n, cols)^2 max(n, cols)) time, O(n cols + min(n, cols)^2) memory: two seconds for 1000 x 3000.
 *
 * @throws ShapeError if there are fewer than 2 rows, more than 10,000 both of rows and of columns, an entry that is not
 *   finite, or `components` is not a whole number of at least 1.
 */
export function fitPca(rows: Matrix, options: { readonly components: number }): PcaModel {
  requireWhole("components", options.components, 1);
  requireUsable(rows);
  const mean = meanRow(rows);
  const { unit, rows: centred } = inUnit(subtractRow(rows, mean));
  const wide = rows.rows < rows.cols;
  const products = wide ? gram(centred) : columnGram(centred);
  const total = trace(products) / (rows.rows - 1);
  const count = Math.min(options.components, rows.rows - 1, rows.cols);
  const { values, vectors } = topEigen(products, count);
  const rank = values.findIndex((value) => !(value > RANK_FLOOR * values[0]!));
  const kept = Int32Array.from({ length: rank < 0 ? count : rank }, (_, c) => c);
  const axes = selectRows(transpose(vectors), kept);
  const components = wide ? multiply(axes, centred) : axes;
  for (let c = 0; c < components.rows; c++) normaliseAxis(rowView(components, c));
  const variances = values.slice(0, kept.length).map((value) => value / (rows.rows - 1));
  return {
    mean,
    components,
    variances: variances.map((variance) => unit * unit * variance),
    deviations: variances.map((variance) => unit * Math.sqrt(variance)),
    totalVariance: unit * unit * total,
    explained: variances.map((variance) => variance / total),
  };
}

/** Sizes whose fourth powers, which eigenvalue solvers make, neither overflow nor underflow: numbers of other sizes are scaled. */
const ORDINARY = { least: 2 ** -100, most: 2 ** 100 } as const;

/** Rows in a unit, a power of two, in which products are ordinary numbers; dividing by it rounds nothing. */
function inUnit(rows: Matrix): { readonly unit: number; readonly rows: Matrix } {
  const largest = rows.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0 || largest === Infinity || (largest >= ORDINARY.least && largest <= ORDINARY.most)) {
    return { unit: 1, rows };
  }
  let unit = 1;
  while (unit > largest) unit /= 2;
  while (unit <= largest / 2) unit *= 2;
  return { unit, rows: { ...rows, data: rows.data.map((x) => x / unit) } };
}

function requireUsable(rows: Matrix): void {
  if (rows.rows < 2) {
    throw new ShapeError(`principal components need at least 2 rows, got ${rows.rows}`, { found: rows.rows });
  }
  if (Math.min(rows.rows, rows.cols) > MAX_SIZE) {
    throw new ShapeError(
      `principal components of ${rows.rows} x ${rows.cols} are too large; use up to ${MAX_SIZE} rows or columns`,
      { expected: MAX_SIZE, found: Math.min(rows.rows, rows.cols) },
    );
  }
  requireFinite(rows);
}

/** Coordinates of the rows along the components, n x k. @throws ShapeError if the columns differ. */
export function transformPca(model: PcaModel, rows: Matrix): Matrix {
  requireCols(rows, model.mean.length);
  return multiplyTransposed(subtractRow(rows, model.mean), model.components);
}

/** Rows with the given coordinates; the inverse of `transformPca` on the span of the components. */
export function inversePca(model: PcaModel, coordinates: Matrix): Matrix {
  requireCols(coordinates, model.components.rows);
  return subtractRow(
    multiply(coordinates, model.components),
    model.mean.map((value) => -value),
  );
}

function trace(a: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) sum += a.data[i * a.cols + i]!;
  return sum;
}

/** Unit length, and the entry of largest modulus (the first of equals) positive. */
function normaliseAxis(axis: Float64Array): void {
  let largest = 0;
  let squares = 0;
  for (const value of axis) {
    if (Math.abs(value) > Math.abs(largest)) largest = value;
    squares += value * value;
  }
  const factor = Math.sign(largest) / Math.sqrt(squares);
  for (let k = 0; k < axis.length; k++) axis[k]! *= factor;
}
