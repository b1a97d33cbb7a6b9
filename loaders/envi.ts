import { type Cube, selectBands } from "../src/measure/cube.js";
import type { BandChoice } from "../src/measure/spectral-axis.js";
import { arrayFor, elementDecoder } from "./array-elements.js";
import { requireArrayBytes } from "./array-variable.js";
import { type Axes, placeElements } from "./cube-layout.js";
import type { EnviHeader } from "./envi-header.js";
import { formatError } from "./format-error.js";

/** Bytes of the data file that a header speaks of. */
export function enviDataBytes({ height, width, axis, type, offset }: EnviHeader): number {
  return offset + height * width * axis.values.length * type.size;
}

/**
 * Cube from the data file of an ENVI header, numbers unchanged (whole numbers of 64 bits as doubles), of the bands that are
 * kept (see `selectBands`).
 *
 * @throws FormatError if the header speaks of more or fewer bytes than there are, of more than 1 GiB, or a whole number is
 *   beyond 2^53; ShapeError for bands that are not there.
 *
 * O(size) time; one cube of memory, two if bands are selected or wavelengths decrease.
 */
export function parseEnviCube(
  header: EnviHeader,
  bytes: Uint8Array,
  options: BandChoice & { readonly file?: string } = {},
): Cube {
  return selectBands(enviCube(header, bytes, options.file ?? "ENVI data"), options);
}

/** The cube as it stands in the file: wavelengths may decrease. */
export function enviCube(header: EnviHeader, bytes: Uint8Array, file: string): Cube {
  const { height, width, axis, type, littleEndian, offset, warnings, ignoreValue } = header;
  requireEnviSize(header, bytes.length, file);
  const values = arrayFor(type, height * width * axis.values.length);
  const axes = LAYOUTS[header.interleave](header);
  const decoder = elementDecoder(
    type,
    littleEndian,
    values.length,
    (first, block) => placeElements(values, block, first, axes),
    file,
  );
  decoder.push(bytes.subarray(offset));
  decoder.end();
  return {
    height,
    width,
    axis,
    values,
    warnings,
    ...(ignoreValue === undefined ? {} : { ignoreValue }),
  };
}

/** @throws FormatError unless the data file has as many bytes as its header says, and not too many. */
export function requireEnviSize(header: EnviHeader, found: number, file: string): void {
  const { height, width, axis, type, offset } = header;
  const bands = axis.values.length;
  const expected = enviDataBytes(header);
  if (expected !== found) {
    const layout = `${height} lines x ${width} samples x ${bands} bands of ${type.size} bytes`;
    throw formatError(
      file,
      "",
      `${found} bytes, but its header says ${expected} (${layout} after ${offset}); ` +
        (found < expected ? "it is cut off, or the header is wrong" : "the header is wrong"),
    );
  }
  requireArrayBytes(file, "", `${height} x ${width} x ${bands}`, expected - offset);
}

/** Axes from the one that runs fastest, with the step of each in a cube of pixels. */
const LAYOUTS: Readonly<Record<EnviHeader["interleave"], (header: EnviHeader) => Axes>> = {
  bsq: ({ height, width, axis: { values } }) => ({
    extents: [width, height, values.length],
    strides: [values.length, width * values.length, 1],
  }),
  bil: ({ height, width, axis: { values } }) => ({
    extents: [width, values.length, height],
    strides: [values.length, 1, width * values.length],
  }),
  bip: ({ height, width, axis: { values } }) => ({
    extents: [values.length, width, height],
    strides: [1, values.length, width * values.length],
  }),
};
