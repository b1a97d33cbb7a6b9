import type { SpectralAxis } from "./spectra.js";

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
 * may not fit into memory.
 */
export interface Cube {
  readonly height: number;
  readonly width: number;
  readonly axis: SpectralAxis;
  readonly values: CubeValues;
  readonly warnings: readonly string[];
}
