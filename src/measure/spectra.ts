import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import type { Attribute } from "./collection.js";

/** The positions of the bands of a spectrum. */
export interface SpectralAxis {
  /** Strictly increasing. Band indices 0, 1, ... where `quantity` is "band". */
  readonly values: Float64Array;
  /** What the values are: "wavelength", "wavenumber", "mass to charge", ...; "band" where the file does not tell. */
  readonly quantity: string;
  /** As in the file: "nm", "1/cm", ...; absent where it does not tell. */
  readonly unit?: string;
}

/** Named spectra on one axis, as read: values may be negative; see `spectrumMeasures` for how they become measures. */
export interface Spectra {
  readonly names: readonly string[];
  readonly axis: SpectralAxis;
  /** One spectrum a row, one band a column. */
  readonly values: Matrix;
  /** What the values are, in the words of the file: "absorbance", "transmittance", ...; absent where it does not tell. */
  readonly ordinate?: string;
  readonly attributes: readonly Attribute[];
  /** What the loader noticed and a reader should know. */
  readonly warnings: readonly string[];
}

/** Which bands of a file to keep, and where they lie. */
export interface BandChoice {
  /** Numbers of the bands to keep: from 0, as they stand in the file, increasing. Default: all. */
  readonly bands?: readonly number[];
  /** Positions in place of those of the file: one for each band of the file, or for each band that is kept; increasing. */
  readonly axis?: SpectralAxis;
}

/** Spectra as a file has them: `axis.values` may run downwards as well as upwards. */
export type SpectraParts = Pick<Spectra, "names" | "axis" | "values"> & Partial<Spectra>;

/**
 * Spectra, checked, of the bands that are kept, in increasing order of their positions: a decreasing axis is turned round
 * with its values, and a warning says so. Values are not looked at: `spectrumMeasures` does that.
 *
 * @throws ShapeError if there is no spectrum or no band; sizes differ; a band that is to be kept is not there, or named out
 *   of order; positions are not finite, or neither increase nor decrease from band to band; or the ones that were given
 *   do not increase.
 *
 * O(spectra x bands) time and memory.
 */
export function spectra(parts: SpectraParts, choice: BandChoice = {}): Spectra {
  requireSizes(parts);
  const bands = choice.bands ?? [...parts.axis.values.keys()];
  requireBands(bands, parts.axis.values.length);
  const axis = choice.axis
    ? givenAxis(choice.axis, bands, parts.axis.values.length)
    : axisAt(parts.axis, bands);
  const downwards = directionOf(axis) < 0;
  const order = downwards ? bands.toReversed() : bands;
  const { attributes = [], warnings = [], ...rest } = parts;
  return {
    ...rest,
    axis: downwards ? { ...axis, values: axis.values.toReversed() } : axis,
    values: columnsOf(parts.values, order),
    attributes,
    warnings: downwards ? [...warnings, turnedText(axis)] : warnings,
  };
}

function requireSizes({ names, axis, values, attributes = [] }: SpectraParts): void {
  if (names.length === 0) throw new ShapeError("there is no spectrum; give at least one", { found: 0 });
  requireCount("rows of values", values.rows, names.length, "spectra");
  requireCount("positions", axis.values.length, values.cols, "bands");
  for (const attribute of attributes) {
    requireCount(`values of "${attribute.name}"`, attribute.values.length, names.length, "spectra");
  }
}

function requireCount(what: string, found: number, expected: number, of: string): void {
  if (found === expected) return;
  throw new ShapeError(`${found} ${what} for ${expected} ${of}; give one each`, { expected, found });
}

function requireBands(bands: readonly number[], all: number): void {
  if (bands.length === 0) throw new ShapeError("no band is left; keep at least one", { found: 0 });
  bands.forEach((band, b) => {
    if (!(Number.isInteger(band) && band >= 0 && band < all)) {
      throw new ShapeError(`there is no band ${band}; the ${all} bands are numbered from 0 to ${all - 1}`, {
        expected: all,
        found: band,
      });
    }
    if (b > 0 && band <= bands[b - 1]!) {
      const order = "name bands in increasing order, each once";
      throw new ShapeError(`band ${band} follows band ${bands[b - 1]}; ${order}`, { found: band });
    }
  });
}

function axisAt(axis: SpectralAxis, bands: readonly number[]): SpectralAxis {
  return { ...axis, values: Float64Array.from(bands, (band) => axis.values[band]!) };
}

function givenAxis(given: SpectralAxis, bands: readonly number[], all: number): SpectralAxis {
  const found = given.values.length;
  if (found !== all && found !== bands.length) {
    const kept = bands.length === all ? "" : ` (${bands.length} of them kept)`;
    throw new ShapeError(`${found} ${given.quantity}s for ${all} bands${kept}; give one a band`, {
      expected: all,
      found,
    });
  }
  const axis = found === all ? axisAt(given, bands) : given;
  requireRise(axis, 1, "the positions that are given must increase");
  return axis;
}

/** 1 where positions increase, -1 where they decrease. @throws ShapeError where they do neither. */
function directionOf(axis: SpectralAxis): 1 | -1 {
  const direction = axis.values.length > 1 && axis.values[1]! < axis.values[0]! ? -1 : 1;
  requireRise(
    axis,
    direction,
    `they must ${direction > 0 ? "increase" : "decrease"} throughout, as they begin`,
  );
  return direction;
}

function requireRise({ values, quantity }: SpectralAxis, direction: 1 | -1, rule: string): void {
  const odd = values.findIndex(
    (x, b) => !Number.isFinite(x) || (b > 0 && !(direction * (x - values[b - 1]!) > 0)),
  );
  if (odd < 0) return;
  const before = odd > 0 ? ` after ${values[odd - 1]}` : "";
  throw new ShapeError(`the ${quantity} of band ${odd} is ${values[odd]}${before}; ${rule}`, {
    found: values[odd]!,
  });
}

function columnsOf(values: Matrix, columns: readonly number[]): Matrix {
  const kept = matrix(values.rows, columns.length);
  for (let s = 0; s < values.rows; s++) {
    for (let b = 0; b < columns.length; b++) {
      kept.data[s * columns.length + b] = values.data[s * values.cols + columns[b]!]!;
    }
  }
  return kept;
}

function turnedText(axis: SpectralAxis): string {
  const { values } = axis;
  const range = `${values[0]} to ${unitText(axis, values.at(-1)!)}`;
  return `the ${axis.quantity} runs downwards, from ${range}; the bands were put in increasing order`;
}

/** A position with its unit, where there is one. */
export function unitText({ unit }: Pick<SpectralAxis, "unit">, position: number): string {
  return unit === undefined ? String(position) : `${position} ${unit}`;
}
