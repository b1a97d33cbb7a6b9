import { ShapeError } from "../errors.js";
import type { SparsePlan } from "../transport/plan.js";

/**
 * A one-to-one matching among the entries of a plan between as many equal masses: a plan that is no permutation itself is a
 * mean of such, all of the same cost where it is optimal. Birkhoff 1946; augmenting paths as Kuhn 1955 has them.
 *
 * @throws ShapeError if the entries hold no matching of all rows: the plan is none between equal masses.
 *
 * O(n) where the plan is a permutation, else O(n entries) at worst; O(entries) memory.
 */
export function matchingIn({ rows, cols, shape }: SparsePlan): Int32Array {
  const reached: number[][] = Array.from({ length: shape[0] }, () => []);
  rows.forEach((i, e) => {
    reached[i]!.push(cols[e]!);
  });
  const owner = new Int32Array(shape[1]).fill(-1);
  for (let i = 0; i < shape[0]; i++) {
    if (augment(i, reached, owner)) continue;
    throw new ShapeError(`row ${i} of the plan has no column of its own; the masses must be equal`, {
      found: i,
    });
  }
  const partner = new Int32Array(shape[0]);
  owner.forEach((i, j) => {
    if (i >= 0) partner[i] = j;
  });
  return partner;
}

/** A row on the path, and the next of its entries to look at; it leaves by the one before. */
interface Step {
  readonly row: number;
  next: number;
}

/** Gives row `start` a column, other rows along an augmenting path another one. Depth first, on a stack of its own: paths may be long. */
function augment(start: number, reached: readonly number[][], owner: Int32Array): boolean {
  const visited = new Set<number>();
  const path: Step[] = [{ row: start, next: 0 }];
  for (;;) {
    const step = path.at(-1);
    if (step === undefined) return false;
    const column = reached[step.row]![step.next];
    if (column === undefined) {
      path.pop();
      continue;
    }
    step.next++;
    if (visited.has(column)) continue;
    visited.add(column);
    if (owner[column]! >= 0) {
      path.push({ row: owner[column]!, next: 0 });
      continue;
    }
    for (const { row, next } of path) owner[reached[row]![next - 1]!] = row;
    return true;
  }
}
