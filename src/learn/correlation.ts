import { ShapeError } from "../errors.js";

/**
 * Pearson's correlation of two sequences, in -1 .. 1; NaN if either is constant.
 *
 * @throws ShapeError if the lengths differ or there are fewer than 2 values.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  if (n !== y.length || n < 2) {
    throw new ShapeError(`a correlation needs two values or more of each, got ${n} and ${y.length}`, {
      expected: n,
      found: y.length,
    });
  }
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let s = 0; s < n; s++) {
    const dx = x[s]! - meanX;
    const dy = y[s]! - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/** Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return pearson(averageRanks(x), averageRanks(y));
}

/** Ranks from 1; equal values get the mean of theirs. O(n log n) time. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Int32Array.from({ length: n }, (_, s) => s).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(n);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    for (let p = start; p < end; p++) ranks[order[p]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** About the first value, so that a large common offset costs no digits. */
function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let s = 0; s < values.length; s++) sum += values[s]! - values[0]!;
  return values[0]! + sum / values.length;
}
