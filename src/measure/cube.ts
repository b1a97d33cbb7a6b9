import { MeasureError, ShapeError } from "../errors.js";
import { matrix } from "../numeric/matrix.js";
import type { Spectra, SpectralAxis } from "./spectra.js";

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

/** What to do with values below 0; those that are no finite numbers are always refused. */
export type NegativeRule = "refuse" | "clip";

/** Bands by their numbers 0, 1, ..., where a file does not tell their wavelengths. */
export function bandAxis(bands: number): SpectralAxis {
  return { values: Float64Array.from({ length: bands }, (_, b) => b), quantity: "band" };
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
 * The cube of some bands. Their positions stay: without wavelengths, band 7 is still at 7.
 *
 * @param bands numbers of bands of this cube, from 0, increasing.
 * @throws ShapeError if there are none, one is not in the cube, or they do not increase.
 *
 * O(size) time; O(height x width x bands kept) memory.
 */
export function selectBands(cube: Cube, bands: readonly number[]): Cube {
  const all = cube.axis.values.length;
  requireBands(bands, all);
  const { height, width, axis, values } = cube;
  const count = height * width;
  const kept = emptyLike(values, count * bands.length);
  for (let place = 0, to = 0; place < count; place++) {
    const from = place * all;
    for (let b = 0; b < bands.length; b++) kept[to++] = values[from + bands[b]!]!;
  }
  const positions = Float64Array.from(bands, (band) => axis.values[band]!);
  return { ...cube, axis: { ...axis, values: positions }, values: kept };
}

function requireBands(bands: readonly number[], all: number): void {
  if (bands.length === 0) throw new ShapeError("no band is left; name at least one", { found: 0 });
  bands.forEach((band, b) => {
    if (!(Number.isInteger(band) && band >= 0 && band < all)) {
      const remedy = `bands are numbered from 0 to ${all - 1}`;
      throw new ShapeError(`there is no band ${band} in a cube of ${all} bands; ${remedy}`, {
        expected: all,
        found: band,
      });
    }
    if (b > 0 && band <= bands[b - 1]!) {
      throw new ShapeError(
        `band ${band} follows band ${bands[b - 1]}; name bands in increasing order, once`,
        {
          found: band,
        },
      );
    }
  });
}

function emptyLike(values: CubeValues, length: number): CubeValues {
  return new (values.constructor as new (length: number) => CubeValues)(length);
}

/**
 * The same cube with its bands at these wavelengths.
 *
 * @param wavelengths one a band, increasing, in `unit`.
 * @throws ShapeError if their number is not that of the bands; MeasureError for one that is not finite or not above the one
 *   before.
 */
export function withWavelengths(cube: Cube, wavelengths: ArrayLike<number>, unit?: string): Cube {
  const bands = cube.axis.values.length;
  if (wavelengths.length !== bands) {
    throw new ShapeError(`${wavelengths.length} wavelengths for ${bands} bands; give one a band`, {
      expected: bands,
      found: wavelengths.length,
    });
  }
  const values = Float64Array.from(wavelengths);
  requireIncreasing(values);
  return { ...cube, axis: { values, quantity: "wavelength", ...(unit === undefined ? {} : { unit }) } };
}

/** @throws MeasureError naming the first band whose wavelength is not finite or not above the one before. */
export function requireIncreasing(wavelengths: Float64Array): void {
  const odd = wavelengths.findIndex((w, b) => !Number.isFinite(w) || (b > 0 && w <= wavelengths[b - 1]!));
  if (odd < 0) return;
  const value = wavelengths[odd]!;
  const reason = Number.isFinite(value)
    ? `${value}, not above the ${wavelengths[odd - 1]} of band ${odd - 1}`
    : `${value}`;
  throw new MeasureError(
    `the wavelength of band ${odd} is ${reason}; wavelengths must be finite and increase from band to band`,
    { index: odd, value },
  );
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
  if (negative.count > 0 && options.negatives === "refuse") {
    throw refusedValue(cube, negative, "negative", 'correct them, or set them to 0 with negatives "clip"');
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
  const where = `row ${Math.floor(place / cube.width)}, column ${place % cube.width}, band ${first % bands}`;
  const value = cube.values[first]!;
  const message = `${where} (from 0): the value ${value} is ${what}, one of ${count} among ${outOf}; ${remedy}`;
  return new MeasureError(message, { index: first, value });
}
