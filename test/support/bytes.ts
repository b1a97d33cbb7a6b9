/** Byte strings of small files, written out by hand in the tests. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

type Put = (view: DataView, value: number) => void;

function packed(size: number, put: Put) {
  return (...values: readonly number[]): Uint8Array =>
    joined(
      ...values.map((value) => {
        const bytes = new Uint8Array(size);
        put(new DataView(bytes.buffer), value);
        return bytes;
      }),
    );
}

export const u8 = packed(1, (view, value) => view.setUint8(0, value));
export const i32 = packed(4, (view, value) => view.setInt32(0, value, true));
export const u32 = packed(4, (view, value) => view.setUint32(0, value, true));
export const f32 = packed(4, (view, value) => view.setFloat32(0, value, true));
export const f64 = packed(8, (view, value) => view.setFloat64(0, value, true));
export const i16BigEndian = packed(2, (view, value) => view.setInt16(0, value));
export const i32BigEndian = packed(4, (view, value) => view.setInt32(0, value));
export const f32BigEndian = packed(4, (view, value) => view.setFloat32(0, value));
export const f64BigEndian = packed(8, (view, value) => view.setFloat64(0, value));

/** An own buffer, as three's loaders want it. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
