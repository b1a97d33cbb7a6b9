/**
 * A B^T, the inner products of n rows with m rows of `length` numbers: n x m, row-major.
 *
 * Sixteen sums stay in registers while four rows of each side are read once. O(n m length) time; each sum runs from the
 * first number to the last, so the bits do not depend on the blocks.
 */
export function rowProducts(
  a: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
  length: number,
): Float64Array {
  const out = new Float64Array(n * m);
  const blockedRows = n - (n % 4);
  const blockedCols = m - (m % 4);
  for (let i = 0; i < blockedRows; i += 4) {
    for (let j = 0; j < blockedCols; j += 4)
      blockInto(a, i * length, b, j * length, length, out, i * m + j, m);
  }
  for (let i = 0; i < n; i++) {
    const from = i < blockedRows ? blockedCols : 0;
    for (let j = from; j < m; j++) out[i * m + j] = product(a, i * length, b, j * length, length);
  }
  return out;
}

function product(a: Float64Array, p: number, b: Float64Array, q: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[p + k]! * b[q + k]!;
  return sum;
}

function blockInto(
  a: Float64Array,
  p: number,
  b: Float64Array,
  q: number,
  length: number,
  out: Float64Array,
  at: number,
  stride: number,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  const end = p + length;
  for (let k = q; p < end; p++, k++) {
    const a0 = a[p]!;
    const a1 = a[p + length]!;
    const a2 = a[p + 2 * length]!;
    const a3 = a[p + 3 * length]!;
    const b0 = b[k]!;
    s00 += a0 * b0;
    s10 += a1 * b0;
    s20 += a2 * b0;
    s30 += a3 * b0;
    const b1 = b[k + length]!;
    s01 += a0 * b1;
    s11 += a1 * b1;
    s21 += a2 * b1;
    s31 += a3 * b1;
    const b2 = b[k + 2 * length]!;
    s02 += a0 * b2;
    s12 += a1 * b2;
    s22 += a2 * b2;
    s32 += a3 * b2;
    const b3 = b[k + 3 * length]!;
    s03 += a0 * b3;
    s13 += a1 * b3;
    s23 += a2 * b3;
    s33 += a3 * b3;
  }
  out[at] = s00;
  out[at + 1] = s01;
  out[at + 2] = s02;
  out[at + 3] = s03;
  out[at + stride] = s10;
  out[at + stride + 1] = s11;
  out[at + stride + 2] = s12;
  out[at + stride + 3] = s13;
  out[at + 2 * stride] = s20;
  out[at + 2 * stride + 1] = s21;
  out[at + 2 * stride + 2] = s22;
  out[at + 2 * stride + 3] = s23;
  out[at + 3 * stride] = s30;
  out[at + 3 * stride + 1] = s31;
  out[at + 3 * stride + 2] = s32;
  out[at + 3 * stride + 3] = s33;
}
