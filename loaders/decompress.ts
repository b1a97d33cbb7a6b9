import { gunzipSync, type UnzipFileInfo, unzipSync } from "fflate";
import { FormatError } from "../src/errors.js";
import { formatError, quoted } from "./format-error.js";

/** Deflate cannot expand further (one bit codes 258 bytes twice over); a header that promises more lies. */
const MOST_EXPANSION = 1032;
/** Bytes that a compressed file may unfold to in all: enough for MNIST ten times over, small enough for a laptop. */
const MOST_BYTES = 2 ** 29;

function requireBounded(file: string, packed: number, unpacked: number): void {
  if (unpacked > MOST_EXPANSION * packed) {
    throw formatError(
      file,
      "",
      `it promises ${unpacked} bytes from ${packed} compressed ones, more than deflate can hold; the file is damaged`,
    );
  }
  if (unpacked > MOST_BYTES) {
    throw formatError(
      file,
      "",
      `it unfolds to ${unpacked} bytes, over the limit of ${MOST_BYTES}; decompress or split it first`,
    );
  }
}

/** The bytes themselves, or what they are the gzip of (its promised size is checked before anything is allocated). */
export function gunzipIfNeeded(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (bytes.length < 18) throw formatError(file, "", `a gzip file of ${bytes.length} bytes is cut off`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  requireBounded(file, bytes.length, view.getUint32(bytes.length - 4, true));
  return guarded(file, "gzip", () => gunzipSync(bytes));
}

/**
 * Members of a zip archive whose names end in `.npy`, in archive order, without that ending.
 *
 * Sizes are checked from the directory, before any member is unfolded.
 */
export function unzipArrays(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  let total = 0;
  const seen = new Set<string>();
  const filter = ({ name, size, originalSize, compression }: UnzipFileInfo): boolean => {
    if (name === "" || seen.has(name)) {
      throw formatError(
        file,
        "",
        `its directory lists ${quoted(name)} twice or without a name; the zip is damaged`,
      );
    }
    seen.add(name);
    if (!name.endsWith(".npy")) return false;
    if (size > bytes.length) {
      throw formatError(
        file,
        "",
        `${quoted(name)} has ${size} bytes in a zip of ${bytes.length}; it is cut off`,
      );
    }
    total += compression === 0 ? size : originalSize;
    requireBounded(file, size, originalSize);
    requireBounded(file, bytes.length, total);
    return true;
  };
  const members = guarded(file, "zip", () => unzipSync(bytes, { filter }));
  return new Map(Object.entries(members).map(([name, data]) => [name.slice(0, -".npy".length), data]));
}

function guarded<T>(file: string, format: string, unfold: () => T): T {
  try {
    return unfold();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw formatError(file, "", `not a sound ${format} file (${reason}); write it again`, cause);
  }
}
