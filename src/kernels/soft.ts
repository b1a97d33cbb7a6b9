import { Clouds, costBlock, packClouds, ROWS_AT_ONCE } from "./clouds.js";
import { logarithm, powerOfTwo, softSum } from "./exponential.js";
import { type Doubles, type f64, type i32, leastDifference, newDoubles } from "./subset.js";

/** Columns of a block of costs, which is read three times: it has to stay in the innermost cache. */
const COLUMNS_AT_ONCE: i32 = 256;

/** What a soft c-transform reads and writes. */
export class Soft {
  clouds: Clouds;
  /** To be filled by the caller; -Infinity leaves a point of y out. */
  h: Doubles;
  /** f_i = -epsilon log sum_j exp((h_j - c_ij) / epsilon). */
  f: Doubles;
  block: Doubles;
  /** Of each row of the block: the least c - h so far, and the sum of exp((least - (c - h)) / epsilon). */
  least: Doubles;
  sum: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64) {
    this.clouds = new Clouds(n, m, dim, kappa);
    this.h = newDoubles(m);
    this.f = newDoubles(n);
    this.block = newDoubles(ROWS_AT_ONCE * COLUMNS_AT_ONCE);
    this.least = newDoubles(ROWS_AT_ONCE);
    this.sum = newDoubles(ROWS_AT_ONCE);
  }
}

/** exp(c / epsilon) is 2 to so much times c. Finite, so that 0 times it is 0. */
export function bitsPerCost(epsilon: f64): f64 {
  const scale = Math.LOG2E / epsilon;
  return scale < 1.7976931348623157e308 ? scale : 1.7976931348623157e308;
}

/** To be called when the points are in place. */
export function prepareSoft(soft: Soft): void {
  packClouds(soft.clouds);
}

/** Computes f by a scan of all pairs. O(n m d) time, O((n + m) d) memory. */
export function runSoft(soft: Soft, epsilon: f64): void {
  const n = soft.clouds.n;
  const m = soft.clouds.m;
  const scale = bitsPerCost(epsilon);
  for (let i = 0; i < n; i += ROWS_AT_ONCE) {
    const rows = n - i < ROWS_AT_ONCE ? n - i : ROWS_AT_ONCE;
    for (let r = 0; r < rows; r++) {
      soft.least[r] = Infinity;
      soft.sum[r] = 0;
    }
    for (let first = 0; first < m; first += COLUMNS_AT_ONCE) {
      const count = m - first < COLUMNS_AT_ONCE ? m - first : COLUMNS_AT_ONCE;
      costBlock(soft.clouds, i, i + rows, first, count, soft.block, 0);
      for (let r = 0; r < rows; r++) addPiece(soft, r, first, count, scale);
    }
    for (let r = 0; r < rows; r++) {
      const least = soft.least[r];
      soft.f[i + r] = least < Infinity ? least - epsilon * logarithm(soft.sum[r]) : Infinity;
    }
  }
}

/** Row r of the block to its sum, which is kept relative to the largest term. */
function addPiece(soft: Soft, r: i32, first: i32, count: i32, scale: f64): void {
  const before = soft.least[r];
  const least = leastDifference(soft.block, r * count, soft.h, first, count);
  if (least < before) {
    soft.least[r] = least;
    soft.sum[r] *= powerOfTwo((least - before) * scale);
  }
  soft.sum[r] += softSum(soft.block, r * count, soft.h, first, count, soft.least[r], scale);
}
