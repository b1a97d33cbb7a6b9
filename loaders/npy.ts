import { dump, parse } from "npyjs";
import { ShapeError } from "../src/errors.js";
import { formatError, quoted } from "./format-error.js";
import { type Header, MAGIC, readHeader } from "./npy-header.js";

/** An array of numbers in C order (last index fastest). */
export interface NpyArray {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

export interface NpyOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
}

/** Numbers in one array, as doubles 2 GiB: what a typed array of every engine can hold. */
const MOST_NUMBERS = 2 ** 28;
/** Integers beyond are not all doubles. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
/** Bytes. NumPy pads the header so that the data start at a multiple of this. */
const ALIGNMENT = 64;

/** Element kinds of NumPy that are read, with their sizes in bytes (U: a character has 4). */
const SIZES: ReadonlyMap<string, readonly number[]> = new Map([
  ["f", [2, 4, 8]],
  ["i", [1, 2, 4, 8]],
  ["u", [1, 2, 4, 8]],
  ["b", [1]],
]);

/**
 * Numbers of an NPY file, versions 1 to 3: floats, integers and booleans of any size and byte order, C or Fortran
 * order. Nothing in the file is evaluated: object arrays (pickles), records and complex numbers are refused.
 *
 * @throws FormatError if header and byte length do not agree, or an integer is no double.
 *
 * O(size) time and memory. numpy.lib.format, NEP 1.
 */
export function parseNpyArray(bytes: Uint8Array, options: NpyOptions = {}): NpyArray {
  const file = options.file ?? "NPY";
  const header = readHeader(bytes, file);
  const size = SIZES.get(header.kind)?.includes(header.size) ? header.size : 0;
  if (size === 0) {
    throw formatError(
      file,
      "header",
      `elements are of type ${quoted(header.kind + header.size)}; only real numbers are read (no Python objects, ` +
        "records, text or complex numbers): save with astype(float)",
    );
  }
  const { shape, fortranOrder } = header;
  const data = toDoubles(elements(bytes, header, size, file), file);
  return { data: fortranOrder ? fromFortranOrder(data, shape) : data, shape };
}

/**
 * One-dimensional NPY array of whole numbers, booleans or texts, as text: labels, names.
 *
 * @throws FormatError if the shape is not (N,), or as `parseNpyArray`.
 */
export function parseNpyLabels(bytes: Uint8Array, options: NpyOptions = {}): string[] {
  const file = options.file ?? "NPY";
  const header = readHeader(bytes, file);
  if (header.shape.length !== 1) {
    throw formatError(file, "header", `the shape is (${header.shape.join(", ")}); labels have shape (N,)`);
  }
  if (header.kind === "U") return texts(bytes, header, file);
  return Array.from(parseNpyArray(bytes, options).data, String);
}

function texts(bytes: Uint8Array, header: Header, file: string): string[] {
  const values = elements(bytes, header, 4 * header.size, file);
  // npyjs cuts by UTF-16 units: a character beyond U+FFFF would shift all later texts, and adds one at the end.
  if (!Array.isArray(values) || values.length !== header.shape[0]) {
    throw formatError(file, "", "its texts hold characters beyond U+FFFF; use other labels, or numbers");
  }
  return values.map(String);
}

/**
 * NPY file (version 1.0, float64 or int32, C order) of an array.
 *
 * @throws ShapeError if the numbers do not fill the shape.
 */
export function encodeNpy(data: Float64Array | Int32Array, shape: readonly number[]): Uint8Array {
  if (product(shape) !== data.length || shape.some((extent) => !Number.isSafeInteger(extent) || extent < 0)) {
    throw new ShapeError(`${data.length} numbers do not fill the shape (${shape.join(", ")})`, {
      expected: product(shape),
      found: data.length,
    });
  }
  return new Uint8Array(dump(data, [...shape]));
}

/**
 * The elements through npyjs, once the header is known to be true: npyjs itself takes any shape, throws on
 * big-endian and unaligned data and leaves Fortran order to its caller.
 *
 * @param width bytes of one element.
 */
function elements(bytes: Uint8Array, header: Header, width: number, file: string): unknown {
  const count = product(header.shape);
  const found = bytes.length - header.start;
  if (!(count <= MOST_NUMBERS) || count * width !== found) {
    throw formatError(
      file,
      "header",
      `shape (${header.shape.join(", ")}) takes ${count * width} bytes, but ${found} follow` +
        (count > MOST_NUMBERS
          ? ` (at most ${MOST_NUMBERS} elements are read)`
          : "; the file is cut off or damaged"),
    );
  }
  try {
    return parse(littleEndianFile(bytes.subarray(header.start), header, width)).data;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw formatError(file, "", `its elements could not be read (${reason}); save them as numbers`, cause);
  }
}

/** The same array as an aligned little-endian NPY file of version 1.0. */
function littleEndianFile(data: Uint8Array, header: Header, width: number): ArrayBuffer {
  const text = `{'descr': '<${header.kind}${header.size}', 'fortran_order': False, 'shape': (${data.length / width},), }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  const file = new Uint8Array(10 + length + data.length);
  file.set([...MAGIC, 1, 0, length & 0xff, length >> 8]);
  file.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  file.set(data, 10 + length);
  const unit = header.kind === "U" ? 4 : width;
  if (header.order === ">") reverseEach(file.subarray(10 + length), unit);
  return file.buffer;
}

function reverseEach(data: Uint8Array, width: number): void {
  for (let at = 0; at + width <= data.length; at += width) data.subarray(at, at + width).reverse();
}

function toDoubles(values: unknown, file: string): Float64Array {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return exactIntegers(values, file);
  if (values instanceof Float64Array) return values;
  if (Array.isArray(values)) return Float64Array.from(values, Number); // booleans
  return Float64Array.from(values as ArrayLike<number>);
}

function exactIntegers(values: BigInt64Array | BigUint64Array, file: string): Float64Array {
  return Float64Array.from(values, (value, p) => {
    if (value > MOST_EXACT || value < -MOST_EXACT) {
      throw formatError(file, `element ${p}`, `${value} is beyond 2^53 and no double; save as float64`);
    }
    return Number(value);
  });
}

/** The same array with the last index fastest. */
function fromFortranOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  const ordered = new Float64Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, a) => product(shape.slice(0, a)));
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    ordered[to] = data[from]!;
    for (let a = shape.length - 1; a >= 0; a--) {
      index[a]!++;
      from += strides[a]!;
      if (index[a]! < shape[a]!) break;
      from -= strides[a]! * shape[a]!;
      index[a] = 0;
    }
  }
  return ordered;
}

function product(extents: readonly number[]): number {
  return extents.reduce((all, extent) => all * extent, 1);
}
