import type { Mesh } from "../src/measure/mesh.js";
import { growingFloats } from "./growing-array.js";
import { badCoordinate, type MeshFileOptions, type Refuse, refusal, requireVertices } from "./mesh-file.js";
import { type LineReader, lineReader } from "./text-lines.js";

/** Columns of the file, and how many of them are coordinates; 6 and 9 carry a colour, a normal or both. */
const COORDINATES: ReadonlyMap<number, number> = new Map([
  [2, 2],
  [3, 3],
  [6, 3],
  [9, 3],
]);
const WIDEST = 9;

/**
 * Points of a text with one point a line: `x y`, `x y z`, or `x y z` and a colour, a normal or both, which
 * are skipped.
 *
 * Numbers stand between blanks or between commas, in double precision; `#` and `//` start comments. All lines
 * have equally many columns. Four or five columns are refused, because the fourth may be a mass or an
 * intensity: a CSV file with the header `x,y,z,weight` says which. Files of molecules, which have the same
 * ending, start with a count and are refused.
 *
 * Not by XYZLoader of three 0.187, which gave no points and no error for 2 or 4 columns and for commas, NaN
 * for the text "abc", and float32 for every number.
 *
 * @throws FormatError naming the file and the line.
 *
 * O(file size) time and memory.
 */
export function parseXyz(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("XYZ", bytes, options);
  const lines = lineReader(bytes, { comments: true, commas: true });
  const vertices = growingFloats();
  const row = new Float64Array(WIDEST);
  let columns = 0;
  let count = 0;
  while (lines.nextLine()) {
    const width = readRow(lines, row, count, refuse);
    if (width === 0) continue;
    if (count === 0) columns = width;
    requireWidth(width, columns, `line ${lines.line()}`, refuse);
    for (let k = 0; k < COORDINATES.get(width)!; k++) vertices.push(row[k]!);
    count++;
  }
  requireVertices(count, `line ${lines.line()}`, refuse);
  return { vertices: vertices.take(), count, dim: COORDINATES.get(columns)!, triangles: new Int32Array(0) };
}

/** Numbers of the line into `row`; how many there are, 0 for a comment. */
function readRow(lines: LineReader, row: Float64Array, vertex: number, refuse: Refuse): number {
  let width = 0;
  while (lines.nextWord()) {
    const value = lines.number();
    if (!Number.isFinite(value)) {
      if (width === 0 && lines.word().startsWith("//")) return 0;
      refuse(`line ${lines.line()}`, badCoordinate(`column ${width + 1}`, vertex, lines.word()));
    }
    if (width < WIDEST) row[width] = value;
    width++;
  }
  return width;
}

function requireWidth(width: number, columns: number, place: string, refuse: Refuse): void {
  if (!COORDINATES.has(width)) {
    refuse(
      place,
      `there are ${width} columns; give x y, x y z, or x y z with a colour or normal, ` +
        "or a CSV file with the header x,y,z,weight",
    );
  }
  if (width !== columns) {
    refuse(place, `there are ${width} columns, but ${columns} in the first line; all lines must agree`);
  }
}
