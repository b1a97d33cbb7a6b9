import type { Mesh } from "../src/measure/mesh.js";
import { quoted } from "./format-error.js";
import { growingFloats } from "./growing-array.js";
import {
  badCoordinate,
  badCorner,
  type MeshFileOptions,
  type Refuse,
  refusal,
  requireVertices,
} from "./mesh-file.js";
import { type Polygons, polygons } from "./polygons.js";
import { type LineReader, lineReader } from "./text-lines.js";

/**
 * Statements that carry neither vertices nor polygons. Any other word is taken for damage, lest a vertex be
 * lost.
 */
const SKIPPED: ReadonlySet<string> = new Set(
  (
    "vt vn vp vw p l curv curv2 surf cstype deg bmat step parm trim hole scrv sp end con g s mg o bevel " +
    "c_interp d_interp lod usemtl mtllib usemap maplib shadow_obj trace_obj ctech stech call csh bsp bzp cdc cdp res"
  ).split(" "),
);

/** Numbers after `v`, and how many of them are coordinates: x y [z [w | r g b | r g b a]]. */
const COORDINATES: ReadonlyMap<number, number> = new Map([
  [2, 2],
  [3, 3],
  [4, 3],
  [6, 3],
  [7, 3],
]);

/**
 * Mesh or point cloud of a Wavefront OBJ file: every `v`, used by a face or not, in the order of the file,
 * and the faces `f` as fans of triangles.
 *
 * Coordinates are `v x y z` or `v x y`, in double precision; a fourth number (the weight of rational curves)
 * and colours are skipped, so there are never masses. Lines, free-form curves and surfaces, groups, normals
 * and materials are skipped too.
 *
 * Not by OBJLoader of three 0.187, which unrolled triangles (4 vertices in the file, 3 in the answer, in the
 * order of the faces), rounded coordinates to float32, and gave NaN for a face that names a vertex that is
 * not there.
 *
 * @throws FormatError naming the file and the line.
 *
 * O(file size) time and memory.
 */
export function parseObj(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("OBJ", bytes, options);
  const lines = lineReader(bytes, { comments: true, continuation: true });
  const vertices = vertexList(lines, refuse);
  const faces = faceList(lines, refuse);
  while (lines.nextLine()) {
    lines.nextWord();
    const keyword = lines.word();
    if (keyword === "v") vertices.read();
    else if (keyword === "f" || keyword === "fo") faces.read(vertices.count());
    else if (!SKIPPED.has(keyword)) {
      refuse(
        `line ${lines.line()}`,
        `${quoted(keyword)} is no statement of OBJ; repair this line, or give the file the ending of its true format`,
      );
    }
  }
  const count = vertices.count();
  requireVertices(count, `line ${lines.line()}`, refuse);
  const dim = vertices.dim();
  return { vertices: vertices.take(), count, dim, triangles: faces.finish(count) };
}

function vertexList(lines: LineReader, refuse: Refuse) {
  const vertices = growingFloats();
  const row = new Float64Array(7);
  let dim = 0;
  let count = 0;
  const read = (): void => {
    let width = 0;
    while (lines.nextWord()) {
      const value = lines.number();
      if (!Number.isFinite(value)) {
        refuse(`line ${lines.line()}`, badCoordinate(`number ${width + 1}`, count, lines.word()));
      }
      row[width++] = value;
    }
    const found = COORDINATES.get(width) ?? 0;
    if (found === 0 || (count > 0 && found !== dim)) {
      refuse(
        `line ${lines.line()}`,
        `vertex ${count} has ${width} numbers; all must have x y, or all x y z, then w or a colour`,
      );
    }
    dim = found;
    count++;
    for (let k = 0; k < dim; k++) vertices.push(row[k]!);
  };
  return { read, count: () => count, dim: () => dim, take: () => vertices.take() };
}

/** Faces may name vertices that come later, so the largest index waits for the end. */
function faceList(lines: LineReader, refuse: Refuse) {
  const fans: Polygons = polygons();
  let face = 0;
  let largest = { vertex: -1, shown: "", face: 0, place: "" };
  const read = (vertexCount: number): void => {
    for (let k = 0; lines.nextWord(); k++) {
      const index = cornerIndex(lines.word());
      const vertex = index < 0 ? vertexCount + index : index - 1;
      if (!(Number.isInteger(index) && index !== 0 && vertex >= 0)) {
        refuse(`line ${lines.line()}`, badCorner(face, lines.word(), 1, vertexCount));
      }
      if (vertex > largest.vertex) {
        largest = { vertex, shown: lines.word(), face, place: `line ${lines.line()}` };
      }
      fans.corner(k, vertex);
    }
    face++;
  };
  const finish = (vertexCount: number): Int32Array => {
    if (largest.vertex >= vertexCount) {
      refuse(largest.place, badCorner(largest.face, largest.shown, 1, vertexCount));
    }
    return fans.triangles();
  };
  return { read, finish };
}

/**
 * `a`, `a/b`, `a//c` or `a/b/c`: the vertex is what stands before the first slash. NaN if it is no number.
 */
function cornerIndex(word: string): number {
  const slash = word.indexOf("/");
  const index = slash < 0 ? word : word.slice(0, slash);
  return /^[+-]?\d+$/.test(index) ? Number(index) : Number.NaN;
}
