import { joined, u8 } from "./bytes.js";

/** LZF of runs: literals of at most 32 bytes, and a back reference by one byte for every longer run of one byte. */
export function compressLzf(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    let run = 1;
    while (run < 265 && bytes[at + run] === bytes[at]) run++;
    if (run >= 10) {
      // One literal, then run - 1 copies of it: length - 2 = 7 plus the next byte; distance 1 is written 0.
      parts.push(u8(0, bytes[at]!, 7 << 5, run - 1 - 9, 0));
      at += run;
    } else {
      const literal = bytes.subarray(at, at + Math.min(run, 32));
      parts.push(u8(literal.length - 1), literal);
      at += literal.length;
    }
  }
  return joined(...parts);
}
