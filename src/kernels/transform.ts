import { ROWS_AT_ONCE } from "./clouds.js";
import { type Doubles, type i32, lowerTo, newDoubles, packed, squaredDistances } from "./subset.js";

/** What a c-transform reads and writes. */
export class Transform {
  n: i32;
  m: i32;
  dim: i32;
  /** To be filled by the caller. */
  x: Doubles;
  f: Doubles;
  y: Doubles;
  /** g_j = min_i |x_i - y_j|^2 - f_i. */
  g: Doubles;

  constructor(n: i32, m: i32, dim: i32) {
    this.n = n;
    this.m = m;
    this.dim = dim;
    this.x = newDoubles(n * dim);
    this.f = newDoubles(n);
    this.y = newDoubles(m * dim);
    this.g = newDoubles(m);
  }
}

/** Computes g by a scan of all pairs. O(n m d) time, O((n + m) d) memory. */
export function runTransform(transform: Transform): void {
  const n = transform.n;
  const m = transform.m;
  leastOver(transform.x, n, transform.f, 0, transform.y, m, transform.dim, transform.g);
}

/** out_j = min over i < n of |x_i - y_j|^2 - f[ft + i], for j < m, by a scan of all pairs. O(n m d). */
export function leastOver(
  x: Doubles,
  n: i32,
  f: Doubles,
  ft: i32,
  y: Doubles,
  m: i32,
  dim: i32,
  out: Doubles,
): void {
  const packedY = packed(y, m, dim);
  const block = newDoubles(ROWS_AT_ONCE * m);
  for (let j = 0; j < m; j++) out[j] = Infinity;
  for (let i = 0; i < n; i += ROWS_AT_ONCE) {
    const end = n < i + ROWS_AT_ONCE ? n : i + ROWS_AT_ONCE;
    squaredDistances(x, i, end, packedY, 0, m, dim, block, 0);
    for (let r = i; r < end; r++) lowerTo(out, 0, block, (r - i) * m, f[ft + r], m);
  }
}
