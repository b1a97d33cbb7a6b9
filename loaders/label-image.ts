import type { Matrix } from "../src/numeric/matrix.js";
import { formatError } from "./format-error.js";

/** A whole number for each pixel: `labels[row * width + column]`, rows from the top. */
export interface LabelImage {
  readonly height: number;
  readonly width: number;
  readonly labels: Int32Array;
}

/** @throws FormatError for a value that is no whole number of 32 bits. */
export function labelImage(file: string, { rows, cols, data }: Matrix): LabelImage {
  const labels = Int32Array.from(data);
  const odd = data.findIndex((value, p) => value !== labels[p]);
  if (odd >= 0) {
    const place = `row ${Math.floor(odd / cols)}, column ${odd % cols}`;
    throw formatError(
      file,
      place,
      `the label ${data[odd]} is no whole number of 32 bits; write classes as numbers`,
    );
  }
  return { height: rows, width: cols, labels };
}
