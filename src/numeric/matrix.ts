import { ShapeError } from "../errors.js";

/** Dense row-major matrix: entry (i, j) is `data[i * cols + j]`. A plain record: it clones and posts. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** @throws ShapeError if `data` does not hold rows x cols numbers. */
export function matrix(rows: number, cols: number, data?: Float64Array): Matrix {
  const values = data ?? new Float64Array(rows * cols);
  if (values.length !== rows * cols) {
    throw new ShapeError(`a ${rows} x ${cols} matrix needs ${rows * cols} numbers, got ${values.length}`, {
      expected: rows * cols,
      found: values.length,
    });
  }
  return { rows, cols, data: values };
}

/** Copy of an array of equally long rows. @throws ShapeError naming the first row of another length. */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * cols);
  rows.forEach((row, i) => {
    if (row.length !== cols) {
      throw new ShapeError(`row ${i} has ${row.length} numbers, row 0 has ${cols}`, {
        expected: cols,
        found: row.length,
      });
    }
    data.set(row, i * cols);
  });
  return { rows: rows.length, cols, data };
}

/** View of row i: writing to it writes to the matrix. */
export function rowView(a: Matrix, i: number): Float64Array {
  return a.data.subarray(i * a.cols, (i + 1) * a.cols);
}

/** Copy of the named rows, in the given order. */
export function selectRows(a: Matrix, indices: ArrayLike<number>): Matrix {
  const data = new Float64Array(indices.length * a.cols);
  for (let r = 0; r < indices.length; r++) data.set(rowView(a, indices[r]!), r * a.cols);
  return { rows: indices.length, cols: a.cols, data };
}

export function transpose(a: Matrix): Matrix {
  const data = new Float64Array(a.rows * a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) data[j * a.rows + i] = a.data[i * a.cols + j]!;
  }
  return { rows: a.cols, cols: a.rows, data };
}

/** A B. O(rows * inner * cols) time. @throws ShapeError if the inner sizes differ. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.rows) {
    throw new ShapeError(`cannot multiply ${a.rows} x ${a.cols} by ${b.rows} x ${b.cols}`, {
      expected: a.cols,
      found: b.rows,
    });
  }
  const data = new Float64Array(a.rows * b.cols);
  for (let i = 0; i < a.rows; i++) {
    const out = data.subarray(i * b.cols, (i + 1) * b.cols);
    for (let k = 0; k < a.cols; k++) {
      const factor = a.data[i * a.cols + k]!;
      if (factor === 0) continue;
      const start = k * b.cols;
      for (let j = 0; j < b.cols; j++) out[j]! += factor * b.data[start + j]!;
    }
  }
  return { rows: a.rows, cols: b.cols, data };
}

/** Mean of the rows. */
export function columnMeans(a: Matrix): Float64Array {
  const mean = new Float64Array(a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) mean[j]! += a.data[i * a.cols + j]!;
  }
  for (let j = 0; j < a.cols; j++) mean[j]! /= a.rows;
  return mean;
}

/** Each row minus `offset`. */
export function subtractRow(a: Matrix, offset: ArrayLike<number>): Matrix {
  const data = new Float64Array(a.data.length);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) data[i * a.cols + j] = a.data[i * a.cols + j]! - offset[j]!;
  }
  return { rows: a.rows, cols: a.cols, data };
}

/** sum_r coefficients[r] row_r. */
export function combinedRow(rows: Matrix, coefficients: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(rows.cols);
  for (let r = 0; r < rows.rows; r++) {
    const row = rowView(rows, r);
    for (let p = 0; p < sum.length; p++) sum[p]! += coefficients[r]! * row[p]!;
  }
  return sum;
}
