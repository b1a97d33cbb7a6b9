import { Boxes, boxDistance, enclose } from "./boxes.js";
import { arcCosts } from "./exponential.js";
import { type Doubles, type f64, type i32, largest, newDoubles, packed, squaredDistances } from "./subset.js";

/** Rows that are computed together. */
export const ROWS_AT_ONCE: i32 = 4;

/** Columns of a block of costs, which is read three times: it has to stay in the innermost cache. A multiple of 8. */
const COLUMNS_AT_ONCE: i32 = 128;

/** Two clouds and the cost between them, computed when it is asked for, in blocks of columns. */
export class Clouds {
  n: i32;
  m: i32;
  dim: i32;
  /** Length scale of the cost -kappa^2 log cos^2(min(|x - y| / kappa, pi / 2)); 0 stands for |x - y|^2. */
  kappa: f64;
  /** Row-major, to be filled by the caller. */
  x: Doubles;
  y: Doubles;
  packedY: Doubles;
  /** How many blocks there are, and the boxes of their points. */
  blocks: i32;
  boxes: Boxes;
  /** The box of the rows at hand, and the least cost from there to each block. */
  own: Boxes;
  floor: Doubles;

  constructor(n: i32, m: i32, dim: i32, kappa: f64) {
    const y = newDoubles(m * dim);
    const blocks = blockOf(m + COLUMNS_AT_ONCE - 1);
    this.n = n;
    this.m = m;
    this.dim = dim;
    this.kappa = kappa;
    this.x = newDoubles(n * dim);
    this.y = y;
    this.packedY = y;
    this.blocks = blocks;
    this.boxes = new Boxes(blocks, dim);
    this.own = new Boxes(1, dim);
    this.floor = newDoubles(blocks);
  }
}

/** First column of a block. */
export function firstOf(b: i32): i32 {
  return b * COLUMNS_AT_ONCE;
}

/** The block of a column. */
export function blockOf(j: i32): i32 {
  return (j - (j % COLUMNS_AT_ONCE)) / COLUMNS_AT_ONCE;
}

/** Columns of a block. */
export function widthOf(clouds: Clouds, b: i32): i32 {
  const left = clouds.m - b * COLUMNS_AT_ONCE;
  return left < COLUMNS_AT_ONCE ? left : COLUMNS_AT_ONCE;
}

/** Room for the rows at hand of a block. */
export function newBlock(): Doubles {
  return newDoubles(ROWS_AT_ONCE * COLUMNS_AT_ONCE);
}

/** To be called when the points are in place. */
export function prepareClouds(clouds: Clouds): void {
  clouds.packedY = packed(clouds.y, clouds.m, clouds.dim);
  for (let b = 0; b < clouds.blocks; b++) {
    enclose(clouds.boxes, b, clouds.y, firstOf(b), firstOf(b) + widthOf(clouds, b));
  }
}

/** Costs of rows from .. to-1 and a block of columns, row by row. O((to - from) columns d). */
export function costBlock(clouds: Clouds, from: i32, to: i32, b: i32, out: Doubles): void {
  const width = widthOf(clouds, b);
  squaredDistances(clouds.x, from, to, clouds.packedY, firstOf(b), width, clouds.dim, out, 0);
  if (clouds.kappa > 0) arcCosts(out, 0, (to - from) * width, clouds.kappa);
}

/** Puts into `floor` what rows from .. to-1 pay at least for each block of columns. O(blocks d). */
export function findFloors(clouds: Clouds, from: i32, to: i32): void {
  enclose(clouds.own, 0, clouds.x, from, to);
  for (let b = 0; b < clouds.blocks; b++) clouds.floor[b] = boxDistance(clouds.own, 0, clouds.boxes, b);
  if (clouds.kappa > 0) arcCosts(clouds.floor, 0, clouds.blocks, clouds.kappa);
}

/** The largest of the m values in each block of columns. */
export function findHighest(clouds: Clouds, values: Doubles, out: Doubles): void {
  for (let b = 0; b < clouds.blocks; b++) out[b] = largest(values, firstOf(b), widthOf(clouds, b));
}
