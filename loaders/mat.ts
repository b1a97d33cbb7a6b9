import type { CubeValues } from "../src/measure/cube.js";
import { arrayFor, type BlockVisitor, type ElementType, elementDecoder } from "./array-elements.js";
import {
  type ArrayVariable,
  allValues,
  type BlockVariable,
  elementCount,
  requireArraySize,
  unreadVariable,
} from "./array-variable.js";
import { formatError } from "./format-error.js";
import { isLittleEndianMat, MAT_HEADER_BYTES } from "./mat-header.js";
import { isOverfull, type MatTag, MI_COMPRESSED, MI_MATRIX, readTag } from "./mat-tag.js";
import { STORED_TYPES } from "./mat-types.js";
import { type ArrayHeader, MOST_ARRAY_HEADER, readArrayHeader, variablePlace } from "./mat-variable.js";
import { type ByteSink, unzlib } from "./zlib-stream.js";

export interface MatOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
}

/** Tags: of the matrix, and of the numbers in it. */
const TAG_BYTES = 8;
/** Elements end at multiples of these bytes. */
const PADDING = 8;
const REMEDY = "it is cut off or damaged; copy it again, or save it with -v7";

/** A matrix element of the file: as it stands there, or behind zlib. */
interface Source {
  readonly file: string;
  readonly littleEndian: boolean;
  /** Byte of the file, for messages. */
  readonly at: number;
  /** Bytes of the element in the file. */
  readonly packed: number;
  /** Its bytes from its own tag on, some at a time. */
  readonly read: (sink: ByteSink, refuse: (reason: string) => Error) => void;
}

/**
 * Variables of a MATLAB file of version 5 (`save -v6` and `save -v7`), both byte orders, compressed or not, in the order
 * of the file.
 *
 * Arrays of real numbers and logicals, of any number of dimensions, can be read; complex, sparse and character arrays, cells,
 * structs and objects are only named. Nothing is unfolded before its numbers are asked for, but for what names it.
 *
 * @throws FormatError for a file that is cut off or damaged, or of another version (`parseHdf5` reads 7.3). Values throw a
 *   FormatError for whole numbers beyond 2^53, a wrong checksum, and arrays over 1 GiB.
 *
 * O(size of file) time; `values` O(size) time and memory. MathWorks, MAT-file format (R2019b), chapter 1.
 */
export function parseMat(bytes: Uint8Array, options: MatOptions = {}): readonly ArrayVariable[] {
  return matVariables(bytes, options.file ?? "MAT");
}

