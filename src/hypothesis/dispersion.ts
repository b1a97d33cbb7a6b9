import type { Matrix } from "../numeric/matrix.js";

/**
 * Dispersion within groups: sum over groups of (sum of the dissimilarities of its pairs) / (number of its units). With that of
 * all units as one group, T, the energy statistic between groups is T - W (Rizzo and Székely 2010, theorem 2), so that of all
 * divisions into groups of given sizes those with the least W are the farthest apart.
 *
 * @param order the units, those of the first group first. O(sum of squared sizes).
 */
export function withinDispersion(distances: Matrix, order: Int32Array, sizes: Int32Array): number {
  const { data, cols } = distances;
  let within = 0;
  let start = 0;
  for (const size of sizes) {
    let sum = 0;
    for (let p = start + 1; p < start + size; p++) {
      const row = order[p]! * cols;
      for (let q = start; q < p; q++) sum += data[row + order[q]!]!;
    }
    if (size > 0) within += sum / size;
    start += size;
  }
  return within;
}

/** Dispersion of all units as one group. */
export function totalDispersion(distances: Matrix): number {
  const order = Int32Array.from({ length: distances.rows }, (_, u) => u);
  return withinDispersion(distances, order, Int32Array.of(order.length));
}

/**
 * Share of the dispersion that groups explain, made free of bias:  1 - (W / (n - k)) / (T / (n - 1)).
 *
 * Its mean over all permutations of the labels is 0, whatever the sizes; 1 is reached where groups have no dispersion of their
 * own. It may be negative. 0 where all dissimilarities are 0. With "variance" it is the adjusted R^2.
 */
export function explainedShare(within: number, total: number, units: number, groups: number): number {
  if (total === 0) return 0;
  return 1 - within / (units - groups) / (total / (units - 1));
}

/** The units in the order of their groups. */
export function groupedOrder(codes: Int32Array): Int32Array {
  return Int32Array.from(codes.keys()).sort((u, v) => codes[u]! - codes[v]! || u - v);
}
