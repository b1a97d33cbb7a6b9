import { MeasureError, ShapeError } from "../errors.js";
import { matrix } from "../numeric/matrix.js";
import { CLIP_REMEDY, NEGATIVES, type NegativeRule } from "./negatives.js";
import type { Spectra } from "./spectra.js";
import { type BandChoice, chosenBands, fileBand, positionText, type SpectralAxis } from "./spectral-axis.js";

/** Numbers as a file keeps them. */
export type CubeValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/**
 * A hyperspectral image: a spectrum for each pixel.
 *
 * `values[(row * width + column) * bands + band]`, rows from the top; in the type of the file, because a scene in doubles
 * may not fit into memory. A place is the number of a pixel, `row * width + column`; rows, columns and bands count from 0.
 */
export interface Cube {
  readonly height: number;
  readonly width: number;
  readonly axis: SpectralAxis;
  readonly values: CubeValues;
  readonly warnings: readonly string[];
  /** A pixel with this value in any band was not measured. */
  readonly ignoreValue?: number;
}

/**
 * Spectra of the pixels at these places, named "row,column"; values as in the cube.
 *
 * @throws ShapeError if a place is outside the image.
 *
 * O(places x bands) time and memory.
 */
export function pixelSpectra(cube: Cube, places: ArrayLike<number>): Spectra {
  const bands = cube.axis.values.length;
  const values = matrix(places.length, bands);
  const names: string[] = [];
  for (let s = 0; s < places.length; s++) {
    const place = places[s]!;
    requirePlace(cube, place);
    values.data.set(cube.values.subarray(place * bands, (place + 1) * bands), s * bands);
    names.push(`${Math.floor(place / cube.width)},${place % cube.width}`);
  }
  return { names, axis: cube.axis, values, attributes: [], warnings: cube.warnings };
}

function requirePlace({ height, width }: Cube, place: number): void {
  if (Number.isInteger(place) && place >= 0 && place < height * width) return;
  throw new ShapeError(
    `there is no pixel ${place} in an image of ${height} x ${width}; the last one is ${height * width - 1}`,
    { expected: height * width, found: place },
  );
}

/** Places of the pixels that were measured: all, unless the cube has an `ignoreValue`. O(size) time. */
export function pixelsWithData(cube: Cube): Int32Array {
  const count = cube.height * cube.width;
  const places = new Int32Array(count);
  let found = 0;
  for (let place = 0; place < count; place++) {
    if (isMeasured(cube, place)) places[found++] = place;
  }
  return places.slice(0, found);
}

function isMeasured({ axis, values, ignoreValue }: Cube, place: number): boolean {
  if (ignoreValue === undefined) return true;
  const bands = axis.values.length;
  const ignoresNaN = Number.isNaN(ignoreValue);
  for (let v = place * bands; v < (place + 1) * bands; v++) {
    if (values[v] === ignoreValue || (ignoresNaN && Number.isNaN(values[v]))) return false;
  }
  return true;
}

/**
 * The cube of the bands that are kept, in increasing order of their positions: the rule of `spectra`, for an axis that may
 * decrease. Without wavelengths, band 7 is still at 7.
 *
 * @throws ShapeError as `spectra` does for bands and positions.
 *
 * O(size) time; O(height x width x bands kept) memory, nothing where all values stay where they are.
 */
export function selectBands(cube: Cube, choice: BandChoice): Cube {
  const { axis, columns, warnings } = chosenBands(cube.axis, choice);
  const values = columnsOf(cube, columns);
  return { ...cube, axis, values, warnings: [...cube.warnings, ...warnings] };
}

function columnsOf({ height, width, axis, values }: Cube, columns: readonly number[]): CubeValues {
  const all = axis.values.length;
  if (columns.length === all && columns[0] === 0) return values; // increasing or decreasing, so all as they were
  const count = height * width;
  const kept = emptyLike(values, count * columns.length);
  for (let place = 0, to = 0; place < count; place++) {
    const from = place * all;
    for (let b = 0; b < columns.length; b++) kept[to++] = values[from + columns[b]!]!;
  }
  return kept;
}

function emptyLike(values: CubeValues, length: number): CubeValues {
  return new (values.constructor as new (length: number) => CubeValues)(length);
}

/** What `requireReflectances` let through. */
export interface ReflectanceCount {
  /** Values below 0: 0 unless they are to be clipped. */
  readonly negative: number;
}

/**
 * Can the values of these pixels be masses? Infinite values and NaN never; values below 0 only if they are to be clipped,
 * which is for the caller to do.
 *
 * @param options.places which pixels; default those of `pixelsWithData`.
 * @throws MeasureError with the first place, row by row, its value and how many there are; ShapeError as `pixelSpectra`.
 *
 * O(places x bands) time.
 */
export function requireReflectances(
  cube: Cube,
  options: { readonly negatives: NegativeRule; readonly places?: ArrayLike<number> },
): ReflectanceCount {
  const places = options.places ?? pixelsWithData(cube);
  const endless = firstAndCount(cube, places, (value) => !Number.isFinite(value));
  if (endless.count > 0) throw refusedValue(cube, endless, "not finite", "correct or mask these pixels");
  const negative = firstAndCount(cube, places, (value) => value < 0);
  if (negative.count > 0 && !NEGATIVES[options.negatives].allowed) {
    throw refusedValue(cube, negative, "negative", `correct them, or ${CLIP_REMEDY}`);
  }
  return { negative: negative.count };
}

interface Occurrence {
  readonly count: number;
  /** Index of the first in `values`. */
  readonly first: number;
  readonly outOf: number;
}

function firstAndCount(cube: Cube, places: ArrayLike<number>, isOdd: (value: number) => boolean): Occurrence {
  const { axis, values } = cube;
  const bands = axis.values.length;
  let count = 0;
  let first = Infinity;
  for (let s = 0; s < places.length; s++) {
    requirePlace(cube, places[s]!);
    const start = places[s]! * bands;
    for (let v = start; v < start + bands; v++) {
      if (!isOdd(values[v]!)) continue;
      count++;
      first = Math.min(first, v);
    }
  }
  return { count, first, outOf: places.length * bands };
}

function refusedValue(cube: Cube, { count, first, outOf }: Occurrence, what: string, remedy: string) {
  const bands = cube.axis.values.length;
  const place = Math.floor(first / bands);
  const band = first % bands;
  const pixel = `row ${Math.floor(place / cube.width)}, column ${place % cube.width}`;
  const from = ["from 0", positionText(cube.axis, band) ?? []].flat().join("; ");
  const value = cube.values[first]!;
  const message = `${pixel}, band ${fileBand(cube.axis, band)} (${from}): the value ${value} is ${what}, one of ${count} among ${outOf}; ${remedy}`;
  return new MeasureError(message, { index: first, value });
}
