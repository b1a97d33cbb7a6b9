import { type Facts, isListOf, isNumber, isRecord, isText } from "./facts.js";

/** A part of the state of a computation: counters and names, and arrays that come back bit for bit. */
export interface Piece {
  /** What JSON holds: finite numbers, texts, truth values, null, lists and plain records of them. */
  readonly facts: Facts;
  readonly arrays: Readonly<Record<string, Float64Array>>;
}

/** Bytes of a double. */
const WIDTH = 8;

/**
 * A line of JSON, filled up with spaces to a multiple of 8 bytes, then the arrays one after the other, little-endian.
 *
 * @throws Error for a fact that JSON does not hold or changes, a mistake of the program.
 */
export function encodePiece({ facts, arrays }: Piece): Uint8Array {
  const entries = Object.entries(arrays);
  const lengths = entries.map(([name, values]) => [name, values.length] as const);
  const head = new TextEncoder().encode(JSON.stringify({ facts, lengths }, held));
  const start = WIDTH * Math.ceil((head.length + 1) / WIDTH);
  const total = entries.reduce((sum, [, values]) => sum + values.length, 0);
  const bytes = new Uint8Array(start + WIDTH * total).fill(0x20, head.length, start);
  bytes.set(head);
  bytes[start - 1] = 0x0a;
  let at = start;
  for (const [, values] of entries) {
    bytes.set(littleEndian(values), at);
    at += WIDTH * values.length;
  }
  return bytes;
}

/** What `encodePiece` was given; undefined where the bytes are no such piece. */
export function decodePiece(bytes: Uint8Array): Piece | undefined {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return undefined;
  const head = headOf(bytes.subarray(0, end));
  if (!head) return undefined;
  const { facts, lengths } = head;
  const arrays: Record<string, Float64Array> = {};
  let at = end + 1;
  for (const [name, length] of lengths) {
    const values = new Uint8Array(bytes.subarray(at, at + WIDTH * length)); // a copy: doubles begin at multiples of 8
    if (values.length !== WIDTH * length) return undefined;
    arrays[name] = doubles(values);
    at += values.length;
  }
  return { facts, arrays };
}

interface Head {
  readonly facts: Facts;
  readonly lengths: readonly (readonly [string, number])[];
}

function headOf(bytes: Uint8Array): Head | undefined {
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(found)) return undefined;
    const { facts, lengths } = found;
    return isRecord(facts) && areLengths(lengths) ? { facts, lengths } : undefined;
  } catch {
    return undefined;
  }
}

const areLengths = isListOf(
  (entry): entry is readonly [string, number] =>
    Array.isArray(entry) &&
    entry.length === 2 &&
    isText(entry[0]) &&
    isNumber(entry[1]) &&
    Number.isInteger(entry[1]) &&
    entry[1] >= 0,
);

/** The member as it is, not as its `toJSON` has it, if JSON gives it back so. */
function held(this: Facts, name: string): unknown {
  const value = this[name];
  if (value === null || isText(value) || typeof value === "boolean" || Array.isArray(value)) return value;
  if (isNumber(value)) {
    if (Number.isFinite(value)) return value;
    throw new Error(`"${name}" is ${value}, which JSON does not hold; keep it in an array`);
  }
  if (isRecord(value) && Object.getPrototypeOf(value) === Object.prototype) return value;
  throw new Error(`"${name}" is ${Object.prototype.toString.call(value)}, which JSON does not hold`);
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return IS_LITTLE_ENDIAN ? bytes : swapped(bytes);
}

function doubles(bytes: Uint8Array<ArrayBuffer>): Float64Array {
  return new Float64Array((IS_LITTLE_ENDIAN ? bytes : swapped(bytes)).buffer);
}

function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (_, p) => bytes[p - (p % WIDTH) + (WIDTH - 1 - (p % WIDTH))]!);
}
