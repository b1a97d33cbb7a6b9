import { formatError, quoted } from "./format-error.js";

/** Bytes; NumPy's own limit is shorter, and only a damaged file has more. */
const LONGEST_HEADER = 2 ** 16;
/** First bytes of every NPY file: \x93NUMPY. */
export const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** What an NPY file says about its elements, as text that was matched, never evaluated. */
export interface Header {
  /** Byte order as NumPy writes it: "<", ">" or "|". */
  readonly order: string;
  readonly kind: string;
  readonly size: number;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Byte at which the elements start. */
  readonly start: number;
}

/** @throws FormatError if the bytes do not start with the header of an array of plain elements. */
export function readHeader(bytes: Uint8Array, file: string): Header {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw formatError(file, "byte 0", "not an NPY file; write it with numpy.save");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = bytes[6] === 1 ? 10 : 12;
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER || from + length > bytes.length) {
    throw formatError(
      file,
      "byte 8",
      `a header of ${length} bytes in a file of ${bytes.length}; it is damaged`,
    );
  }
  const text = new TextDecoder("latin1").decode(bytes.subarray(from, from + length)).trim();
  const [, order, kind, size] = /'descr'\s*:\s*'([<>|])([a-zA-Z])(\d*)'/.exec(text) ?? [];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  if (order === undefined || kind === undefined || shape === undefined || fortran === undefined) {
    throw formatError(
      file,
      "header",
      `${quoted(text)} does not name element type, order and shape of an array of numbers; save with numpy.save`,
    );
  }
  const extents = shape.split(",").filter((extent) => extent.trim() !== "");
  return {
    order,
    kind,
    size: Number(size),
    shape: extents.map(Number),
    fortranOrder: fortran === "True",
    start: from + length,
  };
}
