import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import type { SpectralAxis } from "./spectral-axis.js";

/** @throws ShapeError unless `bin` is a whole number from 1 to the number of bands. */
export function requireBin(bin: number, bands: number): void {
  if (Number.isInteger(bin) && bin >= 1 && bin <= bands) return;
  const rule = `it must be a whole number from 1 to the number of bands, ${bands}`;
  throw new ShapeError(`bin is ${bin}; ${rule}`, { expected: bands, found: bin });
}

/**
 * The axis of sums of `bin` neighbouring bands, at their mean position; the last one may have fewer. Sums are no bands of a
 * file, so they have no numbers there.
 *
 * @throws ShapeError as `requireBin`.
 *
 * O(bands) time.
 */
export function binnedAxis(axis: SpectralAxis, bin: number): SpectralAxis {
  const bands = axis.values.length;
  requireBin(bin, bands);
  const values = Float64Array.from({ length: Math.ceil(bands / bin) }, (_, b) => {
    const members = axis.values.subarray(b * bin, (b + 1) * bin);
    return compensatedSum(members) / members.length;
  });
  const { quantity, unit } = axis;
  return { values, quantity, ...(unit === undefined ? {} : { unit }) };
}

/** Sums of `bin` neighbouring columns, on `binnedAxis`; for `bin` 1 the matrix itself. O(size) time. */
export function binnedColumns(values: Matrix, bin: number): Matrix {
  requireBin(bin, values.cols);
  if (bin === 1) return values;
  const sums = matrix(values.rows, Math.ceil(values.cols / bin));
  for (let s = 0; s < values.rows; s++) {
    for (let b = 0; b < values.cols; b++) {
      sums.data[s * sums.cols + Math.floor(b / bin)]! += values.data[s * values.cols + b]!;
    }
  }
  return sums;
}
