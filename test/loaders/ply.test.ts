import { readFileSync } from "node:fs";
import { PLYLoader } from "three/addons/loaders/PLYLoader.js";
import { describe, expect, it } from "vitest";
import { parsePly } from "../../loaders/ply.js";
import {
  ascii,
  bufferOf,
  f32,
  f32BigEndian,
  f64,
  f64BigEndian,
  i16BigEndian,
  i32,
  i32BigEndian,
  joined,
  u8,
} from "../support/bytes.js";

const header = (format: string, ...lines: readonly string[]): string =>
  `${["ply", `format ${format} 1.0`, ...lines, "end_header"].join("\n")}\n`;

const XYZ = ["property float x", "property float y", "property float z"];
const FACES = "property list uchar int vertex_indices";

const text = (lines: readonly string[], body: string) => parsePly(ascii(header("ascii", ...lines) + body));

describe("parsePly on text", () => {
  it("keeps double precision even where the header says float", () => {
    const mesh = text(["element vertex 1", ...XYZ], "0.1 -2.5e-3 1234567.891234567\n");
    expect([...mesh.vertices]).toEqual([0.1, -2.5e-3, 1234567.891234567]);
  });

  it("cuts a pentagon into a fan of three triangles", () => {
    const mesh = text(
      ["element vertex 5", ...XYZ, "element face 1", FACES],
      "0 0 0\n1 0 0\n1 1 0\n.5 2 0\n0 1 0\n5 0 1 2 3 4\n",
    );
    expect([...mesh.triangles]).toEqual([0, 1, 2, 0, 2, 3, 0, 3, 4]);
  });

  it("reads two coordinates as points in the plane", () => {
    const mesh = text(["element vertex 2", "property float y", "property float x"], "1 2\n3 4\n");
    expect(mesh).toEqual({
      vertices: Float64Array.of(2, 1, 4, 3),
      count: 2,
      dim: 2,
      triangles: new Int32Array(0),
    });
  });

  it("reads the property weight as masses, zeros included", () => {
    const mesh = text(["element vertex 2", "property double weight", ...XYZ], "0 1 2 3\n.25 4 5 6\n");
    expect([...mesh.weights!]).toEqual([0, 0.25]);
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("skips unknown properties, lists and elements, wherever they stand", () => {
    const mesh = text(
      [
        "comment made by hand",
        "obj_info 3",
        "element nothing 1000000000000",
        "element camera 1",
        "property float view",
        "property list uchar float knots",
        "element face 1",
        "property uchar red",
        "property list uint8 uint32 vertex_index",
        "element vertex 3",
        "property list uchar int tags",
        ...XYZ,
        "property float nx",
      ],
      "7 2 .1 .2\n255 3 2 1 0\n0 0 0 0 nan\n2 8 9 1 0 0 0\n1 8 0 1 0 0\n",
    );
    expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...mesh.triangles]).toEqual([2, 1, 0]);
  });

  it("reads the same mesh whatever ends the lines", () => {
    const lines = `${header("ascii", "element vertex 2", ...XYZ)}1 2 3\n4 5 6\n`;
    const expected = parsePly(ascii(lines));
    expect(parsePly(ascii(lines.replaceAll("\n", "\r\n")))).toEqual(expected);
    expect(parsePly(ascii(lines.replaceAll("\n", "\r")))).toEqual(expected);
    expect(parsePly(ascii(lines.trimEnd()))).toEqual(expected);
  });

  it("leaves no triangle for faces of one or two corners", () => {
    const mesh = text(["element vertex 1", ...XYZ, "element face 2", FACES], "0 0 0\n2 0 0\n0\n");
    expect(mesh.triangles).toHaveLength(0);
  });
});

