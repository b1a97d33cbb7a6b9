import { formatError } from "./format-error.js";
import { unzlib } from "./zlib-stream.js";

const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and checksum of a chunk. */
const CHUNK_FRAME = 12;
/** All that a grey or palette image needs; profiles and texts are left out, which might unfold to anything. */
const KEPT: readonly string[] = ["IHDR", "PLTE", "IDAT", "IEND"];
/** Pixels: 4096 x 4096; labels take 4 bytes each, from a file that may be a thousand times smaller. */
const MOST_PIXELS = 2 ** 24;

/** A chunk of a PNG file. */
interface Chunk {
  readonly type: string;
  /** With length, type and checksum. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

/** Does a PNG file begin here? */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/**
 * The PNG file without what a decoder does not need for pixels, once its pixels are known to unfold to what its header says.
 *
 * @throws FormatError if it is cut off, damaged, or unfolds to more; before anything of that size is allocated.
 *
 * PNG specification (third edition), sections 5 and 11.
 */
export function soundPng(bytes: Uint8Array, file: string): Uint8Array {
  const chunks = chunksOf(bytes, file).filter(({ type }) => KEPT.includes(type));
  requirePixels(chunks, file);
  return joined([bytes.subarray(0, SIGNATURE.length), ...chunks.map(({ whole }) => whole)]);
}

function chunksOf(bytes: Uint8Array, file: string): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; chunks.at(-1)?.type !== "IEND"; ) {
    const length = at + CHUNK_FRAME <= bytes.length ? view.getUint32(at) : Number.NaN;
    const end = at + CHUNK_FRAME + length;
    if (!(end <= bytes.length))
      throw formatError(file, `byte ${at}`, "the PNG file is cut off; copy it again");
    const whole = bytes.subarray(at, end);
    const type = String.fromCharCode(...whole.subarray(4, 8));
    chunks.push({ type, whole, data: whole.subarray(8, 8 + length) });
    at = end;
  }
  return chunks;
}

/** The compressed pixels are unfolded once and dropped, to see that they are as many as they should be. */
function requirePixels(chunks: readonly Chunk[], file: string): void {
  const header = chunks[0];
  if (header?.type !== "IHDR" || header.data.length !== 13) {
    throw formatError(file, "", "the PNG file does not start with its header; it is damaged");
  }
  const view = new DataView(header.data.buffer, header.data.byteOffset, 13);
  const [width, height, depth] = [view.getUint32(0), view.getUint32(4), view.getUint8(8)];
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) {
    throw formatError(file, "", `${height} x ${width} pixels, over the limit of ${MOST_PIXELS} or none`);
  }
  const least = height * Math.ceil((width * depth) / 8);
  // up to four channels; an interlaced image has more ends of rows, and a byte before each row
  const most = 2 * height * (8 + Math.ceil((4 * width * depth) / 8));
  let found = 0;
  const packed = joined(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  unzlib(
    packed,
    (bytes) => {
      found += bytes.length;
      return found <= most;
    },
    (reason) => formatError(file, "", `its pixels are damaged (${reason}); copy it again`),
  );
  if (found < least || found > most) {
    const amount = found < least ? "less" : "more";
    throw formatError(file, "", `its pixels unfold to ${amount} than its header says; it is damaged`);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
