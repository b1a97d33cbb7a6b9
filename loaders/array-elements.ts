import type { CubeValues } from "../src/measure/cube.js";
import { formatError } from "./format-error.js";

export type NativeArray = CubeValues | BigInt64Array | BigUint64Array;
export type NativeConstructor = new (
  buffer: ArrayBuffer,
  byteOffset?: number,
  length?: number,
) => NativeArray;

/** How a binary file stores the elements of an array. */
export interface ElementType {
  /** Bytes. */
  readonly size: number;
  readonly native: NativeConstructor;
}

export const INT8: ElementType = { size: 1, native: Int8Array };
export const UINT8: ElementType = { size: 1, native: Uint8Array };
export const INT16: ElementType = { size: 2, native: Int16Array };
export const UINT16: ElementType = { size: 2, native: Uint16Array };
export const INT32: ElementType = { size: 4, native: Int32Array };
export const UINT32: ElementType = { size: 4, native: Uint32Array };
export const FLOAT32: ElementType = { size: 4, native: Float32Array };
export const FLOAT64: ElementType = { size: 8, native: Float64Array };
export const INT64: ElementType = { size: 8, native: BigInt64Array };
export const UINT64: ElementType = { size: 8, native: BigUint64Array };

/** Told of elements `first`, `first + 1`, ... of an array, in the order of the file; must copy what it keeps. */
export type BlockVisitor = (first: number, block: CubeValues) => void;

/** Bytes that are decoded at a time at most: small beside a cube, a multiple of every element size. */
const LARGEST_BLOCK = 2 ** 20;
/** Whole numbers beyond are not all doubles. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Decoder of a sequence of byte runs that may be cut anywhere. */
export interface ElementDecoder {
  readonly push: (bytes: Uint8Array) => void;
  /** Hands on what is left. @returns the number of elements in all. */
  readonly end: () => number;
}

/**
 * Elements from bytes: whole numbers of 64 bits as doubles, others in their own type.
 *
 * @param count elements that are expected; more are decoded too.
 * @param file name of the file, for error sentences.
 * @throws (from `push`, `end`) FormatError for a whole number beyond 2^53.
 */
export function elementDecoder(
  type: ElementType,
  littleEndian: boolean,
  count: number,
  visit: BlockVisitor,
  file: string,
): ElementDecoder {
  const room = Math.min(LARGEST_BLOCK, Math.max(count, 1) * type.size);
  const buffer = new ArrayBuffer(room);
  const bytesHeld = new Uint8Array(buffer);
  let held = 0;
  let first = 0;
  const flush = (): void => {
    const whole = Math.floor(held / type.size);
    if (whole === 0) return;
    if (littleEndian !== IS_LITTLE_ENDIAN) swapBytes(bytesHeld.subarray(0, whole * type.size), type.size);
    visit(first, exactNumbers(new type.native(buffer, 0, whole), first, file));
    first += whole;
    bytesHeld.copyWithin(0, whole * type.size, held);
    held -= whole * type.size;
  };
  const push = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length; ) {
      const taken = Math.min(bytes.length - from, room - held);
      bytesHeld.set(bytes.subarray(from, from + taken), held);
      held += taken;
      from += taken;
      if (held === room) flush();
    }
  };
  const end = (): number => {
    flush();
    return first;
  };
  return { push, end };
}

/** Reverses the bytes of each element in place. */
function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; size > 1 && at < bytes.length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}

/**
 * Whole numbers of 64 bits as doubles; other arrays as they are.
 *
 * @throws FormatError for one beyond 2^53.
 */
export function exactNumbers(block: NativeArray, first: number, file: string): CubeValues {
  if (!(block instanceof BigInt64Array || block instanceof BigUint64Array)) return block;
  return Float64Array.from(block, (value, e) => {
    if (value > MOST_EXACT || value < -MOST_EXACT) {
      throw formatError(
        file,
        `element ${first + e}`,
        `${value} is beyond 2^53 and no double; save it as doubles`,
      );
    }
    return Number(value);
  });
}

/** An empty array that holds such elements: doubles for whole numbers of 64 bits. */
export function arrayFor(type: ElementType, length: number): CubeValues {
  const native = type.native as unknown as new (length: number) => NativeArray;
  const isLong = type === INT64 || type === UINT64;
  return isLong ? new Float64Array(length) : (new native(length) as CubeValues);
}
