/** What short products with a symmetric kernel need; the same names mean the same as in the kernels. */
export interface ShortForm {
  /** 2 if the kernel stays the same when rows and columns are reversed, else 1. */
  readonly parts: 1 | 2;
  readonly even: Part;
  /** Of no rows where there is one part only. */
  readonly odd: Part;
}

/** A symmetric matrix: all its entries if `rank` is 0, else F of rows x rank with F F^T. */
export interface Part {
  readonly rank: number;
  readonly entries: Float64Array;
  readonly transposed: Float64Array;
}

/** Diagonals of what a factor leaves out, so entries too, are below this: next to an entry of 1 it is rounding. */
const NEGLIGIBLE = 1e-14;
/** Positions that are equidistant up to rounding give entries that are equal up to this. */
const ROUNDING = 1e-13;

/**
 * The short form of a symmetric matrix of n x n entries with a diagonal of 1: even and odd part where it has them, and a
 * factor of each that has few columns.
 *
 * A Gauss kernel that spans n / s standard deviations has a rank of about 2.5 n / s to 14 digits. O(n^2 + n rank^2) time.
 */
export function shortForm(entries: Float64Array, n: number): ShortForm {
  if (!isCentrosymmetric(entries, n)) {
    return { parts: 1, even: part(entries, n), odd: part(new Float64Array(0), 0) };
  }
  const rows = Math.ceil(n / 2);
  const half = (sign: number): Float64Array => {
    const values = new Float64Array(rows * rows);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        values[i * rows + j] = (entries[i * n + j]! + sign * entries[i * n + n - 1 - j]!) / 2;
      }
    }
    return values;
  };
  return { parts: 2, even: part(half(1), rows), odd: part(half(-1), rows) };
}

function isCentrosymmetric(entries: Float64Array, n: number): boolean {
  const last = n * n - 1;
  for (let p = 0; p < last - p; p++) {
    if (Math.abs(entries[p]! - entries[last - p]!) > ROUNDING) return false;
  }
  return true;
}

function part(entries: Float64Array, rows: number): Part {
  const transposed = factorRows(entries, rows);
  if (transposed === undefined) return { rank: 0, entries, transposed: new Float64Array(0) };
  const rank = transposed.length / rows;
  const factor = new Float64Array(transposed.length);
  for (let r = 0; r < rank; r++) {
    for (let i = 0; i < rows; i++) factor[i * rank + r] = transposed[r * rows + i]!;
  }
  return { rank, entries: factor, transposed };
}

/**
 * Cholesky factor with pivoting, its columns one after the other; undefined if two products with it are not shorter than one
 * with the matrix, or the matrix is not positive.
 *
 * Harbrecht, Peters and Schneider 2012: what is left is a positive matrix, so its entries are bounded by its diagonal.
 */
function factorRows(entries: Float64Array, rows: number): Float64Array | undefined {
  const most = Math.ceil(rows / 2) - 1;
  const columns = new Float64Array(Math.max(most, 0) * rows);
  const left = Float64Array.from({ length: rows }, (_, i) => entries[i * rows + i]!);
  for (let rank = 0; ; rank++) {
    const pivot = left.indexOf(left.reduce((high, value) => Math.max(high, value), -Infinity));
    if (left.some((value) => value < -NEGLIGIBLE)) return undefined;
    if (!(left[pivot]! > NEGLIGIBLE)) return rank === 0 ? undefined : columns.slice(0, rank * rows);
    if (rank >= most) return undefined;
    addColumn(entries, rows, columns, rank, pivot, left);
  }
}

function addColumn(
  entries: Float64Array,
  rows: number,
  columns: Float64Array,
  rank: number,
  pivot: number,
  left: Float64Array,
): void {
  const root = Math.sqrt(left[pivot]!);
  const own = columns.subarray(rank * rows, (rank + 1) * rows);
  for (let i = 0; i < rows; i++) own[i] = entries[pivot * rows + i]!;
  for (let r = 0; r < rank; r++) {
    const factor = columns[r * rows + pivot]!;
    for (let i = 0; i < rows; i++) own[i]! -= factor * columns[r * rows + i]!;
  }
  for (let i = 0; i < rows; i++) {
    own[i]! /= root;
    left[i]! -= own[i]! * own[i]!;
  }
  left[pivot] = 0;
}
