import { gunzipSync, inflateSync } from "fflate";
import { crc32 } from "./crc32.js";
import { formatError, quoted } from "./format-error.js";
import { type ZipEntry, zipDirectory } from "./zip-directory.js";

/** Deflate cannot expand further (one bit codes 258 bytes twice over); a header that promises more lies. */
const MOST_EXPANSION = 1032;
/** Bytes that a compressed file may unfold to in all: enough for MNIST ten times over, small enough for a laptop. */
export const MOST_BYTES = 2 ** 29;
/** What to do about a wrong checksum. Several gzip files in one look alike, since only the first is unfolded. */
const REMEDIES = {
  gzip: "it is damaged, or several gzip files in one; copy it again, or decompress it first",
  zip: "it is damaged; copy it again",
} as const;

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

/**
 * The bytes themselves, or what they are the gzip of.
 *
 * Its promised size is checked before anything is allocated; size and CRC-32 of what came out, after.
 */
export function gunzipIfNeeded(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (bytes.length < 18) throw formatError(file, "", `a gzip file of ${bytes.length} bytes is cut off`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(bytes.length - 4, true);
  requireBounded(file, bytes.length, size);
  const unpacked = guarded(file, "gzip", () => gunzipSync(bytes, { out: roomFor(size) }));
  requireIntact(file, "", unpacked, { size, crc: view.getUint32(bytes.length - 8, true) }, REMEDIES.gzip);
  return unpacked;
}

/**
 * Members of a zip archive that are wanted, by name, in archive order.
 *
 * Their sizes are checked from the directory before any is unfolded, size and CRC-32 of what came out after.
 */
export function unzip(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean,
): Map<string, Uint8Array> {
  const entries = zipDirectory(bytes, (reason) => {
    throw unsound(file, "zip", reason);
  });
  requireDistinct(file, entries);
  const members = entries.filter(({ name }) => wanted(name));
  for (const { packedSize, size } of members) requireBounded(file, packedSize, size);
  const total = members.reduce((sum, { size }) => sum + size, 0);
  requireBounded(file, bytes.length, total);
  return new Map(members.map((entry) => [entry.name, unpackMember(bytes, entry, file)]));
}

/** Ending of an array in an archive. */
export const NPY_ENDING = ".npy";

/** The arrays of a zip archive, without their ending `.npy`. */
export function unzipArrays(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  const members = unzip(bytes, file, (name) => name.endsWith(NPY_ENDING));
  return new Map([...members].map(([name, array]) => [name.slice(0, -NPY_ENDING.length), array]));
}

function requireDistinct(file: string, entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (name === "" || seen.has(name)) {
      throw formatError(
        file,
        "",
        `its directory lists ${quoted(name)} twice or without a name; the zip is damaged`,
      );
    }
    seen.add(name);
  }
}

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

const METHODS: ReadonlyMap<number, Unpack> = new Map([
  [0, (packed) => packed.slice()],
  [8, (packed, size) => inflateSync(packed, { out: roomFor(size) })],
]);

function unpackMember(bytes: Uint8Array, entry: ZipEntry, file: string): Uint8Array {
  const { name, start, packedSize, size } = entry;
  const unpack = METHODS.get(entry.method);
  if (!unpack) {
    throw formatError(
      file,
      quoted(name),
      `compression method ${entry.method} is not read; write it with numpy.savez_compressed`,
    );
  }
  const packed = bytes.subarray(start, start + packedSize);
  const unpacked = guarded(file, "zip", () => unpack(packed, size));
  requireIntact(file, quoted(name), unpacked, entry, REMEDIES.zip);
  return unpacked;
}

/** fflate drops what does not fit without a word: one byte more than promised shows that there was more. */
function roomFor(size: number): Uint8Array {
  return new Uint8Array(size + 1);
}

/** fflate does not look at checksums. */
function requireIntact(
  file: string,
  place: string,
  unpacked: Uint8Array,
  { size, crc }: { readonly size: number; readonly crc: number },
  remedy: string,
): void {
  if (unpacked.length !== size) {
    const found = unpacked.length > size ? "more" : `${unpacked.length}`;
    throw formatError(file, place, `it promises ${size} bytes and holds ${found}; ${remedy}`);
  }
  if (crc32(unpacked) !== crc) {
    throw formatError(file, place, `its checksum is not that of its content; ${remedy}`);
  }
}

function unsound(file: string, format: string, reason: string, cause?: unknown) {
  return formatError(file, "", `not a sound ${format} file (${reason}); write it again`, cause);
}

function guarded<T>(file: string, format: string, unfold: () => T): T {
  try {
    return unfold();
  } catch (cause) {
    throw unsound(file, format, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
