/** sum_k a_k b_k. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Euclidean norm; vectors whose squares overflow are not expected. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

export function maxNorm(a: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < a.length; k++) largest = Math.max(largest, Math.abs(a[k]!));
  return largest;
}

/** a + s b, a new vector. */
export function plus(a: Float64Array, b: Float64Array, s = 1): Float64Array {
  return a.map((value, k) => value + s * b[k]!);
}

export const scaled = (a: Float64Array, s: number): Float64Array => a.map((value) => s * value);

/** a <- a + s b. */
export function add(a: Float64Array, b: Float64Array, s = 1): void {
  for (let k = 0; k < a.length; k++) a[k]! += s * b[k]!;
}

/** a, and b after it. */
export function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
