/**
 * SHA-256, in hex, of a plain record to its last bit: names of fields, texts, and numbers as their eight bytes, so
 * that 0 and -0 differ. Runs in Node and in a page that was served from this machine.
 */
export async function fingerprint(value: unknown): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(bytesOf(value)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bytesOf(value: unknown): number[] {
  if (ArrayBuffer.isView(value)) {
    return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (typeof value === "number") return bytesOf(Float64Array.of(value));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, field]) => [...bytesOf(name), ...bytesOf(field)]);
  }
  return bytesOf(new TextEncoder().encode(String(value)));
}