/** What `parseMat` gives, to be read a block at a time. */
export function matVariables(bytes: Uint8Array, file: string): readonly BlockVariable[] {
  const littleEndian = isLittleEndianMat(bytes, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const variables: BlockVariable[] = [];
  for (let at = MAT_HEADER_BYTES; at < bytes.length; ) {
    const tag = readTag(view, at, littleEndian);
    const end = tag ? tag.dataStart + tag.size : Infinity;
    if (!tag || end > bytes.length) {
      const promise = tag ? `an element of ${tag.size} bytes` : "an element";
      throw formatError(
        file,
        `byte ${at}`,
        `${promise} starts here, but ${bytes.length - at} bytes are left; ${REMEDY}`,
      );
    }
    const found = variableOf(bytes, tag, at, { file, littleEndian });
    if (found) variables.push(found);
    at = tag.type === MI_COMPRESSED ? end : tag.next; // compressed elements are not padded
  }
  requireDistinct(file, variables);
  return variables;
}

function variableOf(
  bytes: Uint8Array,
  tag: MatTag,
  at: number,
  where: Pick<Source, "file" | "littleEndian">,
): BlockVariable | undefined {
  const data = bytes.subarray(tag.dataStart, tag.dataStart + tag.size);
  const source = { ...where, at, packed: data.length };
  if (tag.type === MI_COMPRESSED) {
    return readVariable({ ...source, read: (sink, refuse) => unzlib(data, sink, refuse) });
  }
  if (tag.type !== MI_MATRIX) {
    throw formatError(where.file, `byte ${at}`, `an element of type ${tag.type}, no variable; ${REMEDY}`);
  }
  const whole = bytes.subarray(at, tag.dataStart + tag.size);
  return readVariable({ ...source, read: (sink) => void sink(whole) });
}

/** Nothing for an empty matrix, and for the nameless one in which MATLAB keeps what objects need. */
function readVariable(source: Source): BlockVariable | undefined {
  const { file, littleEndian, at } = source;
  const refuse = (reason: string) => formatError(file, variablePlace("", at), `${reason}; ${REMEDY}`);
  const start = firstBytes(source, TAG_BYTES + MOST_ARRAY_HEADER, refuse);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const tag = readTag(view, 0, littleEndian);
  if (!tag || tag.type !== MI_MATRIX) throw refuse("no matrix starts there");
  if (tag.size === 0) return undefined;
  const inside = Math.min(tag.size, start.length - TAG_BYTES);
  const header = readArrayHeader(
    new DataView(start.buffer, start.byteOffset + TAG_BYTES, inside),
    littleEndian,
    refuse,
  );
  if (header.name === "") return undefined;
  return header.refusal === undefined
    ? numberVariable(source, header, start, TAG_BYTES + tag.size)
    : unreadVariable(file, variablePlace(header.name, at), header, header.refusal);
}

function firstBytes(source: Source, most: number, refuse: (reason: string) => Error): Uint8Array {
  const start = new Uint8Array(most);
  let got = 0;
  source.read((bytes) => {
    const taken = Math.min(bytes.length, most - got);
    start.set(bytes.subarray(0, taken), got);
    got += taken;
    return got < most;
  }, refuse);
  return start.subarray(0, got);
}

/** Where the numbers stand in the bytes of the element, and in which type. */
interface Stored {
  readonly type: ElementType;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** Where the element ends. */
  readonly end: number;
}

function numberVariable(source: Source, header: ArrayHeader, start: Uint8Array, end: number): BlockVariable {
  const { name, shape, class: kind } = header;
  const stored = (): Stored => requireStored(source, header, start, end);
  const empty = (): CubeValues => {
    const { type, count } = stored();
    return arrayFor(type, count);
  };
  const blocks = (visit: BlockVisitor): void => readNumbers(source, header, stored(), visit);
  const values = (): CubeValues => allValues({ empty, blocks });
  return { name, shape, class: kind, order: "first-fastest", values, empty, blocks };
}

function requireStored(source: Source, header: ArrayHeader, start: Uint8Array, end: number): Stored {
  const { file, littleEndian, at, packed } = source;
  const { name, shape, numbersStart } = header;
  const refuse = (reason: string) => formatError(file, variablePlace(name, at), `${reason}; ${REMEDY}`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const tag = readTag(view, TAG_BYTES + numbersStart, littleEndian);
  const type = STORED_TYPES.get(tag?.type ?? 0);
  if (!tag || !type || isOverfull(tag)) {
    throw refuse(tag ? `its numbers are ${tag.size} bytes of type ${tag.type}` : "it has no numbers");
  }
  const count = elementCount(shape);
  if (tag.size !== count * type.size) {
    throw refuse(
      `its shape (${shape.join(", ")}) takes ${count * type.size} bytes, but its numbers have ${tag.size}`,
    );
  }
  const to = tag.dataStart + tag.size;
  if (to > end || end - to >= PADDING) {
    throw refuse(`its numbers end at byte ${to}, but the whole variable at byte ${end}`);
  }
  requireArraySize(file, header, tag.size, packed);
  return { type, count, from: tag.dataStart, to, end };
}

function readNumbers(source: Source, header: ArrayHeader, stored: Stored, visit: BlockVisitor): void {
  const { file, littleEndian, at: start } = source;
  const place = variablePlace(header.name, start);
  const refuse = (reason: string) => formatError(file, place, `${reason}; ${REMEDY}`);
  const decoder = elementDecoder(stored.type, littleEndian, stored.count, visit, `${file}, ${place}`);
  let at = 0;
  // on to the end, where the checksum is, but never further: compressed bytes may unfold to anything
  const sink: ByteSink = (bytes) => {
    const first = Math.max(stored.from - at, 0);
    const last = Math.min(stored.to - at, bytes.length);
    if (first < last) decoder.push(bytes.subarray(first, last));
    at += bytes.length;
    return at <= stored.end;
  };
  source.read(sink, refuse);
  if (at !== stored.end) {
    throw refuse(`it promises ${stored.end} bytes and holds ${at > stored.end ? "more" : at}`);
  }
  decoder.end();
}

function requireDistinct(file: string, variables: readonly BlockVariable[]): void {
  const seen = new Set<string>();
  for (const { name } of variables) {
    if (seen.has(name)) {
      throw formatError(file, variablePlace(name, 0), "it occurs twice; the file is damaged, save it again");
    }
    seen.add(name);
  }
}
