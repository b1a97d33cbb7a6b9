import { ShapeError } from "../errors.js";
import { columnMeans, type Matrix, matrix, subtractRow, transpose } from "./matrix.js";

/** Columns of one panel: four rows of it (32 kB) stay in the first-level cache. */
const PANEL = 1024;

/**
 * A A^T, symmetric to the last bit.
 *
 * O(rows^2 cols / 2) multiplications, O(rows^2) memory; 2 x 2 register blocks, panels that fit the cache.
 */
export function gram(a: Matrix): Matrix {
  const out = matrix(a.rows, a.rows);
  accumulateProducts(a, a, out, (i) => i);
  for (let i = 0; i < a.rows; i++) {
    for (let j = i + 1; j < a.rows; j++) out.data[j * a.rows + i] = out.data[i * a.rows + j]!;
  }
  return out;
}

/** A B^T: the inner products of the rows. O(rows_a * rows_b * cols) time. @throws ShapeError if cols differ. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  requireEqualCols(a, b);
  const out = matrix(a.rows, b.rows);
  accumulateProducts(a, b, out, () => 0);
  return out;
}

/** A^T A, the inner products of the columns. O(rows * cols^2 / 2) time, O(cols^2) memory beyond a transpose. */
export function columnGram(a: Matrix): Matrix {
  return gram(transpose(a));
}

/**
 * Adds <a_i, b_j> to out for all j >= firstCol(i). Four sums live in registers while each pair of rows is read
 * once; odd last rows are paired with themselves and written once.
 */
function accumulateProducts(a: Matrix, b: Matrix, out: Matrix, firstCol: (i: number) => number): void {
  for (let start = 0; start < a.cols; start += PANEL) {
    const end = Math.min(start + PANEL, a.cols);
    for (let i = 0; i < a.rows; i += 2) {
      for (let j = firstCol(i); j < b.rows; j += 2) addBlock(a, b, out, i, j, start, end);
    }
  }
}

function addBlock(a: Matrix, b: Matrix, out: Matrix, i: number, j: number, start: number, end: number): void {
  const x = a.data;
  const y = b.data;
  const cols = a.cols;
  const hasNextRow = i + 1 < a.rows;
  const hasNextCol = j + 1 < b.rows;
  const i0 = i * cols;
  const i1 = hasNextRow ? i0 + cols : i0;
  const j0 = j * cols;
  const j1 = hasNextCol ? j0 + cols : j0;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  for (let k = start; k < end; k++) {
    const x0 = x[i0 + k]!;
    const x1 = x[i1 + k]!;
    const y0 = y[j0 + k]!;
    const y1 = y[j1 + k]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s10 += x1 * y0;
    s11 += x1 * y1;
  }
  const p = i * out.cols + j;
  out.data[p]! += s00;
  if (hasNextCol) out.data[p + 1]! += s01;
  if (hasNextRow) out.data[p + out.cols]! += s10;
  if (hasNextRow && hasNextCol) out.data[p + out.cols + 1]! += s11;
}

/** Up to so many columns, differences are as fast as inner products, and always exact to rounding. */
const DIRECT_COLS = 16;

/**
 * A squared distance below this share of |a|^2 + |b|^2 has lost over a third of its digits to cancellation in
 * |a|^2 + |b|^2 - 2 <a, b>, and is computed again from differences. The others keep a relative error of
 * about 1e-9.
 */
const CANCELLATION = 1e-6;

/**
 * Squared Euclidean distances |a_i - b_j|^2 between all rows, and of `a` with itself if `b` is not given
 * (then symmetric with a zero diagonal). Never negative; equal rows give exactly 0.
 *
 * O(rows_a * rows_b * cols) time, O(rows_a * rows_b) memory beyond centred copies.
 *
 * @throws ShapeError if the numbers of columns differ.
 */
export function squaredDistances(a: Matrix, b: Matrix = a): Matrix {
  requireEqualCols(a, b);
  if (a.cols <= DIRECT_COLS) return directDistances(a, b);
  const centre = columnMeans(a);
  const x = subtractRow(a, centre);
  const y = b === a ? x : subtractRow(b, centre);
  const out = b === a ? gram(x) : multiplyTransposed(x, y);
  const xx = squaredNorms(x);
  const yy = b === a ? xx : squaredNorms(y);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < y.rows; j++) {
      const p = i * y.rows + j;
      const scale = xx[i]! + yy[j]!;
      const value = scale - 2 * out.data[p]!;
      out.data[p] = value > CANCELLATION * scale ? value : rowDistance(a, i, b, j);
    }
  }
  return out;
}

function directDistances(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) out.data[i * b.rows + j] = rowDistance(a, i, b, j);
  }
  return out;
}

function rowDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const cols = a.cols;
  let sum = 0;
  for (let k = 0; k < cols; k++) {
    const difference = a.data[i * cols + k]! - b.data[j * cols + k]!;
    sum += difference * difference;
  }
  return sum;
}

/** |a_i|^2 for every row. */
export function squaredNorms(a: Matrix): Float64Array {
  const out = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) out[i]! += a.data[i * a.cols + k]! ** 2;
  }
  return out;
}

function requireEqualCols(a: Matrix, b: Matrix): void {
  if (a.cols !== b.cols) {
    throw new ShapeError(`rows of ${a.cols} and of ${b.cols} numbers cannot be compared`, {
      expected: a.cols,
      found: b.cols,
    });
  }
}
