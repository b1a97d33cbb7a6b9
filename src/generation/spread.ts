import type { Matrix } from "../numeric/matrix.js";

/**
 * Root of the mean squared distance of two different items among `count` from `first` on: with rows, the root of twice their
 * variance (normalised by n - 1). 0 for one item.
 */
export function spreadOfDistances(distances: Matrix, first: number, count: number): number {
  let squares = 0;
  for (let a = first; a < first + count; a++) {
    for (let b = first; b < a; b++) squares += distances.data[a * distances.cols + b]! ** 2;
  }
  const pairs = (count * (count - 1)) / 2;
  return pairs === 0 ? 0 : Math.sqrt(squares / pairs);
}
