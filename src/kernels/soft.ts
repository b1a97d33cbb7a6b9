import { Boxes, boxDistance, enclose } from "./boxes.js";
import { Clouds, costBlock, packClouds, ROWS_AT_ONCE } from "./clouds.js";
import { arcCosts, logarithm, powerOfTwo, softSum } from "./exponential.js";
import { type Doubles, type f64, type i32, leastDifference, newDoubles } from "./subset.js";
import { SMALLEST_TERM } from "./terms.js";

/** Columns of a block of costs, which is read three times: it has to stay in the innermost cache. A multiple of 4. */
const COLUMNS_AT_ONCE: i32 = 128;

/** What a soft c-transform reads and writes. */
export class Soft {
  clouds: Clouds;
  /** To be filled by the caller; -Infinity leaves a point of y out. */
  h: Doubles;
  /** f_i = -epsilon log sum_j exp((h_j - c_ij) / epsilon). */
  f: Doubles;
  /** Of the points of y, for each block of columns; and of the points of x in the rows at hand. */
  boxes: Boxes;
  own: Boxes;
  /** For each block of columns: the largest h, and a lower bound of c - h in the rows at hand. */
  highest: Doubles;
  floor: Doubles;
  /** Costs of a block. */
  block: Doubles;
  /** Of each row at hand: the least c - h so far, and the sum of exp((least - (c - h)) / epsilon). */
  least: Doubles;
  sum: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64) {
    const blocks = blocksOf(m);
    this.clouds = new Clouds(n, m, dim, kappa);
    this.h = newDoubles(m);
    this.f = newDoubles(n);
    this.boxes = new Boxes(blocks, dim);
    this.own = new Boxes(1, dim);
    this.highest = newDoubles(blocks);
    this.floor = newDoubles(blocks);
    this.block = newDoubles(ROWS_AT_ONCE * COLUMNS_AT_ONCE);
    this.least = newDoubles(ROWS_AT_ONCE);
    this.sum = newDoubles(ROWS_AT_ONCE);
  }
}

function blocksOf(m: i32): i32 {
  return (m + COLUMNS_AT_ONCE - 1 - ((m + COLUMNS_AT_ONCE - 1) % COLUMNS_AT_ONCE)) / COLUMNS_AT_ONCE;
}

function endOf(b: i32, m: i32): i32 {
  const end = (b + 1) * COLUMNS_AT_ONCE;
  return m < end ? m : end;
}

/** exp(c / epsilon) is 2 to so much times c. Finite, so that 0 times it is 0. */
export function bitsPerCost(epsilon: f64): f64 {
  const scale = Math.LOG2E / epsilon;
  return scale < 1.7976931348623157e308 ? scale : 1.7976931348623157e308;
}

/** To be called when the points are in place. */
export function prepareSoft(soft: Soft): void {
  const m = soft.clouds.m;
  packClouds(soft.clouds);
  for (let b = 0; b < blocksOf(m); b++) {
    enclose(soft.boxes, b, soft.clouds.y, b * COLUMNS_AT_ONCE, endOf(b, m));
  }
}

/**
 * Computes f by a scan of all pairs but for blocks that are too far away to add anything: few are not if epsilon is small
 * and both clouds are in an order in which neighbours are near. O(n m d) time, O((n + m) d) memory.
 */
export function runSoft(soft: Soft, epsilon: f64): void {
  const n = soft.clouds.n;
  const scale = bitsPerCost(epsilon);
  findHighest(soft);
  for (let i = 0; i < n; i += ROWS_AT_ONCE) {
    const rows = n - i < ROWS_AT_ONCE ? n - i : ROWS_AT_ONCE;
    sumBlocks(soft, i, rows, scale);
    for (let r = 0; r < rows; r++) {
      const least = soft.least[r];
      soft.f[i + r] = least < Infinity ? least - epsilon * logarithm(soft.sum[r]) : Infinity;
    }
  }
}

function findHighest(soft: Soft): void {
  const m = soft.clouds.m;
  for (let b = 0; b < blocksOf(m); b++) {
    let highest = -Infinity;
    for (let j = b * COLUMNS_AT_ONCE; j < endOf(b, m); j++) {
      if (soft.h[j] > highest) highest = soft.h[j];
    }
    soft.highest[b] = highest;
  }
}

/** The block that may hold the least c - h comes first: after it, most can be left out. */
function sumBlocks(soft: Soft, i: i32, rows: i32, scale: f64): void {
  const blocks = blocksOf(soft.clouds.m);
  for (let r = 0; r < rows; r++) {
    soft.least[r] = Infinity;
    soft.sum[r] = 0;
  }
  const first = findFloors(soft, i, rows);
  addBlock(soft, i, rows, first, scale);
  for (let b = 0; b < blocks; b++) {
    if (b !== first && (worst(soft, rows) - soft.floor[b]) * scale >= SMALLEST_TERM) {
      addBlock(soft, i, rows, b, scale);
    }
  }
}

/** @returns the block of the least. */
function findFloors(soft: Soft, i: i32, rows: i32): i32 {
  const blocks = blocksOf(soft.clouds.m);
  const floor = soft.floor;
  enclose(soft.own, 0, soft.clouds.x, i, i + rows);
  for (let b = 0; b < blocks; b++) floor[b] = boxDistance(soft.own, 0, soft.boxes, b);
  if (soft.clouds.kappa > 0) arcCosts(floor, 0, blocks, soft.clouds.kappa);
  let first: i32 = 0;
  for (let b = 0; b < blocks; b++) {
    floor[b] -= soft.highest[b];
    if (floor[b] < floor[first]) first = b;
  }
  return first;
}

function worst(soft: Soft, rows: i32): f64 {
  let largest = soft.least[0];
  for (let r = 1; r < rows; r++) if (soft.least[r] > largest) largest = soft.least[r];
  return largest;
}

/** Terms of a block to the sums, which are kept relative to the largest term. */
function addBlock(soft: Soft, i: i32, rows: i32, b: i32, scale: f64): void {
  const first = b * COLUMNS_AT_ONCE;
  const count = endOf(b, soft.clouds.m) - first;
  costBlock(soft.clouds, i, i + rows, first, count, soft.block, 0);
  for (let r = 0; r < rows; r++) {
    const before = soft.least[r];
    const least = leastDifference(soft.block, r * count, soft.h, first, count);
    if (least < before) {
      soft.least[r] = least;
      soft.sum[r] *= powerOfTwo((least - before) * scale);
    }
    soft.sum[r] += softSum(soft.block, r * count, soft.h, first, count, soft.least[r], scale);
  }
}
