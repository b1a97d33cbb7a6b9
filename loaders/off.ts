import type { Mesh } from "../src/measure/mesh.js";
import { quoted } from "./format-error.js";
import {
  badCoordinate,
  badCorner,
  headerCount,
  type MeshFileOptions,
  type Refuse,
  refusal,
  requireRoom,
  requireVertices,
} from "./mesh-file.js";
import { polygons } from "./polygons.js";
import { type LineReader, lineReader } from "./text-lines.js";

/**
 * Texture, colour, normal; then what is not read here: 4 = homogeneous, n = any dimension. Counts may follow
 * at once.
 */
const KEYWORD = /^(ST)?(C)?(N)?(4)?(n)?OFF(\d*)$/;

/** One more than there may be is enough to refuse the line. */
const MOST_COUNTS = 4;

/** Bytes of the shortest vertex, "0 0 0\n", and of the shortest face, "0\n". */
const SHORTEST_VERTEX = 6;
const SHORTEST_FACE = 2;

/**
 * Mesh or point cloud of an OFF file (Geomview's object file format, as text).
 *
 * One vertex and one face a line, x y z in double precision, in the order of the file; polygons become fans
 * of triangles. What follows the coordinates or the corners in a line (normals, colours) is skipped. The
 * header may be `OFF`, `COFF`, `NOFF`, `STOFF` or a mixture, with the counts on the same line or the next;
 * the number of edges may be wrong or absent.
 *
 * @throws FormatError naming the file and the line; binary and 4- or n-dimensional files are refused.
 *
 * O(file size) time and memory.
 */
export function parseOff(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("OFF", bytes, options);
  const lines = lineReader(bytes, { comments: true });
  const { vertexCount, faceCount } = readHeader(lines, refuse);
  requireVertices(vertexCount, `line ${lines.line()}`, refuse);
  requireRoom(
    vertexCount * SHORTEST_VERTEX + faceCount * SHORTEST_FACE - 1,
    bytes.length - lines.end(),
    `${vertexCount} vertices and ${faceCount} faces`,
    refuse,
  );
  const vertices = readVertices(lines, vertexCount, refuse);
  const triangles = readFaces(lines, faceCount, vertexCount, refuse);
  if (lines.nextLine()) {
    refuse(
      `line ${lines.line()}`,
      "there are lines after the last face that the header promises; correct its counts",
    );
  }
  return { vertices, count: vertexCount, dim: 3, triangles };
}

function readHeader(lines: LineReader, refuse: Refuse): { vertexCount: number; faceCount: number } {
  lines.nextLine();
  lines.nextWord();
  const place = `line ${lines.line()}`;
  const keyword = KEYWORD.exec(lines.word());
  if (!keyword)
    return refuse(place, `the file starts with ${quoted(lines.word())}, not with "OFF"; it is no OFF file`);
  if (keyword[4] ?? keyword[5]) {
    refuse(place, `${quoted(keyword[0])} has vertices that are not x y z; convert it to a plain OFF file`);
  }
  // ModelNet writes "OFF490 518 0".
  const counts = keyword[6] === "" ? [] : [keyword[6]!];
  counts.push(...lines.words(MOST_COUNTS));
  if (counts[0] === "BINARY") refuse(place, "the file is binary; convert it to text");
  if (counts.length === 0 && lines.nextLine()) counts.push(...lines.words(MOST_COUNTS));
  const countPlace = `line ${lines.line()}`;
  if (counts.length < 2 || counts.length > 3) {
    refuse(countPlace, `there are ${counts.length} counts; give those of vertices, faces and edges`);
  }
  return {
    vertexCount: headerCount(counts[0]!, "vertices", countPlace, refuse),
    faceCount: headerCount(counts[1]!, "faces", countPlace, refuse),
  };
}

const AXES = ["x", "y", "z"];

function readVertices(lines: LineReader, count: number, refuse: Refuse): Float64Array {
  const vertices = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    requireLine(lines, i, count, "vertices", refuse);
    for (let k = 0; k < 3; k++) {
      if (!lines.nextWord()) {
        refuse(`line ${lines.line()}`, `vertex ${i} has ${k} numbers; it must have x, y and z on one line`);
      }
      const value = lines.number();
      if (!Number.isFinite(value)) {
        refuse(`line ${lines.line()}`, badCoordinate(AXES[k]!, i, lines.word()));
      }
      vertices[3 * i + k] = value;
    }
  }
  return vertices;
}

function readFaces(lines: LineReader, count: number, vertexCount: number, refuse: Refuse): Int32Array {
  const fans = polygons();
  for (let face = 0; face < count; face++) {
    requireLine(lines, face, count, "faces", refuse);
    lines.nextWord();
    const corners = headerCount(lines.word(), `corners of face ${face}`, `line ${lines.line()}`, refuse);
    for (let k = 0; k < corners; k++) {
      if (!lines.nextWord()) {
        refuse(`line ${lines.line()}`, `face ${face} names ${k} of ${corners} corners; complete this line`);
      }
      const vertex = lines.number();
      if (!(Number.isInteger(vertex) && vertex >= 0 && vertex < vertexCount)) {
        refuse(`line ${lines.line()}`, badCorner(face, lines.word(), 0, vertexCount - 1));
      }
      fans.corner(k, vertex);
    }
  }
  return fans.triangles();
}

function requireLine(lines: LineReader, done: number, count: number, what: string, refuse: Refuse): void {
  if (!lines.nextLine()) {
    refuse(
      `line ${lines.line()}`,
      `the file ends after ${done} of ${count} ${what}; it is truncated or its header is wrong`,
    );
  }
}