describe("parsePly on binary data", () => {
  const elements = [
    "element vertex 3",
    "property double x",
    "property double y",
    "property uchar red",
    "property float z",
    "property float weight",
    "element face 1",
    "property list int16 int vertex_indices",
  ];
  const xs = [0.1, 1e-300, -7];

  it("reads both byte orders, doubles to the last bit", () => {
    const little = joined(
      ascii(header("binary_little_endian", ...elements)),
      ...xs.map((x, i) => joined(f64(x, 2 * x), u8(9), f32(i, 0.5))),
      joined(u8(3, 0), i32(2, 0, 1)),
    );
    const big = joined(
      ascii(header("binary_big_endian", ...elements)),
      ...xs.map((x, i) => joined(f64BigEndian(x, 2 * x), u8(9), f32BigEndian(i, 0.5))),
      joined(i16BigEndian(3), i32BigEndian(2, 0, 1)),
    );
    const mesh = parsePly(little);
    expect(mesh).toEqual({
      vertices: Float64Array.from(xs.flatMap((x, i) => [x, 2 * x, i])),
      count: 3,
      dim: 3,
      triangles: Int32Array.of(2, 0, 1),
      weights: Float64Array.of(0.5, 0.5, 0.5),
    });
    expect(parsePly(big)).toEqual(mesh);
  });

  it.each(["\n", "\r\n", "\r"])("finds the data behind a header with line breaks %j", (lineBreak) => {
    const lines = header("binary_little_endian", "element vertex 1", "property uchar x", "property uchar y");
    const mesh = parsePly(joined(ascii(lines.replaceAll("\n", lineBreak)), u8(10, 13)));
    expect([...mesh.vertices]).toEqual([10, 13]);
  });

  it("reads bytes in the middle of a larger buffer", () => {
    const bytes = joined(ascii(header("binary_little_endian", "element vertex 1", ...XYZ)), f32(1, 2, 3));
    const inside = joined(u8(1, 2, 3, 4, 5), bytes, u8(9)).subarray(5, 5 + bytes.length);
    expect([...parsePly(inside).vertices]).toEqual([1, 2, 3]);
  });

  it("ignores padding after the data but no other bytes", () => {
    const bytes = joined(ascii(header("binary_little_endian", "element vertex 1", ...XYZ)), f32(1, 2, 3));
    expect(parsePly(joined(bytes, ascii("\n"), u8(0))).count).toBe(1);
    expect(() => parsePly(joined(bytes, f32(4, 5, 6)))).toThrow(/12 bytes after the data/);
  });

  it("agrees with PLYLoader on the bunny, which three reads rightly", () => {
    const bytes = new Uint8Array(readFileSync("data/meshes/bunny.ply"));
    const mesh = parsePly(bytes, { file: "bunny.ply" });
    const geometry = new PLYLoader().parse(bufferOf(bytes));
    expect(mesh.count).toBe(1839);
    expect([...mesh.vertices]).toEqual([...geometry.getAttribute("position").array]);
    expect([...mesh.triangles]).toEqual([...geometry.getIndex()!.array]);
  });
});

