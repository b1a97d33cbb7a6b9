import type { Cube, CubeValues } from "../src/measure/cube.js";
import { bandAxis } from "../src/measure/spectral-axis.js";
import type { Matrix } from "../src/numeric/matrix.js";
import { type BlockVariable, requireArrayBytes } from "./array-variable.js";
import { formatError, quoted } from "./format-error.js";

/** More than any spectrometer has; each has a position. */
export const MOST_BANDS = 2 ** 20;

/** @throws FormatError for more bands than any spectrometer has, before anything is allocated for them. */
export function requireBandCount(file: string, place: string, bands: number): void {
  if (bands <= MOST_BANDS) return;
  const remedy = "the axes may be in another order: rows, columns, bands are expected";
  throw formatError(file, place, `${bands} bands, over the limit of ${MOST_BANDS}; ${remedy}`);
}

/**
 * The cube in a 3-D array: rows, columns, bands in that order, numbers and their type unchanged. Bands have no wavelengths.
 *
 * @throws FormatError if there are too many bands, or the numbers are damaged.
 *
 * O(size) time; one cube of memory.
 */
export function variableCube(file: string, variable: BlockVariable): Cube {
  const [height, width, bands] = variable.shape as readonly [number, number, number];
  requireBandCount(file, `variable ${quoted(variable.name)}`, bands);
  const values = variable.empty();
  const strides = [width * bands, bands, 1];
  variable.blocks((first, block) => placeElements(values, block, first, indicesOf(variable, strides)));
  return { height, width, axis: bandAxis(bands), values, warnings: [] };
}

/**
 * The matrix in a 2-D array, in doubles.
 *
 * @throws FormatError if there are too many numbers, or they are damaged.
 *
 * O(size) time and memory.
 */
export function variableMatrix(file: string, variable: BlockVariable): Matrix {
  const [rows, cols] = variable.shape as readonly [number, number];
  const bytes = rows * cols * Float64Array.BYTES_PER_ELEMENT;
  requireArrayBytes(file, `variable ${quoted(variable.name)}`, `${rows} x ${cols}`, bytes);
  const values = variable.values(); // checks that they are there before anything is allocated
  const data = new Float64Array(rows * cols);
  placeElements(data, values, 0, indicesOf(variable, [cols, 1]));
  return { rows, cols, data };
}

/** The axes of an array from the one that runs fastest, with their steps in the target. */
export interface Axes {
  readonly extents: readonly number[];
  readonly strides: readonly number[];
}

function indicesOf({ shape, order }: BlockVariable, strides: readonly number[]): Axes {
  return order === "first-fastest"
    ? { extents: shape, strides }
    : { extents: shape.toReversed(), strides: strides.toReversed() };
}

/**
 * Puts elements `first`, `first + 1`, ... of an array in its own order where they belong in another.
 *
 * @param axes from the one that runs fastest.
 */
export function placeElements(target: CubeValues, block: CubeValues, first: number, axes: Axes): void {
  const { extents, strides } = axes;
  const [fastest = 1, ...slower] = extents;
  const [step = 1] = strides;
  for (let e = 0; e < block.length; ) {
    const start = (first + e) % fastest;
    const run = Math.min(fastest - start, block.length - e);
    let to = start * step + offset(Math.floor((first + e) / fastest), slower, strides);
    for (let r = 0; r < run; r++) {
      target[to] = block[e + r]!;
      to += step;
    }
    e += run;
  }
}

function offset(index: number, extents: readonly number[], strides: readonly number[]): number {
  let rest = index;
  let sum = 0;
  for (let a = 0; a < extents.length; a++) {
    sum += (rest % extents[a]!) * strides[a + 1]!;
    rest = Math.floor(rest / extents[a]!);
  }
  return sum;
}
