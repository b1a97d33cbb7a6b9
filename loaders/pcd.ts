import type { Mesh } from "../src/measure/mesh.js";
import { quoted } from "./format-error.js";
import { decompressLzf } from "./lzf.js";
import {
  badCoordinate,
  badWeight,
  coordinateColumns,
  type MeshFileOptions,
  onlyColumn,
  type Refuse,
  refusal,
  requirePadding,
  requireRoom,
  requireVertices,
} from "./mesh-file.js";
import { type PcdField, type PcdHeader, type PcdStorage, readPcdHeader } from "./pcd-header.js";
import type { ScalarType } from "./scalar-type.js";
import { type LineReader, lineReader } from "./text-lines.js";

/**
 * Point cloud of a PCD file (Point Cloud Library, version 0.7): text, binary, or binary compressed by LZF.
 *
 * The fields x, y, z (or x, y; or x), in any place, and `weight` where there is one, in double precision; all
 * others are skipped. Points that the library marks as invalid by "nan" are refused, not dropped: removing
 * them is a decision.
 *
 * Not by PCDLoader of three 0.187, which gave: float32 for text and for double fields; NaN for z where there
 * are x and y only; 1 point and no error for a header of 5; a TypeError for a header without DATA.
 *
 * @throws FormatError naming the file and the line or byte.
 *
 * O(file size) time and memory, for compressed files O(decompressed size), at most 88 times as much.
 */
export function parsePcd(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("PCD", bytes, options);
  const lines = lineReader(bytes);
  const header = readPcdHeader(lines, refuse);
  requireVertices(header.points, "header", refuse);
  const columns = usedColumns(header, refuse);
  const source = SOURCES[header.storage](bytes, lines, header, refuse);
  return readPoints(header.points, columns, source, refuse);
}

/** A field whose numbers are kept, and where they stand. */
interface Column {
  readonly name: string;
  readonly type: ScalarType;
  /** Coordinate k; -1 for the weight. */
  readonly k: number;
  /** Words before it in a line. */
  readonly word: number;
  /** Bytes before it in a row. */
  readonly offset: number;
}

/** The numbers of the points, one point after the other, columns in the order of the file. */
interface Source {
  startPoint(i: number): void;
  value(column: Column): number;
  shown(): string;
  place(): string;
  endPoint(): void;
}

function usedColumns(header: PcdHeader, refuse: Refuse): readonly Column[] {
  const names = header.fields.map(({ name }) => name);
  const coordinates = coordinateColumns(names, refuse);
  const weight = onlyColumn(names, "weight", refuse);
  const columns: Column[] = [];
  let word = 0;
  let offset = 0;
  header.fields.forEach((field, p) => {
    const k = coordinates.indexOf(p);
    if (k >= 0 || p === weight) {
      columns.push({ name: field.name, type: requireScalar(field, refuse), k, word, offset });
    }
    word += field.count;
    offset += field.count * field.size;
  });
  return columns;
}

function requireScalar({ name, type, count }: PcdField, refuse: Refuse): ScalarType {
  if (!type || count !== 1) {
    return refuse(
      "header",
      `${quoted(name)} must be one number of type F 4, F 8, I 1, 2, 4 or U 1, 2, 4 per point`,
    );
  }
  return type;
}

function readPoints(count: number, columns: readonly Column[], source: Source, refuse: Refuse): Mesh {
  const dim = columns.filter(({ k }) => k >= 0).length;
  const vertices = new Float64Array(count * dim);
  const weights = columns.length > dim ? new Float64Array(count) : undefined;
  for (let i = 0; i < count; i++) {
    source.startPoint(i);
    for (const column of columns) {
      const value = source.value(column);
      if (column.k >= 0) {
        if (!Number.isFinite(value)) refuse(source.place(), badCoordinate(column.name, i, source.shown()));
        vertices[i * dim + column.k] = value;
      } else {
        if (!(value >= 0 && value < Infinity)) refuse(source.place(), badWeight(i, source.shown()));
        weights![i] = value;
      }
    }
    source.endPoint();
  }
  const cloud = { vertices, count, dim, triangles: new Int32Array(0) };
  return weights ? { ...cloud, weights } : cloud;
}

