/** |x_i|^2. */
export function squaredNorm(x: Float64Array, i: number, dim: number): number {
  let sum = 0;
  for (let p = i * dim; p < (i + 1) * dim; p++) sum += x[p]! * x[p]!;
  return sum;
}

/** |x_i - y_j|^2 from coordinate differences, never from dot products: nearby points keep all their digits. */
export function squaredDistance(x: Float64Array, i: number, y: Float64Array, j: number, dim: number): number {
  let sum = 0;
  for (let k = 0, p = i * dim, q = j * dim; k < dim; k++, p++, q++) {
    const t = x[p]! - y[q]!;
    sum += t * t;
  }
  return sum;
}

/**
 * Squared distances from point i of x to the first `count` points of y, written to out[at ...].
 *
 * Bit for bit what `squaredDistance` gives: the loops for 2 and 3 dimensions and the blocks of four points only
 * save time. O(count * dim).
 */
export function squaredDistancesInto(
  x: Float64Array,
  i: number,
  y: Float64Array,
  count: number,
  dim: number,
  out: Float64Array,
  at: number,
): void {
  if (dim === 2) planeInto(x, i, y, count, out, at);
  else if (dim === 3) spaceInto(x, i, y, count, out, at);
  else blocksInto(x, i, y, count, dim, out, at);
}

function blocksInto(
  x: Float64Array,
  i: number,
  y: Float64Array,
  count: number,
  dim: number,
  out: Float64Array,
  at: number,
): void {
  const blocked = count - (count % 4);
  for (let j = 0; j < blocked; j += 4) {
    let q0 = j * dim;
    let q1 = q0 + dim;
    let q2 = q1 + dim;
    let q3 = q2 + dim;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let p = i * dim, end = p + dim; p < end; p++) {
      const xk = x[p]!;
      const t0 = xk - y[q0++]!;
      const t1 = xk - y[q1++]!;
      const t2 = xk - y[q2++]!;
      const t3 = xk - y[q3++]!;
      s0 += t0 * t0;
      s1 += t1 * t1;
      s2 += t2 * t2;
      s3 += t3 * t3;
    }
    out[at + j] = s0;
    out[at + j + 1] = s1;
    out[at + j + 2] = s2;
    out[at + j + 3] = s3;
  }
  for (let j = blocked; j < count; j++) out[at + j] = squaredDistance(x, i, y, j, dim);
}

function planeInto(
  x: Float64Array,
  i: number,
  y: Float64Array,
  count: number,
  out: Float64Array,
  at: number,
): void {
  const x0 = x[2 * i]!;
  const x1 = x[2 * i + 1]!;
  for (let j = 0, q = 0; j < count; j++, q += 2) {
    const t0 = x0 - y[q]!;
    const t1 = x1 - y[q + 1]!;
    out[at + j] = t0 * t0 + t1 * t1;
  }
}

function spaceInto(
  x: Float64Array,
  i: number,
  y: Float64Array,
  count: number,
  out: Float64Array,
  at: number,
): void {
  const x0 = x[3 * i]!;
  const x1 = x[3 * i + 1]!;
  const x2 = x[3 * i + 2]!;
  for (let j = 0, q = 0; j < count; j++, q += 3) {
    const t0 = x0 - y[q]!;
    const t1 = x1 - y[q + 1]!;
    const t2 = x2 - y[q + 2]!;
    out[at + j] = t0 * t0 + t1 * t1 + t2 * t2;
  }
}
