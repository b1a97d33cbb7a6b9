import type { Mesh } from "../src/measure/mesh.js";
import { quoted } from "./format-error.js";
import { growingFloats } from "./growing-array.js";
import { badCoordinate, type MeshFileOptions, type Refuse, refusal, requireVertices } from "./mesh-file.js";
import { type LineReader, lineReader } from "./text-lines.js";

/** Bytes: a free text of 80 and the number of facets. */
const HEADER_SIZE = 84;
/** Bytes: normal and three corners as float32, and 2 of attributes. */
const FACET_SIZE = 50;
const AXES = ["x", "y", "z"];

/**
 * Triangles of an STL file, text or binary.
 *
 * The format has no shared vertices, and none are merged here: three vertices per facet, in the order of the
 * file, so a corner that k facets share occurs k times, and `vertexMeasure` counts it k times. Prefer
 * `areaMeasure` or `surfaceSample`. Text is kept in double precision; binary files hold float32. Normals and
 * colours are skipped.
 *
 * Not by STLLoader of three 0.187, which gave: no points and no error for text without its `endsolid`; 2
 * vertices for a facet that has lost one or has "nan"; float32 for text; a RangeError, after asking for 144
 * GB, for a binary file whose header is wrong, and for text of less than 84 bytes.
 *
 * @throws FormatError naming the file and the line or byte.
 *
 * O(file size) time and memory.
 */
export function parseStl(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("STL", bytes, options);
  const vertices = isText(bytes) ? readText(bytes, refuse) : readBinary(bytes, refuse);
  const count = vertices.length / 3;
  requireVertices(count, isText(bytes) ? "end" : `byte ${HEADER_SIZE}`, refuse);
  return { vertices, count, dim: 3, triangles: Int32Array.from({ length: count }, (_, i) => i) };
}

/** Binary headers may start with "solid" too: the length decides, then zeros, which no text has. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length >= HEADER_SIZE && bytes.length === HEADER_SIZE + facetCount(bytes) * FACET_SIZE)
    return false;
  if (bytes.subarray(0, HEADER_SIZE).includes(0)) return false;
  const lines = lineReader(bytes);
  return lines.nextLine() && lines.nextWord() && lines.word().toLowerCase() === "solid";
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function facetCount(bytes: Uint8Array): number {
  return viewOf(bytes).getUint32(80, true);
}

function readBinary(bytes: Uint8Array, refuse: Refuse): Float64Array {
  if (bytes.length < HEADER_SIZE) {
    refuse(
      "byte 0",
      `the file has ${bytes.length} bytes and does not start with "solid"; ` +
        `a binary file has at least ${HEADER_SIZE}`,
    );
  }
  const facets = facetCount(bytes);
  const expected = HEADER_SIZE + facets * FACET_SIZE;
  if (bytes.length !== expected) {
    refuse(
      "byte 80",
      `${facets} facets make ${expected} bytes, but the file has ${bytes.length}; ` +
        "it is truncated or no STL file",
    );
  }
  const view = viewOf(bytes);
  const vertices = new Float64Array(9 * facets);
  for (let facet = 0; facet < facets; facet++) {
    const corners = HEADER_SIZE + facet * FACET_SIZE + 12;
    for (let p = 0; p < 9; p++) {
      const value = view.getFloat32(corners + 4 * p, true);
      if (!Number.isFinite(value)) {
        refuse(
          `byte ${corners + 4 * p}`,
          badCoordinate(AXES[p % 3]!, 3 * facet + Math.floor(p / 3), `${value}`),
        );
      }
      vertices[9 * facet + p] = value;
    }
  }
  return vertices;
}

/** What a line may be depends on the one before: `after` names the keywords that may precede it. */
interface Statement {
  readonly after: readonly string[];
  readonly read?: (state: TextState) => void;
}

interface TextState {
  readonly lines: LineReader;
  readonly refuse: Refuse;
  readonly vertices: ReturnType<typeof growingFloats>;
  corners: number;
}

const STATEMENTS: ReadonlyMap<string, Statement> = new Map<string, Statement>([
  ["solid", { after: ["", "endsolid"] }],
  ["facet", { after: ["solid", "endfacet"] }],
  ["outer", { after: ["facet"], read: startFacet }],
  ["vertex", { after: ["outer", "vertex"], read: readCorner }],
  ["endloop", { after: ["vertex"], read: requireTriangle }],
  ["endfacet", { after: ["endloop"] }],
  ["endsolid", { after: ["solid", "endfacet"] }],
]);

function readText(bytes: Uint8Array, refuse: Refuse): Float64Array {
  const lines = lineReader(bytes);
  const state: TextState = { lines, refuse, vertices: growingFloats(), corners: 0 };
  let before = "";
  while (lines.nextLine()) {
    lines.nextWord();
    const keyword = lines.word().toLowerCase();
    const statement = STATEMENTS.get(keyword);
    if (!statement?.after.includes(before)) {
      refuse(
        `line ${lines.line()}`,
        `${quoted(keyword)} cannot follow ${quoted(before)}; repair the facet, one statement a line`,
      );
    }
    statement.read?.(state);
    before = keyword;
  }
  if (before !== "endsolid") {
    refuse(`line ${lines.line()}`, `the file ends after ${quoted(before)}, not "endsolid"; it is truncated`);
  }
  return state.vertices.take();
}

function startFacet(state: TextState): void {
  state.corners = 0;
}

function readCorner(state: TextState): void {
  const { lines, refuse, vertices } = state;
  const vertex = vertices.length() / 3;
  for (const axis of AXES) {
    const found = lines.nextWord();
    const value = found ? lines.number() : Number.NaN;
    if (!Number.isFinite(value)) {
      refuse(`line ${lines.line()}`, badCoordinate(axis, vertex, found ? lines.word() : ""));
    }
    vertices.push(value);
  }
  if (lines.nextWord()) {
    refuse(
      `line ${lines.line()}`,
      `vertex ${vertex} has more than three numbers; remove ${quoted(lines.word())}`,
    );
  }
  state.corners++;
}

function requireTriangle({ lines, refuse, corners }: TextState): void {
  if (corners !== 3) {
    refuse(`line ${lines.line()}`, `a facet has ${corners} vertices; it must have 3, so repair this facet`);
  }
}
