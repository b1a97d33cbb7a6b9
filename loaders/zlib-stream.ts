import { Inflate } from "fflate";
import { isOtError } from "../src/errors.js";

/** Compressed bytes that are unfolded at a time: what comes out of one step is then below 17 MB. */
const PIECE = 2 ** 14;
/** Compressed bytes of the first step, so that a look at the first few bytes stays cheap. */
const FIRST_PIECE = 2 ** 9;
/** Bytes: two of header before, four of checksum after the deflated data. */
const HEADER = 2;
const TRAILER = 4;

/** Takes the next bytes, which it must copy if it keeps them; false ends the reading. */
export type ByteSink = (bytes: Uint8Array) => boolean;

/**
 * What a zlib stream (RFC 1950) holds, some bytes at a time, so that however much it unfolds to, little is held.
 *
 * @param refuse makes the error from a reason in words, for bytes that are no zlib stream, end too early or have another
 *   Adler-32 checksum than they promise (not looked at if the sink ends the reading).
 *
 * O(size) time, 17 MB memory at most.
 */
export function unzlib(packed: Uint8Array, sink: ByteSink, refuse: (reason: string) => Error): void {
  requireHeader(packed, refuse);
  const deflated = packed.subarray(HEADER, packed.length - TRAILER);
  const sum = startAdler32();
  let wanted = true;
  const stream = new Inflate((bytes) => {
    addAdler32(sum, bytes);
    wanted = bytes.length === 0 || sink(bytes);
  });
  for (let from = 0; wanted && from < deflated.length; ) {
    const to = Math.min(from + (from === 0 ? FIRST_PIECE : PIECE), deflated.length);
    pushPiece(stream, deflated.subarray(from, to), to === deflated.length, refuse);
    from = to;
  }
  if (!wanted) return;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.getUint32(packed.length - TRAILER) !== adler32(sum)) {
    throw refuse("its checksum is not that of its content");
  }
}

function requireHeader(packed: Uint8Array, refuse: (reason: string) => Error): void {
  const [method = 0, flags = 0] = packed;
  const sound = (method & 0x0f) === 8 && (256 * method + flags) % 31 === 0 && (flags & 0x20) === 0;
  if (packed.length <= HEADER + TRAILER || !sound) throw refuse("it does not start as a zlib stream");
}

function pushPiece(stream: Inflate, piece: Uint8Array, last: boolean, refuse: (reason: string) => Error) {
  try {
    stream.push(piece, last);
  } catch (cause) {
    if (isOtError(cause)) throw cause; // of the sink
    throw refuse(cause instanceof Error ? cause.message : String(cause));
  }
}

interface Adler32 {
  low: number;
  high: number;
}

const MODULUS = 65521;
/** Bytes that can be added before a sum of 32 bits overflows (zlib's NMAX). */
const MOST_ADDED = 5552;

function startAdler32(): Adler32 {
  return { low: 1, high: 0 };
}

function addAdler32(sum: Adler32, bytes: Uint8Array): void {
  let { low, high } = sum;
  for (let from = 0; from < bytes.length; from += MOST_ADDED) {
    const to = Math.min(from + MOST_ADDED, bytes.length);
    for (let at = from; at < to; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  sum.low = low;
  sum.high = high;
}

function adler32({ low, high }: Adler32): number {
  return high * 2 ** 16 + low;
}
