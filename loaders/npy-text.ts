import { ShapeError } from "../src/errors.js";

/** Bytes that texts take at most: every one is as long as the longest in an NPY file, 4 bytes a character. */
const MOST_BYTES = 2 ** 28;
/** Bytes. NumPy pads the header so that the data start at a multiple of this. */
const ALIGNMENT = 64;

/**
 * NPY file (version 1.0, type <U, shape (N,)) of texts, which `numpy.load` gives back as an array of strings; zeros at the end of
 * a text are lost, as NumPy loses them.
 *
 * @throws ShapeError if they would take more than 256 MiB.
 */
export function encodeNpyTexts(texts: readonly string[]): Uint8Array {
  const characters = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const width = characters.reduce((most, { length }) => Math.max(most, length), 1);
  const size = 4 * width * texts.length;
  if (size > MOST_BYTES) {
    throw new ShapeError(
      `${texts.length} texts of up to ${width} characters take ${size} bytes as an array, over the limit of ${MOST_BYTES}`,
      { expected: MOST_BYTES, found: size },
    );
  }
  const header = `{'descr': '<U${width}', 'fortran_order': False, 'shape': (${texts.length},), }`;
  const start = Math.ceil((10 + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + size);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (start - 10) & 0xff, (start - 10) >> 8]);
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10);
  const view = new DataView(bytes.buffer);
  characters.forEach((codes, s) => {
    codes.forEach((code, c) => {
      view.setUint32(start + 4 * (s * width + c), code, true);
    });
  });
  return bytes;
}
