import {
  Clouds,
  costBlock,
  findFloors,
  findHighest,
  firstOf,
  newBlock,
  prepareClouds,
  ROWS_AT_ONCE,
  widthOf,
} from "./clouds.js";
import { bitsPerCost, logarithm, powerOfTwo, softSum } from "./exponential.js";
import { type Doubles, type f64, type i32, largest, leastDifference, newDoubles } from "./subset.js";
import { SMALLEST_TERM } from "./terms.js";

/** What a soft c-transform reads and writes. */
export class Soft {
  clouds: Clouds;
  /** To be filled by the caller; -Infinity leaves a point of y out. */
  h: Doubles;
  /** f_i = -epsilon log sum_j exp((h_j - c_ij) / epsilon). */
  f: Doubles;
  /** The largest h of each block of columns. */
  highest: Doubles;
  /** Costs of a block. */
  block: Doubles;
  /** Of each row at hand: the least c - h so far, and the sum of exp((least - (c - h)) / epsilon). */
  least: Doubles;
  sum: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64) {
    const clouds = new Clouds(n, m, dim, kappa);
    this.clouds = clouds;
    this.h = newDoubles(m);
    this.f = newDoubles(n);
    this.highest = newDoubles(clouds.blocks);
    this.block = newBlock();
    this.least = newDoubles(ROWS_AT_ONCE);
    this.sum = newDoubles(ROWS_AT_ONCE);
  }
}

/** To be called when the points are in place. */
export function prepareSoft(soft: Soft): void {
  prepareClouds(soft.clouds);
}

/**
 * Computes f by a scan of all pairs but for blocks that are too far away to add anything: most of them, if epsilon is
 * small and both clouds are in an order in which neighbours are near. O(n m d) time, O((n + m) d) memory.
 */
export function runSoft(soft: Soft, epsilon: f64): void {
  const n = soft.clouds.n;
  const scale = bitsPerCost(epsilon);
  findHighest(soft.clouds, soft.h, soft.highest);
  for (let i = 0; i < n; i += ROWS_AT_ONCE) {
    const end = n < i + ROWS_AT_ONCE ? n : i + ROWS_AT_ONCE;
    sumRowsAt(soft, i, end, scale);
    for (let r = i; r < end; r++) {
      const least = soft.least[r - i];
      soft.f[r] = least < Infinity ? least - epsilon * logarithm(soft.sum[r - i]) : Infinity;
    }
  }
}

/** The block that may hold the least c - h comes first: after it, most can be left out. */
function sumRowsAt(soft: Soft, i: i32, end: i32, scale: f64): void {
  const floor = soft.clouds.floor;
  const rows = end - i;
  for (let r = 0; r < ROWS_AT_ONCE; r++) {
    soft.least[r] = Infinity;
    soft.sum[r] = 0;
  }
  const first = findOwnFloors(soft, i, end);
  addBlock(soft, i, end, first, scale);
  for (let b = 0; b < soft.clouds.blocks; b++) {
    if (b === first) continue;
    const above = largest(soft.least, 0, rows) - floor[b];
    if (above * scale >= SMALLEST_TERM) addBlock(soft, i, end, b, scale);
  }
}

/** Lower bounds of c - h in the rows at hand, by blocks. @returns the block of the least. */
function findOwnFloors(soft: Soft, i: i32, end: i32): i32 {
  const floor = soft.clouds.floor;
  findFloors(soft.clouds, i, end);
  let first: i32 = 0;
  for (let b = 0; b < soft.clouds.blocks; b++) {
    floor[b] -= soft.highest[b];
    if (floor[b] < floor[first]) first = b;
  }
  return first;
}

/** Terms of a block to the sums, which are kept relative to the largest term. */
function addBlock(soft: Soft, i: i32, end: i32, b: i32, scale: f64): void {
  const first = firstOf(b);
  const width = widthOf(soft.clouds, b);
  costBlock(soft.clouds, i, end, b, soft.block);
  for (let r = 0; r < end - i; r++) {
    const before = soft.least[r];
    const least = leastDifference(soft.block, r * width, soft.h, first, width);
    if (least < before) {
      soft.least[r] = least;
      soft.sum[r] *= powerOfTwo((least - before) * scale);
    }
    soft.sum[r] += softSum(soft.block, r * width, soft.h, first, width, soft.least[r], scale);
  }
}
