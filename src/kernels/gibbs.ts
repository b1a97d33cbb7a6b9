import {
  blockOf,
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
import { bitsPerCost, softPowers } from "./exponential.js";
import { addRows, clear, dotProduct, scaleBy } from "./products.js";
import { type Doubles, type f64, type Ints, type i32, largest, newDoubles, newInts } from "./subset.js";
import { LOWEST } from "./terms.js";

/**
 * Some or all rows of the Gibbs kernel K_ij = exp((f_i + g_j - c_ij) / epsilon), stored. Entries below 2^lowest are 0;
 * blocks of a row that hold no others are skipped.
 */
export class Gibbs {
  clouds: Clouds;
  /** To be filled by the caller. */
  f: Doubles;
  g: Doubles;
  /** Factors of the rows and columns, to be filled by the caller. */
  u: Doubles;
  v: Doubles;
  /** K v and K^T u. */
  rowSums: Doubles;
  columnSums: Doubles;
  lowest: f64;
  /** The stored rows, row-major, the first of them, and for each row and block of columns: may it be other than 0? */
  values: Doubles;
  first: i32;
  filled: Ints;
  /** The largest g of each block of columns. */
  highest: Doubles;
  /** Costs of a block. */
  block: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64, rows: i32) {
    const clouds = new Clouds(n, m, dim, kappa);
    this.clouds = clouds;
    this.f = newDoubles(n);
    this.g = newDoubles(m);
    this.u = newDoubles(n);
    this.v = newDoubles(m);
    this.rowSums = newDoubles(n);
    this.columnSums = newDoubles(m);
    this.lowest = LOWEST;
    this.values = newDoubles(rows * m);
    this.first = 0;
    this.filled = newInts(rows * clouds.blocks);
    this.highest = newDoubles(clouds.blocks);
    this.block = newBlock();
  }
}

/** To be called when the points are in place. */
export function prepareGibbs(gibbs: Gibbs): void {
  prepareClouds(gibbs.clouds);
}

/** From now on entries below 2^lowest are 0, where -1022, the default, is the least that can be told from 0. */
export function cutBelow(gibbs: Gibbs, lowest: f64): void {
  gibbs.lowest = lowest > LOWEST ? lowest : LOWEST;
}

/** Computes rows from .. to-1, at most as many as there is room for. O((to - from) m d). */
export function computeRows(gibbs: Gibbs, from: i32, to: i32, epsilon: f64): void {
  const scale = bitsPerCost(epsilon);
  gibbs.first = from;
  findHighest(gibbs.clouds, gibbs.g, gibbs.highest);
  for (let i = from; i < to; i += ROWS_AT_ONCE) {
    const end = to < i + ROWS_AT_ONCE ? to : i + ROWS_AT_ONCE;
    findFloors(gibbs.clouds, i, end);
    const own = largest(gibbs.f, i, end - i);
    for (let b = 0; b < gibbs.clouds.blocks; b++) {
      const highest = (own - (gibbs.clouds.floor[b] - gibbs.highest[b])) * scale;
      if (highest >= gibbs.lowest) computeBlock(gibbs, i, end, b, scale);
      else clearBlock(gibbs, i, end, b);
    }
  }
}

function computeBlock(gibbs: Gibbs, i: i32, end: i32, b: i32, scale: f64): void {
  const m = gibbs.clouds.m;
  const first = firstOf(b);
  const width = widthOf(gibbs.clouds, b);
  costBlock(gibbs.clouds, i, end, b, gibbs.block);
  for (let r = i; r < end; r++) {
    const at = (r - gibbs.first) * m + first;
    softPowers(
      gibbs.block,
      (r - i) * width,
      gibbs.g,
      first,
      width,
      gibbs.f[r],
      scale,
      gibbs.lowest,
      gibbs.values,
      at,
    );
    gibbs.filled[placeOf(gibbs, r, b)] = 1;
  }
}

function clearBlock(gibbs: Gibbs, i: i32, end: i32, b: i32): void {
  for (let r = i; r < end; r++) {
    clear(gibbs.values, (r - gibbs.first) * gibbs.clouds.m + firstOf(b), widthOf(gibbs.clouds, b));
    gibbs.filled[placeOf(gibbs, r, b)] = 0;
  }
}

function placeOf(gibbs: Gibbs, i: i32, b: i32): i32 {
  return (i - gibbs.first) * gibbs.clouds.blocks + b;
}

/** The first column from j on, in row i, that is not in a skipped block, or m. */
export function runStart(gibbs: Gibbs, i: i32, j: i32): i32 {
  return firstWith(gibbs, i, j, 1);
}

/** The first column from j on, in row i, that is in a skipped block, or m. */
export function runEnd(gibbs: Gibbs, i: i32, j: i32): i32 {
  return firstWith(gibbs, i, j, 0);
}

function firstWith(gibbs: Gibbs, i: i32, j: i32, filled: i32): i32 {
  for (let b = blockOf(j); b < gibbs.clouds.blocks; b++) {
    if (gibbs.filled[placeOf(gibbs, i, b)] === filled) return firstOf(b) < j ? j : firstOf(b);
  }
  return gibbs.clouds.m;
}

/** K_ij to u_i K_ij v_j, in the stored rows up to `to` - 1. */
export function scaleRows(gibbs: Gibbs, to: i32): void {
  const m = gibbs.clouds.m;
  for (let i = gibbs.first; i < to; i++) {
    for (let b = 0; b < gibbs.clouds.blocks; b++) {
      if (gibbs.filled[placeOf(gibbs, i, b)] === 0) continue;
      const at = (i - gibbs.first) * m + firstOf(b);
      scaleBy(gibbs.values, at, gibbs.v, firstOf(b), gibbs.u[i], widthOf(gibbs.clouds, b));
    }
  }
}

/** rowSums_i = sum_j K_ij v_j for the stored rows i = from .. to-1. */
export function sumRows(gibbs: Gibbs, from: i32, to: i32): void {
  const m = gibbs.clouds.m;
  for (let i = from; i < to; i++) {
    let sum: f64 = 0;
    for (let b = 0; b < gibbs.clouds.blocks; b++) {
      if (gibbs.filled[placeOf(gibbs, i, b)] === 0) continue;
      const at = (i - gibbs.first) * m + firstOf(b);
      sum += dotProduct(gibbs.values, at, gibbs.v, firstOf(b), widthOf(gibbs.clouds, b));
    }
    gibbs.rowSums[i] = sum;
  }
}

/** columnSums_j += sum_i u_i K_ij over the stored rows i = from .. to-1, in their order. */
export function addColumns(gibbs: Gibbs, from: i32, to: i32): void {
  const m = gibbs.clouds.m;
  for (let i = from; i < to; i += ROWS_AT_ONCE) {
    const rows = to - i < ROWS_AT_ONCE ? to - i : ROWS_AT_ONCE;
    for (let b = 0; b < gibbs.clouds.blocks; b++) {
      if (!isFilled(gibbs, i, i + rows, b)) continue;
      const at = (i - gibbs.first) * m + firstOf(b);
      addRows(gibbs.columnSums, firstOf(b), gibbs.values, at, m, gibbs.u, i, rows, widthOf(gibbs.clouds, b));
    }
  }
}

function isFilled(gibbs: Gibbs, from: i32, to: i32, b: i32): boolean {
  for (let i = from; i < to; i++) if (gibbs.filled[placeOf(gibbs, i, b)] === 1) return true;
  return false;
}
