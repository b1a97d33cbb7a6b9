import { describe, expect, it } from "vitest";
import type { MeshFileOptions } from "../../loaders/mesh-file.js";
import { parseObj } from "../../loaders/obj.js";
import { parseOff } from "../../loaders/off.js";
import { parsePcd } from "../../loaders/pcd.js";
import { parsePly } from "../../loaders/ply.js";
import { parseStl } from "../../loaders/stl.js";
import { parseXyz } from "../../loaders/xyz.js";
import { isOtError } from "../../src/errors.js";
import { areaMeasure, type Mesh, surfaceSample, vertexMeasure } from "../../src/measure/mesh.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { ascii, f32, f64, i32, joined, u8, u32 } from "../support/bytes.js";
import { compressLzf } from "../support/lzf.js";

type Parse = (bytes: Uint8Array, options?: MeshFileOptions) => Mesh;

const FACET =
  "facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0.5\nendloop\nendfacet\n";
const PLY = (format: string): string =>
  `ply\nformat ${format} 1.0\ncomment c\nelement vertex 4\nproperty double x\nproperty float y\nproperty uchar z\n` +
  "property float weight\nelement face 2\nproperty list uchar int vertex_indices\nelement edge 1\nproperty int a\nend_header\n";
const PCD = (storage: string): string =>
  "# c\nVERSION .7\nFIELDS x y z weight\nSIZE 4 4 4 4\nTYPE F F F F\nCOUNT 1 1 1 1\nWIDTH 3\nHEIGHT 1\n" +
  `VIEWPOINT 0 0 0 1 0 0 0\nPOINTS 3\nDATA ${storage}\n`;
const CLOUD = f32(0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0);
const PACKED = compressLzf(CLOUD);

const FILES: readonly [string, Parse, Uint8Array][] = [
  [
    "PLY text",
    parsePly,
    ascii(`${PLY("ascii")}0 0 0 1\n1 0 0 1\n1.5 1 0 1\n0 1 9 0\n4 0 1 2 3\n3 0 2 3\n7\n`),
  ],
  [
    "PLY binary",
    parsePly,
    joined(
      ascii(PLY("binary_little_endian")),
      ...[0, 1, 2, 3].map((i) => joined(f64(i), f32(i * i), u8(i), f32(1))),
      joined(u8(4), i32(0, 1, 2, 3), u8(3), i32(0, 2, 3), i32(7)),
    ),
  ],
  [
    "OBJ",
    parseObj,
    ascii("# c\no a\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0.25\nvn 0 0 1\nf 1//1 2//1 3//1\nf -4 -3 \\\n-2 -1\n"),
  ],
  ["OFF", parseOff, ascii("OFF\n# c\n4 2 0\n0 0 0\n1 0 0\n1 1 0\n0 1 .5\n4 0 1 2 3\n3 0 1 2 255 0 0\n")],
  ["STL text", parseStl, ascii(`solid a\n${FACET}${FACET}endsolid a\n`)],
  [
    "STL binary",
    parseStl,
    joined(ascii("b".padEnd(80)), u32(2), new Uint8Array(50).fill(1), new Uint8Array(50).fill(2)),
  ],
  ["PCD text", parsePcd, ascii(`${PCD("ascii")}0 1 2 1\n3 4 5 0\n6 7 8.5 2\n`)],
  ["PCD binary", parsePcd, joined(ascii(PCD("binary")), CLOUD)],
  [
    "PCD compressed",
    parsePcd,
    joined(ascii(PCD("binary_compressed")), u32(PACKED.length, CLOUD.length), PACKED),
  ],
  ["XYZ", parseXyz, ascii("# c\n0 1 2\n3.5 4 5\n6,7,8\n")],
];

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array;

const cut: Damage = (bytes, random) => bytes.slice(0, random.integer(bytes.length));

const overwrite: Damage = (bytes, random) => {
  const damaged = bytes.slice();
  for (let q = random.integer(4); q >= 0; q--) damaged[random.integer(bytes.length)] = random.integer(256);
  return damaged;
};

/** Aims at counts: a digit becomes twelve nines. */
const inflate: Damage = (bytes, random) => {
  const digits = [...bytes.keys()].filter((at) => bytes[at]! >= 48 && bytes[at]! <= 57);
  const at = digits[random.integer(digits.length)]!;
  return joined(bytes.slice(0, at), ascii("9".repeat(12)), bytes.slice(at + 1));
};

const remove: Damage = (bytes, random) => {
  const at = random.integer(bytes.length);
  return joined(bytes.slice(0, at), bytes.slice(at + 1 + random.integer(20)));
};

const repeat: Damage = (bytes, random) => {
  const at = random.integer(bytes.length);
  return joined(bytes.slice(0, at + random.integer(30)), bytes.slice(at));
};

const DAMAGES: readonly Damage[] = [cut, overwrite, inflate, remove, repeat];

/** Bytes of vertices per byte of file: 88 by LZF, and 8 for a coordinate of one byte. */
const LARGEST_GROWTH = 88 * 8;

function checkMesh(mesh: Mesh, size: number): void {
  expect(mesh.count).toBeGreaterThan(0);
  expect(mesh.vertices.length).toBe(mesh.count * mesh.dim);
  expect(mesh.vertices.byteLength).toBeLessThanOrEqual(size * LARGEST_GROWTH);
  expect(mesh.vertices.every(Number.isFinite)).toBe(true);
  expect(mesh.triangles.length % 3).toBe(0);
  expect(mesh.triangles.every((vertex) => vertex >= 0 && vertex < mesh.count)).toBe(true);
  expect((mesh.weights ?? []).every((weight) => weight >= 0 && weight < Infinity)).toBe(true);
}

/** Only errors of this package may leave it; the number of meshes and refusals shows that both were reached. */
function outcome(parse: Parse, bytes: Uint8Array): "mesh" | "refusal" {
  try {
    const mesh = parse(bytes);
    checkMesh(mesh, bytes.length);
    for (const rule of [vertexMeasure, areaMeasure, sampled]) measureOrRefuse(rule, mesh);
    return "mesh";
  } catch (error) {
    if (isOtError(error, "FormatError")) return "refusal";
    throw error;
  }
}

const sampled = (mesh: Mesh) => surfaceSample(mesh, { count: 3, random: seededRandom(0) });

function measureOrRefuse(rule: (mesh: Mesh) => unknown, mesh: Mesh): void {
  try {
    rule(mesh);
  } catch (error) {
    if (!isOtError(error, "MeasureError", "ShapeError")) throw error;
  }
}

describe("parsers of meshes", () => {
  it.each(FILES)("read the sound %s file", (_, parse, bytes) => {
    expect(outcome(parse, bytes)).toBe("mesh");
  });

  it.each(FILES)("give a sound mesh or a FormatError for 500 damaged %s files", (_, parse, bytes) => {
    const random = seededRandom(11);
    const found = { mesh: 0, refusal: 0 };
    for (let q = 0; q < 500; q++)
      found[outcome(parse, DAMAGES[q % DAMAGES.length]!(bytes, random.fork(q)))]++;
    expect(found.mesh).toBeGreaterThan(0);
    expect(found.refusal).toBeGreaterThan(100);
  });

  it("do not change the bytes that they read", () => {
    for (const [, parse, bytes] of FILES) {
      const before = bytes.slice();
      parse(bytes);
      expect(bytes).toEqual(before);
    }
  });
});