type OpenSource = (bytes: Uint8Array, lines: LineReader, header: PcdHeader, refuse: Refuse) => Source;

const SOURCES: Readonly<Record<PcdStorage, OpenSource>> = {
  ascii: textSource,
  binary: (bytes, lines, header, refuse) => {
    const start = lines.end();
    const size = header.points * rowSize(header);
    requireRoom(size, bytes.length - start, `${header.points} points`, refuse);
    requirePadding(bytes, start + size, refuse);
    return binarySource(bytes.subarray(start), start, ({ offset }, i) => offset + i * rowSize(header));
  },
  binary_compressed: (bytes, lines, header, refuse) => {
    const unpacked = unpack(bytes, lines.end(), header, refuse);
    // Compressed files hold all x, then all y, and so on.
    return binarySource(unpacked, 0, ({ offset, type }, i) => offset * header.points + i * type.size);
  },
};

function rowSize({ fields }: PcdHeader): number {
  return fields.reduce((sum, { size, count }) => sum + size * count, 0);
}

function textSource(bytes: Uint8Array, lines: LineReader, header: PcdHeader, refuse: Refuse): Source {
  const width = header.fields.reduce((sum, { count }) => sum + count, 0);
  requireRoom(
    2 * width * header.points - 1,
    bytes.length - lines.end(),
    `${header.points} points of ${width} numbers`,
    refuse,
  );
  let point = 0;
  let words = 0;
  const place = (): string => `line ${lines.line()}`;
  const step = (): boolean => {
    const found = lines.nextWord();
    if (found) words++;
    return found;
  };
  const refuseWidth = (): never =>
    refuse(place(), `point ${point} must have ${width} numbers on one line, as the header says`);
  return {
    startPoint: (i) => {
      point = i;
      words = 0;
      if (!lines.nextLine()) {
        refuse(
          place(),
          `the file ends after ${i} of ${header.points} points; it is truncated or its header is wrong`,
        );
      }
    },
    value: (column) => {
      while (words <= column.word) if (!step()) refuseWidth();
      return lines.number();
    },
    shown: lines.word,
    place,
    endPoint: () => {
      while (step());
      if (words !== width) refuseWidth();
      if (point === header.points - 1 && lines.nextLine()) {
        refuse(place(), "there are lines after the last point that the header promises; correct POINTS");
      }
    },
  };
}

function binarySource(
  data: Uint8Array,
  origin: number,
  locate: (column: Column, i: number) => number,
): Source {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let point = 0;
  let at = 0;
  let last = 0;
  return {
    startPoint: (i) => {
      point = i;
    },
    value: (column) => {
      at = locate(column, point);
      last = column.type.read(view, at, true);
      return last;
    },
    shown: () => `${last}`,
    place: () => (origin > 0 ? `byte ${origin + at}` : `byte ${at} of the decompressed data`),
    endPoint: () => {},
  };
}

function unpack(bytes: Uint8Array, start: number, header: PcdHeader, refuse: Refuse): Uint8Array {
  requireRoom(8, bytes.length - start, "the sizes of compressed data", refuse);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 8);
  const packedSize = view.getUint32(0, true);
  const size = view.getUint32(4, true);
  requireRoom(packedSize, bytes.length - start - 8, "compressed data", refuse);
  const expected = header.points * rowSize(header);
  if (size !== expected) {
    refuse(`byte ${start + 4}`, `the data are ${size} bytes, but ${header.points} points take ${expected}`);
  }
  return (
    decompressLzf(bytes.subarray(start + 8, start + 8 + packedSize), size) ??
    refuse(`byte ${start + 8}`, "the compressed data are damaged; save the file again")
  );
}
