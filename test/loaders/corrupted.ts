import type { Random } from "../../src/numeric/random.js";

/** The same bytes cut, with a piece taken out, doubled, or with some bytes changed. */
export function corrupted(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length);
  const length = random.integer(8) + 1;
  const damages = [
    () => bytes.slice(0, at),
    () => Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]),
    () => Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]),
    () => bytes.map((byte, p) => (p >= at && p < at + length ? random.integer(256) : byte)),
    () => bytes.map((byte, p) => (p === at ? byte ^ (1 << random.integer(8)) : byte)),
  ];
  return damages[random.integer(damages.length)]!();
}
