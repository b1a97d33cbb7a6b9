import type { Random } from "../numeric/random.js";

/** Number of ways to divide units into groups of these sizes, Infinity where it is above `most`. */
export function countAssignments(sizes: Int32Array, most: number): number {
  let count = 1;
  let units = 0;
  for (const size of sizes) {
    for (let p = 1; p <= size; p++) {
      count = (count * ++units) / p; // whole after every step: a binomial coefficient times the ways before
      if (count > most * units) return Infinity;
    }
  }
  return count > most ? Infinity : count;
}

/** The next sequence in lexicographic order, in place; false after the last one. Knuth 2011, 7.2.1.2, algorithm L. */
export function nextAssignment(codes: Int32Array): boolean {
  let i = codes.length - 2;
  while (i >= 0 && codes[i]! >= codes[i + 1]!) i--;
  if (i < 0) return false;
  let j = codes.length - 1;
  while (codes[j]! <= codes[i]!) j--;
  swap(codes, i, j);
  codes.subarray(i + 1).reverse();
  return true;
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle(order: Int32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) swap(order, i, random.integer(i + 1));
}

function swap(values: Int32Array, i: number, j: number): void {
  const kept = values[i]!;
  values[i] = values[j]!;
  values[j] = kept;
}
