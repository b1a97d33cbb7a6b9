/** x^32 + x^26 + x^23 + ... + 1, lowest power first. */
const POLYNOMIAL = 0xedb88320;

/** Remainder of each byte. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * CRC-32 of bytes, as gzip and zip have it (RFC 1952, section 8), from 0 to 2^32 - 1. O(n) time.
 *
 * @param before CRC-32 of what stands before them, where they are a later piece.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let remainder = ~before;
  for (let at = 0; at < bytes.length; at++) {
    remainder = REMAINDERS[(remainder ^ bytes[at]!) & 0xff]! ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}
