import { dump, type NpyArray as NpyjsArray, parse } from "npyjs";
import { ShapeError } from "../src/errors.js";
import { type Collection, collection } from "../src/measure/collection.js";
import { type Measure, measure } from "../src/measure/measure.js";
import { atPlace, formatError, printable, quoted } from "./format-error.js";

/** An array of numbers in C order (last index fastest). */
export interface NpyArray {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

export interface NpyOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
  /** Every point gets mass 1 (default: 1/n each). */
  readonly unitMass?: boolean;
}

/** Numbers in one array, as doubles 2 GiB: what a typed array of every engine can hold. */
const MOST_NUMBERS = 2 ** 28;
/** Integers beyond are not all doubles. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
/** Bytes. NumPy pads the header so that the data start at a multiple of this. */
const ALIGNMENT = 64;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

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
  const { shape, data, fortranOrder } = decode(bytes, header, size, file);
  const numbers = toDoubles(data, file);
  return { data: fortranOrder ? fromFortranOrder(numbers, shape) : numbers, shape };
}

/**
 * One measure from an NPY file of shape (n, d): n points in R^d with mass 1/n each (1 with `unitMass`).
 *
 * @throws FormatError if the shape is another one or a coordinate is not finite.
 */
export function parseNpyMeasure(bytes: Uint8Array, options: NpyOptions = {}): Measure {
  const file = options.file ?? "NPY";
  const { data, shape } = parseNpyArray(bytes, options);
  if (shape.length !== 2 || data.length === 0) {
    throw formatError(file, "header", `the shape is (${shape.join(", ")}); one measure has shape (n, d)`);
  }
  return npyMeasure(data, shape[1]!, { ...options, file });
}

/**
 * Collection from an NPY file of shape (N, n, d): items "0", "1", ... of n points with mass 1/n each.
 *
 * @throws FormatError if the shape is another one or a coordinate is not finite.
 */
export function parseNpyDataset(bytes: Uint8Array, options: NpyOptions = {}): Collection {
  const file = options.file ?? "NPY";
  const { data, shape } = parseNpyArray(bytes, options);
  const [count = 0, points = 0, dim = 0] = shape;
  if (shape.length !== 3 || data.length === 0) {
    throw formatError(file, "header", `the shape is (${shape.join(", ")}); a dataset has shape (N, n, d)`);
  }
  const names = Array.from({ length: count }, (_, s) => String(s));
  const stride = points * dim;
  const measures = names.map((name, s) => {
    const place = `item ${quoted(name)}`;
    return npyMeasure(data.subarray(s * stride, (s + 1) * stride), dim, { ...options, file, place });
  });
  return collection({ names, measures });
}

/** Rows of a flat array as a measure; errors name file and place. */
export function npyMeasure(
  points: Float64Array,
  dim: number,
  options: { file: string; place?: string; unitMass?: boolean; weights?: Float64Array },
): Measure {
  const ones = options.unitMass ? new Float64Array(points.length / dim).fill(1) : undefined;
  const weights = options.weights ?? ones;
  return atPlace(options.file, options.place ?? "", () => measure(points, weights ? { dim, weights } : { dim }));
}

/** Whole numbers and texts of a one-dimensional NPY array, as text: labels, names. */
export function parseNpyLabels(bytes: Uint8Array, options: NpyOptions = {}): string[] {
  const file = options.file ?? "NPY";
  const header = readHeader(bytes, file);
  const text = header.kind === "U";
  const values = text ? textElements(bytes, header, file) : parseNpyArray(bytes, options);
  if (values.shape.length !== 1) {
    throw formatError(file, "header", `the shape is (${values.shape.join(", ")}); labels have shape (N,)`);
  }
  return Array.from(values.data, String);
}

function textElements(bytes: Uint8Array, header: Header, file: string) {
  const { shape, data } = decode(bytes, header, 4 * header.size, file);
  const values: readonly string[] = Array.isArray(data) ? data.map(String) : [];
  // npyjs cuts texts by UTF-16 units; a character outside the basic plane shifts all later texts and adds some.
  if (values.length !== shape.reduce((product, extent) => product * extent, 1)) {
    throw formatError(file, "", "its texts hold characters beyond U+FFFF; use other labels, or numbers");
  }
  return { shape, data: values };
}

/**
 * NPY file (version 1.0, float64, C order) of an array.
 *
 * @throws ShapeError if the numbers do not fill the shape.
 */
export function encodeNpy(data: Float64Array, shape: readonly number[]): Uint8Array {
  const product = shape.reduce((all, extent) => all * extent, 1);
  if (product !== data.length || shape.some((extent) => !Number.isSafeInteger(extent) || extent < 0)) {
    throw new ShapeError(`${data.length} numbers do not fill the shape (${shape.join(", ")})`, {
      expected: product,
      found: data.length,
    });
  }
  return new Uint8Array(dump(data, [...shape]));
}

interface Header {
  readonly text: string;
  readonly order: string;
  readonly kind: string;
  readonly size: number;
  /** Byte at which the elements start. */
  readonly start: number;
}

function readHeader(bytes: Uint8Array, file: string): Header {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw formatError(file, "byte 0", "not an NPY file; write it with numpy.save");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes[6] === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (start > bytes.length) {
    throw formatError(file, "byte 8", `the header should end at byte ${start}, but the file has ${bytes.length}`);
  }
  const text = new TextDecoder("latin1").decode(bytes.subarray(bytes[6] === 1 ? 10 : 12, start)).trim();
  const descr = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d*)'/.exec(text);
  const shape = /'shape'\s*:\s*\(\s*(?:\d+\s*,?\s*)*\)/.test(text);
  const fortran = /'fortran_order'\s*:\s*(?:True|False)/.test(text);
  if (!descr || !shape || !fortran) {
    throw formatError(
      file,
      "header",
      `${quoted(text)} does not give element type, order and shape of an array of numbers; save with numpy.save`,
    );
  }
  return { text, order: descr[1]!, kind: descr[2]!, size: Number(descr[3]), start };
}

/** The elements through npyjs, once the header is known to be true. */
function decode(bytes: Uint8Array, header: Header, size: number, file: string) {
  const extents = /'shape'\s*:\s*\(([^)]*)\)/.exec(header.text)![1]!.split(",");
  const count = extents.reduce((product, extent) => product * (extent.trim() === "" ? 1 : Number(extent)), 1);
  const found = bytes.length - header.start;
  if (count * size !== found || count > MOST_NUMBERS) {
    throw formatError(
      file,
      "header",
      `${count} elements take ${count * size} bytes, but ${found} follow (at most ${MOST_NUMBERS} elements are read)`,
    );
  }
  const parsed = callNpyjs(littleEndian(bytes, header, size), file);
  const data: ArrayLike<unknown> & (ArrayBufferView | readonly unknown[]) = parsed.data as never;
  return { data, shape: parsed.shape, fortranOrder: parsed.fortranOrder };
}
