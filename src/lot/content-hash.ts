import type { Measure } from "../measure/measure.js";

/**
 * 64-bit hash of a measure's content and of further numbers (FNV-1a over them as little-endian bytes, in two halves with
 * different start values), as 16 hexadecimal digits. It tells references apart; it is no protection against forgery.
 */
export function contentHash(mu: Measure, further: readonly number[]): string {
  const bytes = new Uint8Array(8 * (1 + mu.points.length + mu.weights.length + further.length));
  const view = new DataView(bytes.buffer);
  let at = 0;
  const write = (value: number): void => {
    view.setFloat64(at, value, true);
    at += 8;
  };
  write(mu.dim);
  mu.points.forEach(write);
  mu.weights.forEach(write);
  further.forEach(write);
  return fnv1a(bytes, 0x811c9dc5) + fnv1a(bytes, 0x9747b28c);
}

function fnv1a(bytes: Uint8Array, start: number): string {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
