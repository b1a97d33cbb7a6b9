import type { SparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import { rowProducts } from "./row-products.js";

/** Plans with more entries than so many per point are multiplied as matrices. */
const SPARSE_ENTRIES = 8;

/**
 * D1 p D2, n x m: all that the objective and its gradient need of a plan.
 *
 * For a plan of about n + m entries one product of matrices, n m min(n, m) multiplications; for more entries two.
 */
export function sandwich(problem: GromovProblem, plan: SparsePlan): Float64Array {
  const { n, m, sourceDistances, targetDistances } = problem;
  if (plan.mass.length > SPARSE_ENTRIES * (n + m)) return denseSandwich(problem, densePlan(plan));
  if (n <= m) {
    const right = transposed(timesRows(plan.rows, plan.cols, plan.mass, targetDistances, n, m), n, m);
    return rowProducts(sourceDistances, right, n, m, n);
  }
  const left = transposed(timesRows(plan.cols, plan.rows, plan.mass, sourceDistances, m, n), m, n);
  return rowProducts(left, targetDistances, n, m, m);
}

/** D1 p D2 for a plan as an n x m matrix. n m (n + m) multiplications. */
export function denseSandwich(
  { n, m, sourceDistances, targetDistances }: GromovProblem,
  plan: Float64Array,
): Float64Array {
  const right = rowProducts(targetDistances, plan, m, n, m); // D2 p^T: row j is column j of p D2
  return rowProducts(sourceDistances, right, n, m, n);
}

/** The plan as a matrix. */
export function densePlan({ rows, cols, mass, shape }: SparsePlan): Float64Array {
  const dense = new Float64Array(shape[0] * shape[1]);
  for (let e = 0; e < mass.length; e++) dense[rows[e]! * shape[1] + cols[e]!] = mass[e]!;
  return dense;
}

/** Row r of the result is the sum of mass[e] times row picked[e] of a symmetric matrix over the entries with into[e] = r. */
function timesRows(
  into: Int32Array,
  picked: Int32Array,
  mass: Float64Array,
  distances: Float64Array,
  rows: number,
  cols: number,
): Float64Array {
  const out = new Float64Array(rows * cols);
  for (let e = 0; e < mass.length; e++) {
    const factor = mass[e]!;
    for (let k = 0, p = into[e]! * cols, q = picked[e]! * cols; k < cols; k++, p++, q++) {
      out[p]! += factor * distances[q]!;
    }
  }
  return out;
}

function transposed(matrix: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0, q = i; j < cols; j++, p++, q += rows) out[q] = matrix[p]!;
  }
  return out;
}
