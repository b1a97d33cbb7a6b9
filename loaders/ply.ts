import type { Mesh } from "../src/measure/mesh.js";
import { quoted } from "./format-error.js";
import {
  badCoordinate,
  badCorner,
  badWeight,
  coordinateColumns,
  type MeshFileOptions,
  onlyColumn,
  type Refuse,
  refusal,
  requireVertices,
} from "./mesh-file.js";
import { binaryBody, type PlyBody, textBody } from "./ply-body.js";
import { type PlyElement, type PlyProperty, readPlyHeader, requirePlyRoom } from "./ply-header.js";
import { polygons } from "./polygons.js";
import type { ScalarType } from "./scalar-type.js";
import { lineReader } from "./text-lines.js";

const CORNER_LISTS: readonly string[] = ["vertex_indices", "vertex_index"];

type ListProperty = PlyProperty & { readonly lengthType: ScalarType };

const isList = (property: PlyProperty): property is ListProperty => property.lengthType !== undefined;

/**
 * Mesh or point cloud of a PLY file (Turk 1994): text, binary of either byte order.
 *
 * Vertices come from the element `vertex`: properties x, y, z (or x, y; or x), and `weight` where there is
 * one, kept in double precision, in the order of the file. Triangles come from the lists `vertex_indices` or
 * `vertex_index` of the element `face`, larger polygons as fans. Everything else is skipped: normals,
 * colours, triangle strips.
 *
 * Not by PLYLoader of three 0.187, which gave: 2 points and no error for a header of 5; no faces for a
 * pentagon; no points for x, y only; NaN for the text "abc"; 1 for the text "1,5"; float32 for coordinates in
 * text; an index beyond the last vertex unchecked; a RangeError for a truncated binary file.
 *
 * @throws FormatError naming the file and the line or byte.
 *
 * O(file size) time and memory.
 */
export function parsePly(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("PLY", bytes, options);
  const lines = lineReader(bytes);
  const header = readPlyHeader(lines, refuse);
  requirePlyRoom(header, bytes.length - lines.end(), refuse);
  const vertexElement = onlyElement(header.elements, "vertex", refuse);
  requireVertices(vertexElement?.count ?? 0, "header", refuse);
  const faceElement = onlyElement(header.elements, "face", refuse);
  const body =
    header.format === "ascii"
      ? textBody(lines, refuse)
      : binaryBody(bytes, lines.end(), header.format === "binary_little_endian", refuse);

  let vertices: Pick<Mesh, "vertices" | "dim" | "weights"> = { vertices: new Float64Array(0), dim: 0 };
  let triangles: Int32Array = new Int32Array(0);
  const count = vertexElement!.count;
  for (const element of header.elements) {
    if (element === vertexElement) vertices = readVertices(element, body, refuse);
    else if (element === faceElement) triangles = readFaces(element, count, body, refuse);
    else skipElement(element, body, refuse);
  }
  body.finish();
  return { ...vertices, count, triangles };
}

function onlyElement(elements: readonly PlyElement[], name: string, refuse: Refuse): PlyElement | undefined {
  const found = elements.filter((element) => element.name === name);
  if (found.length > 1) refuse("header", `there are ${found.length} elements ${quoted(name)}; merge them`);
  return found[0];
}

function readVertices(element: PlyElement, body: PlyBody, refuse: Refuse) {
  const names = element.properties.map(({ name, lengthType }) => (lengthType ? `list ${name}` : name));
  const columns = coordinateColumns(names, refuse);
  const weightColumn = onlyColumn(names, "weight", refuse);
  const dim = columns.length;
  const vertices = new Float64Array(element.count * dim);
  const weights = weightColumn < 0 ? undefined : new Float64Array(element.count);
  const targets = names.map((_, column) => columns.indexOf(column));
  for (let i = 0; i < element.count; i++) {
    body.startRow(element, i);
    for (let column = 0; column < names.length; column++) {
      const property = element.properties[column]!;
      const k = targets[column]!;
      if (k >= 0) {
        const value = body.value(property.type);
        if (!Number.isFinite(value)) refuse(body.place(), badCoordinate(property.name, i, body.shown()));
        vertices[i * dim + k] = value;
      } else if (weights && column === weightColumn) {
        const value = body.value(property.type);
        if (!(value >= 0 && value < Infinity)) refuse(body.place(), badWeight(i, body.shown()));
        weights[i] = value;
      } else skipProperty(property, i, body, refuse);
    }
    body.endRow();
  }
  return weights ? { vertices, dim, weights } : { vertices, dim };
}

function readFaces(element: PlyElement, vertexCount: number, body: PlyBody, refuse: Refuse): Int32Array {
  const fans = polygons();
  const corners = cornerList(element, refuse);
  for (let face = 0; face < element.count; face++) {
    body.startRow(element, face);
    for (const property of element.properties) {
      if (property !== corners) {
        skipProperty(property, face, body, refuse);
        continue;
      }
      const length = listLength(corners, face, body, refuse);
      for (let k = 0; k < length; k++) {
        const vertex = body.value(property.type);
        if (!(Number.isInteger(vertex) && vertex >= 0 && vertex < vertexCount)) {
          refuse(body.place(), badCorner(face, body.shown(), 0, vertexCount - 1));
        }
        fans.corner(k, vertex);
      }
    }
    body.endRow();
  }
  return fans.triangles();
}

function cornerList(element: PlyElement, refuse: Refuse): ListProperty | undefined {
  if (element.count === 0) return undefined;
  const found = element.properties.filter(isList).filter(({ name }) => CORNER_LISTS.includes(name));
  return found.length === 1
    ? found[0]
    : refuse("header", `faces need one list ${CORNER_LISTS.join(" or ")}, found ${found.length}; rename it`);
}

function skipElement(element: PlyElement, body: PlyBody, refuse: Refuse): void {
  // Without properties nothing is stored, whatever the count says.
  if (element.properties.length === 0) return;
  for (let index = 0; index < element.count; index++) {
    body.startRow(element, index);
    for (const property of element.properties) skipProperty(property, index, body, refuse);
    body.endRow();
  }
}

function skipProperty(property: PlyProperty, index: number, body: PlyBody, refuse: Refuse): void {
  const length = isList(property) ? listLength(property, index, body, refuse) : 1;
  for (let k = 0; k < length; k++) body.value(property.type);
}

function listLength(list: ListProperty, index: number, body: PlyBody, refuse: Refuse): number {
  const length = body.value(list.lengthType);
  if (!(Number.isInteger(length) && length >= 0)) {
    refuse(
      body.place(),
      `the list ${quoted(list.name)} of element ${index} has the length ${quoted(body.shown())}; ` +
        "it must be a whole number of at least 0",
    );
  }
  return length;
}
