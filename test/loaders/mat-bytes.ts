import { zlibSync } from "fflate";

/** One array of a MATLAB 5 file; its promises need not be true. */
export interface MatArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Code of the class; default 6, double. */
  readonly classCode?: number;
  /** Type of the numbers; default 2, unsigned bytes. */
  readonly type?: number;
  readonly data: Uint8Array;
  /** Bytes that the numbers promise to have; default as many as they have. */
  readonly promisedData?: number;
  /** Bytes that the whole array promises to have; default as many as it has. */
  readonly promisedSize?: number;
}

/** A little-endian MATLAB 5 file. */
export function matBytes(arrays: readonly MatArray[], options: { compressed?: boolean } = {}): Uint8Array {
  const elements = arrays.map((array) => {
    const bytes = matrixElement(array);
    return options.compressed ? element(15, zlibSync(bytes), { padded: false }) : bytes;
  });
  return joined([header(), ...elements]);
}

function header(): Uint8Array {
  const bytes = new Uint8Array(128).fill(0x20);
  bytes.set(new TextEncoder().encode("MATLAB 5.0 MAT-file"));
  bytes.set([0x00, 0x01, 0x49, 0x4d], 124);
  return bytes;
}

function matrixElement({ name, shape, classCode = 6, type = 2, data, ...promised }: MatArray): Uint8Array {
  const body = joined([
    element(6, new Uint8Array(Uint32Array.of(classCode, 0).buffer)),
    element(5, new Uint8Array(Int32Array.from(shape).buffer)),
    element(1, new TextEncoder().encode(name)),
    element(type, data, { promised: promised.promisedData ?? data.length }),
  ]);
  return element(14, body, { promised: promised.promisedSize ?? body.length });
}

function element(
  type: number,
  data: Uint8Array,
  { promised = data.length, padded = true }: { promised?: number; padded?: boolean } = {},
): Uint8Array {
  const bytes = new Uint8Array(8 + (padded ? Math.ceil(data.length / 8) * 8 : data.length));
  bytes.set(new Uint8Array(Uint32Array.of(type, promised).buffer));
  bytes.set(data, 8);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}
