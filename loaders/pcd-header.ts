import { quoted } from "./format-error.js";
import { headerCount, type Refuse } from "./mesh-file.js";
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

export interface PcdField {
  readonly name: string;
  /** Bytes of one number. */
  readonly size: number;
  /** Numbers per point. */
  readonly count: number;
  /** Undefined where the type is one that this package does not read, such as whole numbers of 64 bits. */
  readonly type: ScalarType | undefined;
}

export type PcdStorage = "ascii" | "binary" | "binary_compressed";

export interface PcdHeader {
  readonly fields: readonly PcdField[];
  readonly points: number;
  readonly storage: PcdStorage;
}

const STORAGES: readonly PcdStorage[] = ["ascii", "binary", "binary_compressed"];

const TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ["I1", int8],
  ["I2", int16],
  ["I4", int32],
  ["U1", uint8],
  ["U2", uint16],
  ["U4", uint32],
  ["F4", float32],
  ["F8", float64],
]);

const KEYWORDS: readonly string[] = [
  "VERSION",
  "FIELDS",
  "COLUMNS",
  "SIZE",
  "TYPE",
  "COUNT",
  "WIDTH",
  "HEIGHT",
  "VIEWPOINT",
  "POINTS",
  "DATA",
];

/**
 * Words after a keyword: a line with more is damage. PCL's richest points have some 30 fields; histograms use
 * COUNT.
 */
const MOST_VALUES = 1000;

/** The header, read to the end of its line `DATA`. @throws FormatError naming the line. */
export function readPcdHeader(lines: LineReader, refuse: Refuse): PcdHeader {
  const entries = new Map<string, readonly string[]>();
  while (!entries.has("DATA")) {
    if (!lines.nextLine()) {
      return refuse(
        `line ${lines.line()}`,
        'the header has no line "DATA"; the file is truncated or no PCD file',
      );
    }
    lines.nextWord();
    const keyword = lines.word();
    if (keyword.startsWith("#")) continue;
    const values = lines.words(MOST_VALUES + 1);
    if (!KEYWORDS.includes(keyword) || entries.has(keyword) || values.length > MOST_VALUES) {
      refuse(
        `line ${lines.line()}`,
        `${quoted(keyword)} is not expected in a header here; repair this line, or it is no PCD file`,
      );
    }
    entries.set(keyword, values);
  }
  const fields = readFields(entries, refuse);
  return { fields, points: readPoints(entries, refuse), storage: readStorage(entries, refuse) };
}

function readFields(entries: ReadonlyMap<string, readonly string[]>, refuse: Refuse): PcdField[] {
  const names = entries.get("FIELDS") ?? entries.get("COLUMNS") ?? [];
  const sizes = entries.get("SIZE") ?? [];
  const types = entries.get("TYPE") ?? [];
  const counts = entries.get("COUNT") ?? names.map(() => "1");
  if (names.length === 0 || [sizes, types, counts].some(({ length }) => length !== names.length)) {
    refuse("header", "FIELDS, SIZE, TYPE and COUNT must be there with one word per field");
  }
  return names.map((name, p) => ({
    name,
    size: headerCount(sizes[p]!, `bytes of ${quoted(name)}`, "header", refuse),
    count: headerCount(counts[p]!, `numbers of ${quoted(name)}`, "header", refuse),
    type: TYPES.get(`${types[p]}${sizes[p]}`),
  }));
}

function readPoints(entries: ReadonlyMap<string, readonly string[]>, refuse: Refuse): number {
  const read = (keyword: string, missing: string): number =>
    headerCount(entries.get(keyword)?.[0] ?? missing, keyword, "header", refuse);
  const area = read("WIDTH", "") * read("HEIGHT", "1");
  const points = read("POINTS", `${area}`);
  if (points !== area) {
    refuse("header", `POINTS is ${points}, but WIDTH times HEIGHT is ${area}; correct the one that is wrong`);
  }
  return points;
}

function readStorage(entries: ReadonlyMap<string, readonly string[]>, refuse: Refuse): PcdStorage {
  const word = entries.get("DATA")?.[0];
  return (
    STORAGES.find((storage) => storage === word) ??
    refuse("header", `DATA is ${quoted(word ?? "")}; it must be ${STORAGES.join(", ")}`)
  );
}
