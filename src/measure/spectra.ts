import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import type { Attribute } from "./collection.js";
import { type BandChoice, chosenBands, type SpectralAxis } from "./spectral-axis.js";

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

/** Spectra as a file has them: `axis.values` may run downwards as well as upwards. */
export type SpectraParts = Pick<Spectra, "names" | "axis" | "values"> & Partial<Spectra>;

/**
 * Spectra, checked, of the bands that are kept, in increasing order of their positions (see `chosenBands`). Values are not
 * looked at: `spectrumMeasures` does that.
 *
 * @throws ShapeError if there is no spectrum, sizes differ, or bands or positions are refused as `BandChoice` says.
 *
 * O(spectra x bands) time and memory.
 */
export function spectra(parts: SpectraParts, choice: BandChoice = {}): Spectra {
  requireSizes(parts);
  const { axis, columns, warnings: turned } = chosenBands(parts.axis, choice);
  const { attributes = [], warnings = [], ...rest } = parts;
  return {
    ...rest,
    axis,
    values: columnsOf(parts.values, columns),
    attributes,
    warnings: [...warnings, ...turned],
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

function columnsOf(values: Matrix, columns: readonly number[]): Matrix {
  const kept = matrix(values.rows, columns.length);
  for (let s = 0; s < values.rows; s++) {
    for (let b = 0; b < columns.length; b++) {
      kept.data[s * columns.length + b] = values.data[s * values.cols + columns[b]!]!;
    }
  }
  return kept;
}