describe("parsePly refuses", () => {
  const cloud =
    (count: string, body: string, ...more: readonly string[]) =>
    () =>
      parsePly(ascii(header("ascii", `element vertex ${count}`, ...XYZ, ...more) + body), { file: "a.ply" });

  it.each<[string, () => unknown, RegExp]>([
    ["an empty file", () => parsePly(new Uint8Array(0)), /^PLY data, byte 0: the file is empty/],
    ["another format", () => parsePly(ascii("OFF\n")), /line 1: .*"ply".* no PLY file/],
    ["a header without end", () => parsePly(ascii("ply\nformat ascii 1.0\n")), /no line "end_header"/],
    ["a header without format", () => parsePly(ascii("ply\nend_header\n")), /no line "format"/],
    [
      "a version to come",
      () => parsePly(ascii("ply\nformat ascii 2.0\n")),
      /line 2: the format is "ascii 2.0"/,
    ],
    ["an unknown type", () => text(["element vertex 1", "property half x"], "1\n"), /"half" is no type/],
    ["a property of nothing", () => text(XYZ, ""), /line 3: "property" is not expected/],
    ["a damaged keyword", () => text(["elemenr vertex 1"], ""), /"elemenr" is not expected/],
    ["no vertices", cloud("0", ""), /a.ply, header: the file holds no vertices/],
    [
      "vertices without x",
      () => text(["element vertex 1", "property float y"], "1\n"),
      /must be x, or x and y/,
    ],
    [
      "x twice",
      () => text(["element vertex 1", "property int x", "property int x"], "1 2\n"),
      /two columns "x"/,
    ],
    [
      "two vertex elements",
      cloud("1", "1 2 3\n4 5 6\n", "element vertex 1", ...XYZ),
      /header: there are 2 elements "vertex"; merge them/,
    ],
    ["a count that is no number", cloud("many", ""), /line 3: the number of "vertex" elements is "many"/],
    [
      "more vertices than bytes",
      cloud("1000000000000", "1 2 3\n"),
      /promises 1000000000000 "vertex".*but 6 follow/,
    ],
    [
      "fewer rows than promised",
      cloud("3", "1.111 2.222 3.333\n4 5 6\n"),
      /line 9: the file ends after 2 of 3 "vertex"/,
    ],
    ["a short row", cloud("2", "1 2\n4 5 6.00\n"), /line 8: vertex 0 has fewer numbers/],
    ["a long row", cloud("1", "1 2 3 4\n"), /line 8: vertex 0 has more numbers .* from "4" on/],
    ["rows after the last", cloud("1", "1 2 3\n4 5 6\n"), /line 9: there are lines after the last element/],
    ["a word for a coordinate", cloud("2", "1 2 3\n4 abc 6\n"), /line 9: y of vertex 1 is "abc"/],
    ["a decimal comma", cloud("1", "1,5 2 3\n"), /x of vertex 0 is "1,5"/],
    ["NaN in text", cloud("1", "1 2 nan\n"), /z of vertex 0 is "nan"; coordinates must be finite/],
    ["infinity in text", cloud("1", "1 2 1e999\n"), /z of vertex 0 is "1e999"/],
    [
      "a face beyond the vertices",
      cloud("1", "1 2 3\n3 0 1 0\n", "element face 1", FACES),
      /face 0 names vertex "1"/,
    ],
    [
      "a negative corner",
      cloud("1", "1 2 3\n1 -1\n", "element face 1", FACES),
      /line 11: face 0 names vertex "-1"/,
    ],
    [
      "faces without corners",
      cloud("1", "1 2 3\n1\n", "element face 1", "property int a"),
      /need one list vertex_indices/,
    ],
    ["a broken list", cloud("1", "1 2 3\n2.5 0 0\n", "element face 1", FACES), /has the length "2.5"/],
    ["a short list", cloud("1", "1 2 3\n9 0 0\n", "element face 1", FACES), /face 0 has fewer numbers/],
  ])("%s", (_, parse, sentence) => {
    expect(parse).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(parse).toThrow(sentence);
  });

  it.each(["-1", "nan", "1e999"])("the weight %s", (weight) => {
    const parse = () =>
      text(["element vertex 1", "property float x", "property float weight"], `1 ${weight}\n`);
    expect(parse).toThrow(`the weight of vertex 0 is "${weight}"; weights must be finite and at least 0`);
  });

  const binary =
    (count: number, ...data: readonly Uint8Array[]) =>
    () =>
      parsePly(
        joined(
          ascii(header("binary_little_endian", `element vertex ${count}`, ...XYZ, "element face 1", FACES)),
          ...data,
        ),
      );

  it("binary data that end early", () => {
    expect(binary(2, f32(1, 2, 3))).toThrow(
      /promises 2 "vertex" and 1 "face" elements, which take at least 25 bytes/,
    );
    expect(binary(1, f32(1, 2, 3), u8(3), i32(0))).toThrow(/the file ends within face 0 of 1/);
  });

  it("a binary coordinate that is not finite", () => {
    expect(binary(1, f32(1, Number.NaN, 3), u8(0))).toThrow(/byte \d+: y of vertex 0 is "NaN"/);
    expect(binary(1, f32(1, 2, -Infinity), u8(0))).toThrow(/z of vertex 0 is "-Infinity"/);
  });

  it("a binary list whose length is damaged, without reading past the end", () => {
    const lines = header(
      "binary_little_endian",
      "element vertex 1",
      "property list int int x",
      "property uchar y",
    );
    expect(() => parsePly(joined(ascii(lines), i32(-1), u8(0)))).toThrow(/coordinates must be x/);
    const faces = header(
      "binary_little_endian",
      "element vertex 1",
      "property uchar x",
      "element face 1",
      "property list uint int vertex_indices",
    );
    expect(() => parsePly(joined(ascii(faces), u8(1), i32(-1)))).toThrow(/ends within face 0/);
    const signed = faces.replace("list uint", "list int");
    expect(() => parsePly(joined(ascii(signed), u8(1), i32(-1)))).toThrow(/has the length "-1"/);
  });
});
