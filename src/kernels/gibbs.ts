import { Clouds, costBlock, packClouds, ROWS_AT_ONCE } from "./clouds.js";
import { softPowers } from "./exponential.js";
import { addRows, dotProduct, scaleBy } from "./products.js";
import { bitsPerCost } from "./soft.js";
import { type Doubles, type f64, type i32, newDoubles } from "./subset.js";

/** Some or all rows of the Gibbs kernel K_ij = exp((f_i + g_j - c_ij) / epsilon), stored. */
export class Gibbs {
  clouds: Clouds;
  /** To be filled by the caller. */
  f: Doubles;
  g: Doubles;
  /** Factors of the rows and columns, to be filled by the caller. */
  u: Doubles;
  v: Doubles;
  /** K v and K^T u. */
  rowSums: Doubles;
  columnSums: Doubles;
  /** The stored rows, row-major, and the first of them. */
  values: Doubles;
  first: i32;

  constructor(n: i32, m: i32, dim: i32, kappa: f64, rows: i32) {
    this.clouds = new Clouds(n, m, dim, kappa);
    this.f = newDoubles(n);
    this.g = newDoubles(m);
    this.u = newDoubles(n);
    this.v = newDoubles(m);
    this.rowSums = newDoubles(n);
    this.columnSums = newDoubles(m);
    this.values = newDoubles(rows * m);
    this.first = 0;
  }
}

/** To be called when the points are in place. */
export function prepareGibbs(gibbs: Gibbs): void {
  packClouds(gibbs.clouds);
}

/** Computes rows from .. to-1, at most as many as there is room for. O((to - from) m d). */
export function computeRows(gibbs: Gibbs, from: i32, to: i32, epsilon: f64): void {
  const m = gibbs.clouds.m;
  const scale = bitsPerCost(epsilon);
  gibbs.first = from;
  for (let i = from; i < to; i += ROWS_AT_ONCE) {
    const end = to < i + ROWS_AT_ONCE ? to : i + ROWS_AT_ONCE;
    costBlock(gibbs.clouds, i, end, 0, m, gibbs.values, (i - from) * m);
    for (let r = i; r < end; r++) {
      softPowers(gibbs.values, (r - from) * m, gibbs.g, 0, m, gibbs.f[r], scale);
    }
  }
}

/** K_ij to u_i K_ij v_j, in the stored rows up to `to` - 1. */
export function scaleRows(gibbs: Gibbs, to: i32): void {
  const m = gibbs.clouds.m;
  for (let i = gibbs.first; i < to; i++) {
    scaleBy(gibbs.values, (i - gibbs.first) * m, gibbs.v, gibbs.u[i], m);
  }
}

/** rowSums_i = sum_j K_ij v_j for the stored rows i = from .. to-1. */
export function sumRows(gibbs: Gibbs, from: i32, to: i32): void {
  const m = gibbs.clouds.m;
  for (let i = from; i < to; i++) {
    gibbs.rowSums[i] = dotProduct(gibbs.values, (i - gibbs.first) * m, gibbs.v, m);
  }
}

/** columnSums_j += sum_i u_i K_ij over the stored rows i = from .. to-1. */
export function addColumns(gibbs: Gibbs, from: i32, to: i32): void {
  const m = gibbs.clouds.m;
  addRows(gibbs.columnSums, gibbs.values, (from - gibbs.first) * m, gibbs.u, from, to - from, m);
}
