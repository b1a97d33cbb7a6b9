import type { SparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import { rowProducts } from "./row-products.js";

/** Entries of a matrix, of either sign; each pair at most once. */
export type Entries = Pick<SparsePlan, "rows" | "cols" | "mass">;

/**
 * D1 p D2, n x m, for a matrix p with few entries: n m r multiplications if they are in r rows or in r columns, and
 * m or n for each entry.
 */
export function sandwich(problem: GromovProblem, { rows, cols, mass }: Entries): Float64Array {
  const { n, m, sourceDistances, targetDistances } = problem;
  const inRows = distinct(rows, n);
  const inCols = distinct(cols, m);
  if (inRows.indices.length <= inCols.indices.length) {
    const r = inRows.indices.length;
    const right = sumsOfRows(inRows.place, rows, cols, mass, targetDistances, r, m); // p D2, without its empty rows
    return rowProducts(columns(sourceDistances, n, inRows.indices), transposed(right, r, m), n, m, r);
  }
  const r = inCols.indices.length;
  const left = sumsOfRows(inCols.place, cols, rows, mass, sourceDistances, r, n); // (D1 p)^T, without its empty rows
  return rowProducts(transposed(left, r, n), columns(targetDistances, m, inCols.indices), n, m, r);
}

/** D1 p D2 for p as an n x m matrix. n m (n + m) multiplications. */
export function denseSandwich(
  { n, m, sourceDistances, targetDistances }: GromovProblem,
  plan: Float64Array,
): Float64Array {
  const right = rowProducts(targetDistances, plan, m, n, m); // D2 p^T
  return rowProducts(sourceDistances, right, n, m, n);
}

/** The smaller of the numbers of rows and of columns with entries. */
export function rankAtMost({ n, m }: GromovProblem, { rows, cols }: Entries): number {
  return Math.min(distinct(rows, n).indices.length, distinct(cols, m).indices.length);
}

/** The indices that occur, in increasing order, and the place of each among them. */
function distinct(indices: Int32Array, range: number): { indices: Int32Array; place: Int32Array } {
  const place = new Int32Array(range);
  for (const i of indices) place[i] = 1;
  const found = Int32Array.from(place.keys()).filter((i) => place[i] === 1);
  found.forEach((i, at) => {
    place[i] = at;
  });
  return { indices: found, place };
}

/** Row place[into[e]] gets mass[e] times row picked[e] of a symmetric matrix. */
function sumsOfRows(
  place: Int32Array,
  into: Int32Array,
  picked: Int32Array,
  mass: Float64Array,
  distances: Float64Array,
  rows: number,
  length: number,
): Float64Array {
  const out = new Float64Array(rows * length);
  for (let e = 0; e < mass.length; e++) {
    const factor = mass[e]!;
    for (let k = 0, p = place[into[e]!]! * length, q = picked[e]! * length; k < length; k++, p++, q++) {
      out[p]! += factor * distances[q]!;
    }
  }
  return out;
}

/** The picked columns of an n x n matrix. */
function columns(matrix: Float64Array, n: number, picked: Int32Array): Float64Array {
  if (picked.length === n) return matrix;
  const out = new Float64Array(n * picked.length);
  for (let i = 0, p = 0; i < n; i++) for (const k of picked) out[p++] = matrix[i * n + k]!;
  return out;
}

function transposed(matrix: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0, q = i; j < cols; j++, p++, q += rows) out[q] = matrix[p]!;
  }
  return out;
}
