import { cholesky } from "../../src/numeric/cholesky.js";
import type { Matrix } from "../../src/numeric/matrix.js";

/** Solution of A x = b for a positive definite A, by its dense factor. */
export function solveSymmetric(a: Matrix, right: Float64Array): Float64Array {
  const n = a.rows;
  const { data: l } = cholesky(a);
  const x = right.slice();
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < r; k++) x[r]! -= l[r * n + k]! * x[k]!;
    x[r]! /= l[r * n + r]!;
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) x[r]! -= l[k * n + r]! * x[k]!;
    x[r]! /= l[r * n + r]!;
  }
  return x;
}
