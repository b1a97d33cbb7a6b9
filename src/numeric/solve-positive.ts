import { ShapeError } from "../errors.js";
import { cholesky } from "./cholesky.js";
import { type Matrix, matrix } from "./matrix.js";

/**
 * X with A X = B for a symmetric positive definite A, of which the lower triangle is read.
 *
 * @param b n x m.
 * @throws ShapeError if the rows of A and B differ, or naming the pivot if A is not positive definite.
 *
 * O(n^3 / 3 + n^2 m) time, by Cholesky's factors.
 */
export function solvePositive(a: Matrix, b: Matrix): Matrix {
  if (a.rows !== b.rows) {
    throw new ShapeError(`the right side has ${b.rows} rows, the matrix ${a.rows}`, {
      expected: a.rows,
      found: b.rows,
    });
  }
  const { data: l } = cholesky(a);
  const n = a.rows;
  const m = b.cols;
  const x = matrix(n, m, Float64Array.from(b.data));
  for (let i = 0; i < n; i++) eliminate(x.data, m, i, l[i * n + i]!, 0, i, (r) => l[i * n + r]!);
  for (let i = n - 1; i >= 0; i--) eliminate(x.data, m, i, l[i * n + i]!, i + 1, n, (r) => l[r * n + i]!);
  return x;
}

/** Row i of x less the sum of its rows r in [from, to) times entry(r), divided by the pivot. */
function eliminate(
  x: Float64Array,
  m: number,
  i: number,
  pivot: number,
  from: number,
  to: number,
  entry: (r: number) => number,
): void {
  for (let r = from; r < to; r++) {
    const factor = entry(r);
    for (let c = 0; c < m; c++) x[i * m + c]! -= factor * x[r * m + c]!;
  }
  for (let c = 0; c < m; c++) x[i * m + c]! /= pivot;
}
