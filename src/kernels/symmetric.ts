import { foldPanel, LANES, leastLanes, multiplyPanel, sumLanes, unfoldPanel } from "./panels.js";
import { type Doubles, type f64, type i32, newDoubles } from "./subset.js";

/** What a product was computed by: not at all, the short form, all entries. */
export const NOT: i32 = 0;
export const SHORT: i32 = 1;
export const FULL: i32 = 2;

/** Products below the sum of the factors times this are not taken from the short form, which is right to 1e-13 of that sum. */
const TRUSTED: f64 = 1e-5;
/**
 * Nor from all entries below the sum of the factors times this: entries under 1e-308 are lost, and factors may be so large that
 * these are the largest terms. Above it all that is lost is below 1e-18 of the product; so it is on the way back, where what
 * a factor is of a product is what counts.
 */
const COMPLETE: f64 = 1e-290;
/** What factors under 1e-308, which are lost too, contribute is nothing next to this. */
const LEAST: f64 = 1e-280;
const MOST: f64 = 1e280;

/**
 * A symmetric matrix of n x n entries from 0 to 1, for products with panels; all arrays are to be filled by the caller.
 *
 * The short form is the matrix itself, or for one that does not change when rows and columns are reversed its even and odd
 * part, ((K_ij +- K_i(n-1-j)) / 2) for i, j < ceil(n / 2); of these either all entries or a factor F with F F^T (rank 0
 * stands for all entries).
 */
export class Symmetric {
  n: i32;
  /** Rows of the parts. */
  rows: i32;
  parts: i32;
  evenRank: i32;
  oddRank: i32;
  entries: Doubles;
  /** Parts or factors, and factors transposed. */
  even: Doubles;
  evenTransposed: Doubles;
  odd: Doubles;
  oddTransposed: Doubles;
  /** Scratch: both parts of a panel and of the result, and what stands between the factors. */
  evenIn: Doubles;
  oddIn: Doubles;
  evenOut: Doubles;
  oddOut: Doubles;
  between: Doubles;
  checks: Doubles;

  constructor(n: i32, parts: i32, evenRank: i32, oddRank: i32) {
    const rows = parts === 2 ? (n + 1) >> 1 : n;
    const evenCols = evenRank === 0 ? rows : evenRank;
    const oddCols = oddRank === 0 ? rows : oddRank;
    this.n = n;
    this.rows = rows;
    this.parts = parts;
    this.evenRank = evenRank;
    this.oddRank = oddRank;
    this.entries = newDoubles(n * n);
    this.even = newDoubles(rows * evenCols);
    this.evenTransposed = newDoubles(rows * evenRank);
    this.odd = newDoubles(parts === 2 ? rows * oddCols : 0);
    this.oddTransposed = newDoubles(parts === 2 ? rows * oddRank : 0);
    this.evenIn = newDoubles(rows * LANES);
    this.oddIn = newDoubles(rows * LANES);
    this.evenOut = newDoubles(rows * LANES);
    this.oddOut = newDoubles(rows * LANES);
    this.between = newDoubles(rows * LANES);
    this.checks = newDoubles(4 * LANES);
  }
}

/**
 * out = K x for a panel of x >= 0. The short form is used where it has digits, then all entries, unless products leave the
 * range of doubles or need entries that have left it: then NOT is returned. O(n rank) or O(n^2).
 */
export function positiveProducts(k: Symmetric, x: Doubles, xt: i32, out: Doubles, ot: i32): i32 {
  sumLanes(x, xt, k.n, k.checks, 0);
  if (!areBelow(k.checks, 0, MOST)) return NOT;
  shortProducts(k, x, xt, out, ot);
  leastLanes(out, ot, k.n, k.checks, LANES);
  if (areTrusted(k.checks, TRUSTED)) return SHORT;
  multiplyPanel(k.entries, 0, k.n, k.n, x, xt, out, ot);
  leastLanes(out, ot, k.n, k.checks, LANES);
  return areTrusted(k.checks, COMPLETE) ? FULL : NOT;
}

/** out = K x for a panel of any signs, by the form that a positive product has taken. */
export function productsBy(k: Symmetric, form: i32, x: Doubles, xt: i32, out: Doubles, ot: i32): void {
  if (form === SHORT) shortProducts(k, x, xt, out, ot);
  else multiplyPanel(k.entries, 0, k.n, k.n, x, xt, out, ot);
}

function areBelow(values: Doubles, at: i32, limit: f64): boolean {
  for (let b = at; b < at + LANES; b++) if (!(values[b] < limit)) return false;
  return true;
}

/** Is the least product of each lane large enough, absolutely and next to the sum of the factors? */
function areTrusted(checks: Doubles, share: f64): boolean {
  for (let b = 0; b < LANES; b++) {
    const least = checks[LANES + b];
    if (!(least >= LEAST && least >= share * checks[b])) return false;
  }
  return true;
}

function shortProducts(k: Symmetric, x: Doubles, xt: i32, out: Doubles, ot: i32): void {
  if (k.parts === 1) {
    partProducts(k, k.even, k.evenTransposed, k.evenRank, x, xt, out, ot);
    return;
  }
  foldPanel(x, xt, k.n, k.evenIn, k.oddIn);
  partProducts(k, k.even, k.evenTransposed, k.evenRank, k.evenIn, 0, k.evenOut, 0);
  partProducts(k, k.odd, k.oddTransposed, k.oddRank, k.oddIn, 0, k.oddOut, 0);
  unfoldPanel(k.evenOut, k.oddOut, k.n, out, ot);
}

function partProducts(
  k: Symmetric,
  part: Doubles,
  transposed: Doubles,
  rank: i32,
  x: Doubles,
  xt: i32,
  out: Doubles,
  ot: i32,
): void {
  if (rank === 0) {
    multiplyPanel(part, 0, k.rows, k.rows, x, xt, out, ot);
    return;
  }
  multiplyPanel(transposed, 0, rank, k.rows, x, xt, k.between, 0);
  multiplyPanel(part, 0, k.rows, rank, k.between, 0, out, ot);
}
