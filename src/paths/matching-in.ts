import type { SparsePlan } from "../transport/plan.js";

/**
 * A one-to-one matching among the entries of a plan between as many equal masses: a plan that is no permutation itself is a
 * mean of such, all of the same cost where it is optimal. Birkhoff 1946; augmenting paths as Kuhn 1955 has them.
 *
 * O(n) where the plan is a permutation, else O(n entries) at worst.
 */
export function matchingIn({ rows, cols, shape }: SparsePlan): Int32Array {
  const reached: number[][] = Array.from({ length: shape[0] }, () => []);
  rows.forEach((i, e) => {
    reached[i]!.push(cols[e]!);
  });
  const owner = new Int32Array(shape[1]).fill(-1);
  for (let i = 0; i < shape[0]; i++) augment(i, reached, owner, new Set());
  const partner = new Int32Array(shape[0]);
  owner.forEach((i, j) => {
    if (i >= 0) partner[i] = j;
  });
  return partner;
}

function augment(i: number, reached: readonly number[][], owner: Int32Array, visited: Set<number>): boolean {
  for (const j of reached[i]!) {
    if (visited.has(j)) continue;
    visited.add(j);
    if (owner[j]! >= 0 && !augment(owner[j]!, reached, owner, visited)) continue;
    owner[j] = i;
    return true;
  }
  return false;
}
