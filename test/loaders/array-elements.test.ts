import { describe, expect, it } from "vitest";
import {
  arrayFor,
  type ElementType,
  elementDecoder,
  FLOAT32,
  FLOAT64,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
} from "../../loaders/array-elements.js";

const TYPES: readonly ElementType[] = [
  INT8,
  UINT8,
  INT16,
  UINT16,
  INT32,
  UINT32,
  FLOAT32,
  FLOAT64,
  INT64,
  UINT64,
];
/** More than a block of every type. */
const COUNT = 2 ** 20 + 5;
const small = (e: number): number => e % 101;

function stored(type: ElementType, littleEndian: boolean): Uint8Array {
  const native = new type.native(new ArrayBuffer(COUNT * type.size));
  for (let e = 0; e < COUNT; e++) {
    native[e] =
      native instanceof BigInt64Array || native instanceof BigUint64Array ? BigInt(small(e)) : small(e);
  }
  const bytes = Buffer.from(native.buffer);
  if (littleEndian || type.size === 1) return bytes;
  if (type.size === 2) return bytes.swap16();
  return type.size === 4 ? bytes.swap32() : bytes.swap64();
}

describe("elements in runs of bytes that are cut anywhere", () => {
  it.each(TYPES.map((type) => [type.native.name, type] as const))(
    "of %s come out in order, in either byte order",
    (_, type) => {
      for (const littleEndian of [true, false]) {
        const bytes = stored(type, littleEndian);
        const values = arrayFor(type, COUNT);
        const decoder = elementDecoder(type, littleEndian, COUNT, (at, block) => values.set(block, at), "a");
        for (let from = 0, length = 1; from < bytes.length; from += length, length = 3 * length + 2) {
          decoder.push(bytes.subarray(from, from + length));
        }
        expect(decoder.end()).toBe(COUNT);
        expect(values.findIndex((value, e) => value !== small(e))).toBe(-1);
      }
    },
  );
});
