import type { ImageSize } from "../../loaders/index.js";
import type { Measure } from "../../src/index.js";

/** Mass of each block of `block` x `block` pixels, row-major from the bottom row upwards. */
export interface PixelGrid {
  readonly columns: number;
  readonly rows: number;
  readonly block: number;
  readonly mass: Float64Array;
}

/** Blocks along the longer side; finer pixels than these vanish in a small picture. */
const MAX_BLOCKS = 64;

/**
 * The measure as pixels, if all its points sit on the pixel grid of the image (column, row from below);
 * otherwise undefined. Masses in one block are added up. O(n) time, at most 64 x 64 numbers.
 */
export function pixelGrid(mu: Measure, { width, height }: ImageSize): PixelGrid | undefined {
  if (mu.dim !== 2) return undefined;
  const block = Math.ceil(Math.max(width, height) / MAX_BLOCKS);
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const mass = new Float64Array(columns * rows);
  for (let i = 0; i < mu.count; i++) {
    const column = mu.points[2 * i]!;
    const row = mu.points[2 * i + 1]!;
    if (!(isBelow(column, width) && isBelow(row, height))) return undefined;
    mass[Math.floor(row / block) * columns + Math.floor(column / block)]! += mu.weights[i]!;
  }
  return { columns, rows, block, mass };
}

function isBelow(value: number, end: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < end;
}
