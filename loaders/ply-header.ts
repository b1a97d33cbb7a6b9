import { quoted } from "./format-error.js";
import { headerCount, type Refuse, requireRoom } from "./mesh-file.js";
import {
  float32,
  float64,
  int8,
  int16,
  int32,
  type ScalarType,
  uint8,
  uint16,
  uint32,
} from "./scalar-type.js";
import type { LineReader } from "./text-lines.js";

export interface PlyProperty {
  readonly name: string;
  /** Of the value, or of each item of a list. */
  readonly type: ScalarType;
  /** Of the length of the list, where the property is one. */
  readonly lengthType?: ScalarType;
}

export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly PlyProperty[];
}

export type PlyFormat = "ascii" | "binary_little_endian" | "binary_big_endian";

export interface PlyHeader {
  readonly format: PlyFormat;
  readonly elements: readonly PlyElement[];
}

const FORMATS: readonly PlyFormat[] = ["ascii", "binary_little_endian", "binary_big_endian"];

const TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ["char", int8],
  ["int8", int8],
  ["uchar", uint8],
  ["uint8", uint8],
  ["short", int16],
  ["int16", int16],
  ["ushort", uint16],
  ["uint16", uint16],
  ["int", int32],
  ["int32", int32],
  ["uint", uint32],
  ["uint32", uint32],
  ["float", float32],
  ["float32", float32],
  ["double", float64],
  ["float64", float64],
]);

/** The header, read to the end of its line `end_header`. @throws FormatError naming the line. */
export function readPlyHeader(lines: LineReader, refuse: Refuse): PlyHeader {
  if (lineWords(lines)?.join(" ") !== "ply") {
    refuse("line 1", 'the file does not start with the line "ply"; it is no PLY file');
  }
  let format: PlyFormat | undefined;
  const elements: PlyElement[] = [];
  const properties: PlyProperty[][] = [];
  for (;;) {
    const words = lineWords(lines);
    const place = `line ${lines.line()}`;
    if (!words) return refuse(place, 'the header has no line "end_header"; the file is truncated');
    const keyword = words[0] ?? "";
    if (keyword === "end_header") break;
    if (keyword === "comment" || keyword === "obj_info") continue;
    if (keyword === "format") format = readFormat(words, place, refuse);
    else if (keyword === "element") {
      const own: PlyProperty[] = [];
      properties.push(own);
      elements.push(readElement(words, own, place, refuse));
    } else if (keyword === "property" && properties.length > 0) {
      properties.at(-1)!.push(readProperty(words, place, refuse));
    } else refuse(place, `${quoted(keyword)} is not expected in a header here; repair or remove this line`);
  }
  if (!format) return refuse("header", 'it has no line "format"; add e.g. "format ascii 1.0"');
  return { format, elements };
}

/** Words of the next line; a property has five, and no line needs more to be judged. */
function lineWords(lines: LineReader): readonly string[] | undefined {
  return lines.nextLine() ? lines.words(6) : undefined;
}

function readFormat(words: readonly string[], place: string, refuse: Refuse): PlyFormat {
  const format = FORMATS.find((known) => known === words[1]);
  if (!format || words[2] !== "1.0") {
    return refuse(
      place,
      `the format is ${quoted(words.slice(1).join(" "))}; it must be ${FORMATS.join(", ")}, version 1.0`,
    );
  }
  return format;
}

function readElement(
  words: readonly string[],
  properties: readonly PlyProperty[],
  place: string,
  refuse: Refuse,
): PlyElement {
  const name = words[1] ?? "";
  return { name, count: headerCount(words[2] ?? "", `${quoted(name)} elements`, place, refuse), properties };
}

function readProperty(words: readonly string[], place: string, refuse: Refuse): PlyProperty {
  const isList = words[1] === "list";
  if (words.length !== (isList ? 5 : 3)) {
    refuse(place, 'a property must read "property TYPE NAME" or "property list TYPE TYPE NAME"');
  }
  const typeOf = (word: string): ScalarType =>
    TYPES.get(word) ??
    refuse(place, `${quoted(word)} is no type of the format; the types are ${[...TYPES.keys()].join(", ")}`);
  return isList
    ? { name: words[4]!, type: typeOf(words[3]!), lengthType: typeOf(words[2]!) }
    : { name: words[2]!, type: typeOf(words[1]!) };
}

/** @throws FormatError if `room` bytes cannot hold the promised elements, however short their lists. */
export function requirePlyRoom(header: PlyHeader, room: number, refuse: Refuse): void {
  const smallest = header.format === "ascii" ? smallestLine : smallestRow;
  let needed = 0;
  for (const element of header.elements) needed += element.count * smallest(element);
  // A few of them: a damaged header can have thousands.
  const promise = header.elements
    .slice(0, 4)
    .map(({ name, count }) => `${count} ${quoted(name)}`)
    .join(" and ");
  // The last line of a text needs no break.
  requireRoom(header.format === "ascii" ? needed - 1 : needed, room, `${promise} elements`, refuse);
}

/** One digit and one blank or line break for every property. */
function smallestLine({ properties }: PlyElement): number {
  return 2 * properties.length;
}

function smallestRow({ properties }: PlyElement): number {
  return properties.reduce((sum, { type, lengthType }) => sum + (lengthType ?? type).size, 0);
}
