import { type Measure, selectPoints } from "./measure.js";

export interface Merged {
  /** Distinct points in the order of their first occurrence, masses added. */
  readonly measure: Measure;
  /** For each original point, the index of its merged one. */
  readonly indexOf: Int32Array;
}

/**
 * Points with exactly equal coordinates become one point that carries their mass (0 and -0 count as equal).
 * O(n log n) time by sorting, O(n) memory.
 */
export function mergeRepeated(mu: Measure): Merged {
  const order = sortedByCoordinates(mu);
  const leader = new Int32Array(mu.count); // the first occurrence of the same coordinates
  for (let p = 0; p < mu.count; p++) {
    const i = order[p]!;
    const previous = p > 0 ? order[p - 1]! : -1;
    leader[i] = previous >= 0 && compare(mu, previous, i) === 0 ? leader[previous]! : i;
  }
  const firsts: number[] = [];
  const indexOf = new Int32Array(mu.count);
  for (let i = 0; i < mu.count; i++) {
    if (leader[i] === i) firsts.push(i);
    indexOf[i] = leader[i] === i ? firsts.length - 1 : indexOf[leader[i]!]!;
  }
  const weights = new Float64Array(firsts.length);
  for (let i = 0; i < mu.count; i++) weights[indexOf[i]!]! += mu.weights[i]!;
  return { measure: { ...selectPoints(mu, firsts), weights }, indexOf };
}

/** Equal points by index, so that the first of a group is its first occurrence. */
function sortedByCoordinates(mu: Measure): Int32Array {
  const order = Int32Array.from({ length: mu.count }, (_, i) => i);
  return order.sort((a, b) => compare(mu, a, b) || a - b);
}

function compare(mu: Measure, a: number, b: number): number {
  for (let k = 0; k < mu.dim; k++) {
    const difference = mu.points[a * mu.dim + k]! - mu.points[b * mu.dim + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
