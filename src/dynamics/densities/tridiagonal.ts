/** Rows lower[i] x[i-1] + diagonal[i] x[i] + upper[i] x[i+1]; lower[0] and the last of upper are not read. */
export interface Tridiagonal {
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
}

/**
 * x with A x = b by elimination without exchanges, which is stable for columns in which the diagonal dominates.
 *
 * O(n) time and memory.
 */
export function solveTridiagonal({ lower, diagonal, upper }: Tridiagonal, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  const ratio = new Float64Array(n);
  let pivot = diagonal[0]!;
  x[0] = x[0]! / pivot;
  for (let i = 1; i < n; i++) {
    ratio[i - 1] = upper[i - 1]! / pivot;
    pivot = diagonal[i]! - lower[i]! * ratio[i - 1]!;
    x[i] = (x[i]! - lower[i]! * x[i - 1]!) / pivot;
  }
  for (let i = n - 2; i >= 0; i--) x[i] = x[i]! - ratio[i]! * x[i + 1]!;
  return x;
}
