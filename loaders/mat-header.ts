import { asciiText } from "./decimal.js";
import { formatError, quoted } from "./format-error.js";

/** Bytes before the first variable. */
export const MAT_HEADER_BYTES = 128;
const ENDIAN_AT = 126;
const VERSION_AT = 124;
const VERSION_5 = 0x0100;
/** First bytes of HDF5: \x89HDF\r\n\x1a\n. */
const HDF5_MAGIC: readonly number[] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bytes at which HDF5 may begin: 0, or 512 times a power of two; nobody's own block before it is longer. */
const HDF5_STARTS: readonly number[] = [0, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/** Does HDF5 begin here, at once or after a block of its writer's own (MATLAB's version 7.3: 512 bytes)? */
export function isHdf5(bytes: Uint8Array): boolean {
  return HDF5_STARTS.some((start) => HDF5_MAGIC.every((byte, at) => bytes[start + at] === byte));
}

/**
 * Is a MATLAB file of version 5 little-endian?
 *
 * @throws FormatError for anything else: version 4, 7.3 (HDF5), text, or a file that is cut off.
 */
export function isLittleEndianMat(bytes: Uint8Array, file: string): boolean {
  if (isHdf5(bytes)) {
    throw formatError(
      file,
      "",
      "it is a MATLAB file of version 7.3 (HDF5); read it as HDF5, or save it with -v7",
    );
  }
  const endian = asciiText(bytes, ENDIAN_AT, Math.min(ENDIAN_AT + 2, bytes.length));
  const order = ENDIANS.get(endian);
  if (bytes.length < MAT_HEADER_BYTES || order === undefined) throw notVersion5(bytes, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(VERSION_AT, order === "little");
  if (version !== VERSION_5) {
    throw formatError(
      file,
      `byte ${VERSION_AT}`,
      `version ${version} instead of ${VERSION_5}; save it with -v7, or it is damaged`,
    );
  }
  return order === "little";
}

/** What two bytes with the number "MI" look like. */
const ENDIANS: ReadonlyMap<string, "little" | "big"> = new Map([
  ["IM", "little"],
  ["MI", "big"],
]);

function notVersion5(bytes: Uint8Array, file: string) {
  if (bytes.length === 0) return formatError(file, "", "it is empty; save it again");
  if (isVersion4(bytes)) {
    return formatError(file, "", "it is a MATLAB file of version 4; save it with -v7");
  }
  const start = bytes.subarray(0, 32);
  if (start.every(isPrinted)) {
    const text = asciiText(start, 0, start.length);
    return formatError(
      file,
      "",
      text.startsWith("MATLAB 5.0")
        ? `a MATLAB file of ${bytes.length} bytes is cut off or damaged; copy it again`
        : `it is text that starts with ${quoted(text)}, no MATLAB file; save it with -v7`,
    );
  }
  return formatError(file, "byte 0", "it is no MATLAB file of version 5; save it with -v7");
}

function isPrinted(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
}

/**
 * Version 4 begins with a whole number below 5000 whose decimal digits are byte order, 0, type and kind of matrix, then rows,
 * columns, 0 or 1 for complex numbers, and the length of the name.
 */
function isVersion4(bytes: Uint8Array): boolean {
  if (bytes.length < 20) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const type = view.getUint32(0, little);
    const complex = view.getUint32(12, little);
    const name = view.getUint32(16, little);
    return type < 5000 && Math.floor(type / 100) % 10 === 0 && complex <= 1 && name > 0 && name < 1024;
  });
}
