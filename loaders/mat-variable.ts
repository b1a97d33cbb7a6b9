import { classRefusal } from "./array-variable.js";
import { asciiText } from "./decimal.js";
import { quoted } from "./format-error.js";
import { isOverfull, type MatTag, MI_INT8, MI_INT32, MI_UINT32, readTag } from "./mat-tag.js";
import { NUMBER_CLASSES, OPAQUE_CLASS, OTHER_CLASSES } from "./mat-types.js";

/** Bytes that what stands before the numbers of an array may take: names have at most 63, arrays few dimensions. */
export const MOST_ARRAY_HEADER = 2 ** 13;
/** Dimensions: NumPy's limit, and more than any image has. */
const MOST_DIMENSIONS = 32;
const LOGICAL_FLAG = 0x0200;
const COMPLEX_FLAG = 0x0800;

/** What a matrix element says before its numbers. */
export interface ArrayHeader {
  readonly name: string;
  readonly shape: readonly number[];
  readonly class: string;
  /** Why there are no real numbers to read; absent where there are. */
  readonly refusal?: string;
  /** Byte after the tag of the matrix at which the element with the numbers starts. */
  readonly numbersStart: number;
}

/**
 * Header of a matrix element: flags, dimensions, name.
 *
 * @param view what follows the tag of the matrix; its first `MOST_ARRAY_HEADER` bytes are enough.
 * @param refuse makes the error from a reason in words.
 */
export function readArrayHeader(
  view: DataView,
  littleEndian: boolean,
  refuse: (reason: string) => Error,
): ArrayHeader {
  const take = (at: number, what: string, types: readonly number[]): MatTag => {
    const tag = readTag(view, at, littleEndian);
    if (!tag || tag.dataStart + tag.size > view.byteLength || isOverfull(tag)) {
      throw refuse(`its ${what} is cut off`);
    }
    if (!types.includes(tag.type)) throw refuse(`its ${what} is an element of type ${tag.type}`);
    return tag;
  };
  const flagsTag = take(0, "class", [MI_UINT32]);
  if (flagsTag.size !== 8) throw refuse(`its class takes ${flagsTag.size} bytes instead of 8`);
  const flags = view.getUint32(flagsTag.dataStart, littleEndian);
  const code = flags & 0xff;
  if (code === OPAQUE_CLASS) {
    const nameTag = take(flagsTag.next, "name", [MI_INT8]);
    return { name: text(view, nameTag), shape: [], ...kindOf(flags, refuse), numbersStart: nameTag.next };
  }
  const shapeTag = take(flagsTag.next, "shape", [MI_INT32, MI_UINT32]);
  const shape = extents(view, shapeTag, littleEndian, refuse);
  const nameTag = take(shapeTag.next, "name", [MI_INT8]);
  return { name: text(view, nameTag), shape, ...kindOf(flags, refuse), numbersStart: nameTag.next };
}

function kindOf(flags: number, refuse: (reason: string) => Error): Pick<ArrayHeader, "class" | "refusal"> {
  const code = flags & 0xff;
  const other = OTHER_CLASSES.get(code);
  if (other !== undefined) {
    return { class: other, refusal: classRefusal(other) };
  }
  const numbers = NUMBER_CLASSES.get(code);
  if (numbers === undefined) throw refuse(`its class has the unknown code ${code}`);
  if (flags & COMPLEX_FLAG) {
    return {
      class: `complex ${numbers}`,
      refusal: "its numbers are complex; save its real part or its size",
    };
  }
  return { class: flags & LOGICAL_FLAG ? "logical" : numbers };
}

function extents(
  view: DataView,
  { dataStart, size }: MatTag,
  littleEndian: boolean,
  refuse: (reason: string) => Error,
): readonly number[] {
  const count = size / 4;
  if (!Number.isInteger(count) || count < 2 || count > MOST_DIMENSIONS) {
    throw refuse(`its shape takes ${size} bytes, not 4 for each of 2 to ${MOST_DIMENSIONS} dimensions`);
  }
  const shape = Array.from({ length: count }, (_, a) => view.getInt32(dataStart + 4 * a, littleEndian));
  const odd = shape.find((extent) => extent < 0);
  if (odd !== undefined) throw refuse(`its shape is (${shape.join(", ")}), with the negative extent ${odd}`);
  return shape;
}

/** MATLAB's names are ASCII; anything else is shown as it would be in Latin-1. */
function text(view: DataView, { dataStart, size }: MatTag): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return asciiText(bytes, dataStart, dataStart + size);
}

/** Where in the file, in words. */
export function variablePlace(name: string, at: number): string {
  return name === "" ? `byte ${at}` : `variable ${quoted(name)}`;
}
