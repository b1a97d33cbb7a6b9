/** A back reference of 3 bytes stands for at most 264. */
const LARGEST_RATIO = 88;

/**
 * Bytes that Marc Lehmann's LZF had compressed, or undefined if they are damaged or do not give `length`
 * bytes.
 *
 * A control byte below 32 announces that many plus one literal bytes; above, its upper 3 bits (7: plus a
 * byte) are the length less 2 of a copy, its lower 5 bits and the next byte how far back that starts, less 1.
 */
export function decompressLzf(packed: Uint8Array, length: number): Uint8Array | undefined {
  if (length > packed.length * LARGEST_RATIO) return undefined;
  const bytes = new Uint8Array(length);
  let at = 0;
  let to = 0;
  while (at < packed.length) {
    const control = packed[at++]!;
    if (control < 32) {
      const run = control + 1;
      if (at + run > packed.length || to + run > length) return undefined;
      bytes.set(packed.subarray(at, at + run), to);
      at += run;
      to += run;
      continue;
    }
    const extended = control >> 5 === 7;
    if (at + (extended ? 2 : 1) > packed.length) return undefined;
    const run = (control >> 5) + 2 + (extended ? packed[at++]! : 0);
    let from = to - ((control & 31) << 8) - packed[at++]! - 1;
    if (from < 0 || to + run > length) return undefined;
    // Byte by byte: a copy may run into what it writes.
    for (const stop = to + run; to < stop; ) bytes[to++] = bytes[from++]!;
  }
  return to === length ? bytes : undefined;
}
