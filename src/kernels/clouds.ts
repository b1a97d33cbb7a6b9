import { arcCosts } from "./exponential.js";
import { type Doubles, type f64, type i32, newDoubles, packed, squaredDistances } from "./subset.js";

/** Rows that are computed together. */
export const ROWS_AT_ONCE: i32 = 4;

/** Two clouds and the cost between them, computed when it is asked for. */
export class Clouds {
  n: i32;
  m: i32;
  dim: i32;
  /** Length scale of the cost -kappa^2 log cos^2(min(|x - y| / kappa, pi / 2)); 0 stands for |x - y|^2. */
  kappa: f64;
  /** Row-major, to be filled by the caller. */
  x: Doubles;
  y: Doubles;
  packedY: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64) {
    const y = newDoubles(m * dim);
    this.n = n;
    this.m = m;
    this.dim = dim;
    this.kappa = kappa;
    this.x = newDoubles(n * dim);
    this.y = y;
    this.packedY = y;
  }
}

/** To be called when the points are in place. */
export function packClouds(clouds: Clouds): void {
  clouds.packedY = packed(clouds.y, clouds.m, clouds.dim);
}

/**
 * Costs of rows from .. to-1 and `count` columns from `first` on, which is a multiple of 4, to out[at ...], row by row.
 * O((to - from) count d).
 */
export function costBlock(
  clouds: Clouds,
  from: i32,
  to: i32,
  first: i32,
  count: i32,
  out: Doubles,
  at: i32,
): void {
  squaredDistances(clouds.x, from, to, clouds.packedY, first, count, clouds.dim, out, at);
  if (clouds.kappa > 0) arcCosts(out, at, (to - from) * count, clouds.kappa);
}
