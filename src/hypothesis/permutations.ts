import type { OnProgress, Status } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { countAssignments, nextAssignment, shuffle } from "./assignments.js";
import { groupedOrder, withinDispersion } from "./dispersion.js";
import { groupSizes, type Units } from "./units.js";

/** Dispersions within groups of labels that are exchanged between the units. */
export interface PermutedDispersions {
  /** Of the labels as they are. */
  readonly observed: number;
  /** One for each permutation; where all divisions were tried, one for each of them, the observed one included. */
  readonly permuted: Float64Array;
  readonly exhaustive: boolean;
  readonly status: Status;
}

export interface PermutationWork {
  readonly random: Random;
  readonly permutations: number;
  readonly onProgress?: OnProgress | undefined;
}

/** Permutations between two messages of progress. */
const AT_ONCE = 100;

/**
 * All ways to divide the units into groups of these sizes where there are no more than `permutations`, else so many random
 * ones. O(permutations * sum of squared sizes) time.
 */
export function permutedDispersions(units: Units, work: PermutationWork): PermutedDispersions {
  const { distances, codes } = units;
  const sizes = groupSizes(units);
  const observed = withinDispersion(distances, groupedOrder(codes), sizes);
  const ways = countAssignments(sizes, work.permutations);
  const all = ways < Infinity;
  const next = all ? everyOrder(codes) : randomOrders(codes.length, work.random);
  const total = all ? ways : work.permutations;
  const permuted = new Float64Array(total);
  for (let done = 0; done < total; ) {
    permuted[done++] = withinDispersion(distances, next(), sizes);
    if (done % AT_ONCE > 0 && done < total) continue;
    if (work.onProgress?.({ unit: "permutations", done, total }) !== false) continue;
    // random ones so far are a test of their own; the first of all divisions in their order are not
    return { observed, permuted: permuted.subarray(0, all ? 0 : done), exhaustive: false, status: "aborted" };
  }
  return { observed, permuted, exhaustive: all, status: "converged" };
}

function everyOrder(codes: Int32Array): () => Int32Array {
  const assignment = codes.slice().sort();
  let isFirst = true;
  return () => {
    if (!isFirst) nextAssignment(assignment);
    isFirst = false;
    return groupedOrder(assignment);
  };
}

function randomOrders(count: number, random: Random): () => Int32Array {
  const order = Int32Array.from({ length: count }, (_, u) => u);
  return () => {
    shuffle(order, random);
    return order;
  };
}

/** Of the total dispersion: sums of other orders differ by rounding, and labels that tie must count as ties. */
const TIE = 1e-12;

/** How many permutations set the groups as far apart as the labels do, or farther. */
export function countAtLeast({ observed, permuted }: PermutedDispersions, total: number): number {
  const limit = observed + TIE * total;
  return permuted.reduce((count, within) => (within <= limit ? count + 1 : count), 0);
}

/**
 * P-value: the share of all divisions that are at least as extreme; of a sample of B, (1 + b) / (1 + B), with which a test
 * at level alpha rejects no more often than alpha where there is no difference. Phipson and Smyth 2010.
 */
export function pValueOf(atLeast: number, permuted: number, exhaustive: boolean): number {
  return exhaustive ? atLeast / permuted : (1 + atLeast) / (1 + permuted);
}
