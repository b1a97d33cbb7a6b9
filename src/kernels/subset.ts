/**
 * The words that the kernels use beyond plain TypeScript. A kernel is written in the common subset of TypeScript and
 * AssemblyScript; here is what its words mean in JavaScript, in assembly/subset.ts what they mean in WebAssembly.
 * Both give the same numbers, bit for bit: sums run in the same order, and minima do not depend on one.
 */

/** A whole number of 32 bits. */
export type i32 = number;
/** A double. */
export type f64 = number;
export type Ints = Int32Array;
export type Doubles = Float64Array;

export function newInts(count: i32): Ints {
  return new Int32Array(count);
}

export function newDoubles(count: i32): Doubles {
  return new Float64Array(count);
}

/** Gives up all records and arrays made so far. */
export function forgetAll(): void {}

/** Towards zero. */
export function toInt(value: f64): i32 {
  return value | 0;
}

/**
 * The m points of y in the order in which `squaredDistances` reads them: as they are.
 */
export function packed(y: Doubles, _m: i32, _dim: i32): Doubles {
  return y;
}

/**
 * out[at + (i - from) m + j] = sum_k (x_ik - y_lk)^2 with l = first + j, for rows i = from .. to-1 and m packed points
 * y_l from `first` on, which is a multiple of 4.
 */
export function squaredDistances(
  x: Doubles,
  from: i32,
  to: i32,
  y: Doubles,
  first: i32,
  m: i32,
  dim: i32,
  out: Doubles,
  at: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = at + (i - from) * m;
    if (dim === 2) planeRow(x, i, y, first, m, out, row);
    else if (dim === 3) spaceRow(x, i, y, first, m, out, row);
    else anyRow(x, i, y, first, m, dim, out, row);
  }
}

function planeRow(x: Doubles, i: i32, y: Doubles, first: i32, m: i32, out: Doubles, row: i32): void {
  const x0 = x[2 * i];
  const x1 = x[2 * i + 1];
  for (let j = 0, q = 2 * first; j < m; j++, q += 2) {
    const s = x0 - y[q];
    const t = x1 - y[q + 1];
    out[row + j] = s * s + t * t;
  }
}

function spaceRow(x: Doubles, i: i32, y: Doubles, first: i32, m: i32, out: Doubles, row: i32): void {
  const x0 = x[3 * i];
  const x1 = x[3 * i + 1];
  const x2 = x[3 * i + 2];
  for (let j = 0, q = 3 * first; j < m; j++, q += 3) {
    const s = x0 - y[q];
    const t = x1 - y[q + 1];
    const u = x2 - y[q + 2];
    out[row + j] = s * s + t * t + u * u;
  }
}

function anyRow(x: Doubles, i: i32, y: Doubles, first: i32, m: i32, dim: i32, out: Doubles, row: i32): void {
  const end = (i + 1) * dim;
  for (let j = 0, q = first * dim; j < m; j++) {
    let sum = 0;
    for (let p = i * dim; p < end; p++, q++) {
      const t = x[p] - y[q];
      sum += t * t;
    }
    out[row + j] = sum;
  }
}

/** out[i m + j] = sum_k x_ik y_jk for all n points of x and m packed points. */
export function dotProducts(x: Doubles, n: i32, y: Doubles, m: i32, dim: i32, out: Doubles): void {
  const blocked = m - (m % 4);
  for (let i = 0; i < n; i++) {
    let j = 0;
    for (; j < blocked; j += 4) dotBlock(x, i, y, j, dim, out, i * m + j);
    for (; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += x[i * dim + k] * y[j * dim + k];
      out[i * m + j] = sum;
    }
  }
}

/** Four sums at a time: one alone would wait for itself. */
function dotBlock(x: Doubles, i: i32, y: Doubles, j: i32, dim: i32, out: Doubles, at: i32): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0, p = i * dim, q = j * dim; k < dim; k++, p++, q++) {
    const own = x[p];
    s0 += own * y[q];
    s1 += own * y[q + dim];
    s2 += own * y[q + 2 * dim];
    s3 += own * y[q + 3 * dim];
  }
  out[at] = s0;
  out[at + 1] = s1;
  out[at + 2] = s2;
  out[at + 3] = s3;
}

/** min over t < count of a[at + t] - b[bt + t]. */
export function leastDifference(a: Doubles, at: i32, b: Doubles, bt: i32, count: i32): f64 {
  let least = Infinity;
  for (let t = 0; t < count; t++) {
    const value = a[at + t] - b[bt + t];
    if (value < least) least = value;
  }
  return least;
}

/** max over t < count of a[at + t]. */
export function largest(a: Doubles, at: i32, count: i32): f64 {
  let most = -Infinity;
  for (let t = at; t < at + count; t++) if (a[t] > most) most = a[t];
  return most;
}

/** low[lt + t] = min(low[lt + t], a[at + t] - f). */
export function lowerTo(low: Doubles, lt: i32, a: Doubles, at: i32, f: f64, count: i32): void {
  for (let t = 0; t < count; t++) {
    const value = a[at + t] - f;
    if (value < low[lt + t]) low[lt + t] = value;
  }
}

/** The first t in from .. to-1 with a[at + t] - b[bt + t] <= limit, or `to`. */
export function firstBelow(a: Doubles, at: i32, b: Doubles, bt: i32, from: i32, to: i32, limit: f64): i32 {
  let t = from;
  while (t < to && a[at + t] - b[bt + t] > limit) t++;
  return t;
}

/** Writes to `found` the t in from .. to-1 with a[at + t] - b[bt + t] <= limit, at most `most`. @returns their number. */
export function allBelow(
  a: Doubles,
  at: i32,
  b: Doubles,
  bt: i32,
  from: i32,
  to: i32,
  limit: f64,
  found: Ints,
  most: i32,
): i32 {
  let count = 0;
  for (let t = from; t < to && count < most; t++) {
    if (a[at + t] - b[bt + t] <= limit) found[count++] = t;
  }
  return count;
}
