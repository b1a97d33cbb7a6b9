import { requirePositive } from "./require-positive.js";

/**
 * Points sorted into the cells of a regular grid, so that those near a place are found without asking all of them. The members
 * of cell c are `members[starts[c]] .. members[starts[c + 1] - 1]`, ascending; cells are numbered row-major.
 */
export interface CellGrid {
  readonly points: Float64Array;
  readonly dim: number;
  /** The corner of the first cell, and the side of all. */
  readonly low: Float64Array;
  readonly side: number;
  /** Cells in each direction. */
  readonly cells: readonly number[];
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** More cells than this many a point hold nothing; the grid is made coarser. */
const CELLS_PER_POINT = 2;

/**
 * @param points row-major, finite, at least one.
 * @param side of the cells that is wished for: for neighbours within r, r or half of it. It is doubled until there are at
 *   most two cells a point, so that memory stays O(points).
 *
 * @throws ShapeError unless the side is a positive number.
 *
 * O(points dim) time and memory.
 */
export function cellGrid(points: Float64Array, dim: number, side: number): CellGrid {
  requirePositive("the side of the cells", side);
  const count = points.length / dim;
  const { low, extent } = boundsOf(points, dim);
  let width = side;
  const along = (): number[] => Array.from(extent, (length) => Math.floor(length / width) + 1);
  while (total(along()) > CELLS_PER_POINT * count + 1) width *= 2;
  const cells = along();
  const places = new Int32Array(count);
  const starts = new Int32Array(total(cells) + 1);
  for (let i = 0; i < count; i++) {
    let c = 0;
    for (let k = 0; k < dim; k++) c = c * cells[k]! + Math.floor((points[i * dim + k]! - low[k]!) / width);
    places[i] = c;
    starts[c + 1]!++;
  }
  for (let c = 1; c < starts.length; c++) starts[c]! += starts[c - 1]!;
  const next = starts.slice();
  const members = new Int32Array(count);
  for (let i = 0; i < count; i++) members[next[places[i]!]!++] = i;
  return { points, dim, low, side: width, cells, starts, members };
}

function boundsOf(points: Float64Array, dim: number): { low: Float64Array; extent: Float64Array } {
  const low = points.slice(0, dim);
  const high = points.slice(0, dim);
  for (let p = 0; p < points.length; p++) {
    const k = p % dim;
    if (points[p]! < low[k]!) low[k] = points[p]!;
    if (points[p]! > high[k]!) high[k] = points[p]!;
  }
  return { low, extent: high.map((value, k) => value - low[k]!) };
}

function total(cells: readonly number[]): number {
  return cells.reduce((product, n) => product * n, 1);
}

/**
 * Calls `visit` with each point within `radius` of a place, and its squared distance, in an order that depends on the grid only.
 *
 * O(3^dim + points in the cells that the ball touches) time for a radius up to the side of the cells.
 */
export function forEachWithin(
  grid: CellGrid,
  place: Float64Array,
  radius: number,
  visit: (index: number, squaredDistance: number) => void,
): void {
  const { points, dim, members } = grid;
  const limit = radius * radius;
  forEachRun(grid, place, radius, (from, to) => {
    for (let m = from; m < to; m++) {
      const j = members[m]!;
      let square = 0;
      for (let k = 0; k < dim; k++) square += (points[j * dim + k]! - place[k]!) ** 2;
      if (square <= limit) visit(j, square);
    }
  });
}

/** Members of cells that touch the cube about a place; cells that differ in their last number only lie next to each other. */
function forEachRun(
  { low, side, cells, starts, dim }: CellGrid,
  place: Float64Array,
  radius: number,
  visit: (from: number, to: number) => void,
): void {
  const first = (k: number): number => Math.max(0, Math.floor((place[k]! - radius - low[k]!) / side));
  const last = (k: number): number =>
    Math.min(cells[k]! - 1, Math.floor((place[k]! + radius - low[k]!) / side));
  const descend = (k: number, before: number): void => {
    if (k === dim - 1) {
      const from = before * cells[k]! + first(k);
      const to = before * cells[k]! + last(k);
      if (from <= to) visit(starts[from]!, starts[to + 1]!);
      return;
    }
    for (let c = first(k); c <= last(k); c++) descend(k + 1, before * cells[k]! + c);
  };
  descend(0, 0);
}
