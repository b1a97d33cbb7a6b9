import { PCDLoader } from "three/addons/loaders/PCDLoader.js";
import { describe, expect, it } from "vitest";
import { parsePcd } from "../../loaders/pcd.js";
import { ascii, bufferOf, f32, f64, joined, u8, u32 } from "../support/bytes.js";
import { compressLzf } from "../support/lzf.js";

interface Fields {
  readonly fields: string;
  readonly size: string;
  readonly type: string;
  readonly count?: string;
}

const FLOATS: Fields = { fields: "x y z", size: "4 4 4", type: "F F F" };

const header = ({ fields, size, type, count }: Fields, points: number | string, data: string): string =>
  [
    "# .PCD v.7 - Point Cloud Data file format",
    "VERSION .7",
    `FIELDS ${fields}`,
    `SIZE ${size}`,
    `TYPE ${type}`,
    ...(count ? [`COUNT ${count}`] : []),
    `WIDTH ${points}`,
    "HEIGHT 1",
    "VIEWPOINT 0 0 0 1 0 0 0",
    `POINTS ${points}`,
    `DATA ${data}`,
    "",
  ].join("\n");

const text = (body: string, points: number | string = 1, fields = FLOATS) =>
  parsePcd(ascii(header(fields, points, "ascii") + body), { file: "a.pcd" });

describe("parsePcd on text", () => {
  it("keeps double precision even where the header says F 4", () => {
    expect(text("0.1 2 3\n4 5 6\n", 2)).toEqual({
      vertices: Float64Array.of(0.1, 2, 3, 4, 5, 6),
      count: 2,
      dim: 3,
      triangles: new Int32Array(0),
    });
  });

  it("finds fields in any order among others, and the weights", () => {
    const fields = {
      fields: "z normals weight y x rgb",
      size: "4 4 4 4 4 4",
      type: "F F F F F U",
      count: "1 3 1 1 1 1",
    };
    const mesh = text("3 nan nan nan 0 2 1 77\n6 0 0 1 .5 5 4 77\n", 2, fields);
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...mesh.weights!]).toEqual([0, 0.5]);
  });

  it("reads x and y as points in the plane", () => {
    const mesh = text("1 2\n3 4", 2, { fields: "x y", size: "4 4", type: "F F" });
    expect(mesh.dim).toBe(2);
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4]);
  });

  it("reads lines that end as in Windows, and organised clouds", () => {
    const lines = `${header(FLOATS, 2, "ascii").replace("WIDTH 2\nHEIGHT 1", "WIDTH 1\nHEIGHT 2")}1 2 3\n4 5 6\n`;
    expect(parsePcd(ascii(lines.replaceAll("\n", "\r\n"))).count).toBe(2);
  });

  const raw = (lines: string) => parsePcd(ascii(lines));
  const swap = (from: string, to: string) => raw(header(FLOATS, 1, "ascii").replace(from, to));

  it.each<[string, () => unknown, RegExp]>([
    ["an empty file", () => raw(""), /PCD data, byte 0: the file is empty/],
    ["another format", () => raw("ply\nformat ascii 1.0\n"), /line 1: "ply" is not expected in a header/],
    ["a header without DATA", () => raw("VERSION .7\n"), /no line "DATA"/],
    ["a keyword twice", () => swap("SIZE", "FIELDS"), /"FIELDS" is not expected/],
    ["a line of thousands of fields", () => swap("x y z", "x ".repeat(5000)), /"FIELDS" is not expected/],
    ["an unknown storage", () => swap("ascii", "base64"), /DATA is "base64"; it must be ascii, binary/],
    ["missing sizes", () => swap("SIZE 4 4 4", "SIZE 4 4"), /SIZE, TYPE and COUNT must be there/],
    ["a cloud without x", () => swap("x y z", "a y z"), /coordinates must be x, or x and y/],
    [
      "x of 3 numbers",
      () => text("1 2 3\n", 1, { ...FLOATS, count: "3 1 1" }),
      /"x" must be one number of type/,
    ],
    [
      "x of 64-bit integers",
      () => text("1 2 3\n", 1, { ...FLOATS, size: "8 4 4", type: "I F F" }),
      /"x" must be one/,
    ],
    ["no points", () => text("", 0), /the file holds no vertices/],
    ["a count that is no number", () => text("", "x"), /the number of WIDTH is "x"/],
    ["sizes that disagree", () => swap("HEIGHT 1", "HEIGHT 2"), /POINTS is 1, but WIDTH times HEIGHT is 2/],
    ["more points than bytes", () => text("1 2 3\n", 1e12), /promises 1000000000000 points .*but 6 follow/],
    [
      "fewer rows than promised",
      () => text("1.111 2.222 3.333\n", 2),
      /line 11: the file ends after 1 of 2 points/,
    ],
    ["rows after the last", () => text("1 2 3\n4 5 6\n", 1), /line 12: there are lines after the last point/],
    ["a short row", () => text("1.11 2.22\n", 1), /line 11: point 0 must have 3 numbers on one line/],
    ["a long row", () => text("1 2 3 4\n", 1), /point 0 must have 3 numbers on one line/],
    [
      "an invalid point",
      () => text("1 2 3\nnan nan nan\n", 2),
      /line 12: x of vertex 1 is "nan".*remove this vertex/,
    ],
    [
      "a negative weight",
      () => text("1 -1\n", 1, { fields: "x weight", size: "4 4", type: "F F" }),
      /the weight of vertex 0 is "-1"/,
    ],
  ])("refuses %s", (_, parse, sentence) => {
    expect(parse).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(parse).toThrow(sentence);
  });
});

describe("parsePcd on binary data", () => {
  const fields = { fields: "rgb y x z", size: "4 8 8 4", type: "U F F F" };
  const rows = joined(u32(1), f64(0.2, 0.1), f32(3), u32(2), f64(-5, 1e-300), f32(6));
  const columns = joined(u32(1, 2), f64(0.2, -5), f64(0.1, 1e-300), f32(3, 6));
  const expected = [0.1, 0.2, 3, 1e-300, -5, 6];
  const compressed = (data: Uint8Array, size = data.length) => {
    const packed = compressLzf(data);
    return joined(ascii(header(fields, 2, "binary_compressed")), u32(packed.length, size), packed);
  };

  it("reads rows, doubles to the last bit", () => {
    expect([...parsePcd(joined(ascii(header(fields, 2, "binary")), rows)).vertices]).toEqual(expected);
  });

  it("reads compressed columns, and ignores padding behind them", () => {
    expect([...parsePcd(compressed(columns)).vertices]).toEqual(expected);
    expect(parsePcd(joined(compressed(columns), new Uint8Array(100))).count).toBe(2);
  });

  it("agrees with PCDLoader on float32 fields, which three reads rightly", () => {
    const xs = [1, 2, 3, 4].flatMap((q) => [0, q, 1 / q]);
    const plain = joined(ascii(header(FLOATS, 4, "binary")), f32(...xs));
    const byColumn = [0, 1, 2].flatMap((k) => [0, 1, 2, 3].map((i) => xs[3 * i + k]!));
    const packed = compressLzf(f32(...byColumn));
    const small = joined(ascii(header(FLOATS, 4, "binary_compressed")), u32(packed.length, 48), packed);
    for (const bytes of [plain, small]) {
      const position = new PCDLoader().parse(bufferOf(bytes)).geometry.getAttribute("position");
      expect([...parsePcd(bytes).vertices]).toEqual([...position.array]);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      "fewer bytes than promised",
      joined(ascii(header(fields, 2, "binary")), rows.subarray(1)),
      /take at least 48 bytes, but 47/,
    ],
    [
      "bytes after the data",
      joined(ascii(header(fields, 2, "binary")), rows, u8(1)),
      /there are 1 bytes after the data/,
    ],
    [
      "a coordinate that is not finite",
      joined(ascii(header(FLOATS, 1, "binary")), f32(1, 2, Number.NaN)),
      /z of vertex 0 is "NaN"/,
    ],
    ["no sizes", ascii(header(fields, 2, "binary_compressed")), /the sizes of compressed data/],
    ["a wrong size", compressed(columns, 4e9), /the data are 4000000000 bytes, but 2 points take 48/],
    ["cut compressed data", compressed(columns).subarray(0, -1), /it promises compressed data/],
    ["damaged compressed data", compressed(columns).fill(255, -8), /the compressed data are damaged/],
  ])("refuses %s", (_, bytes, sentence) => {
    expect(() => parsePcd(bytes)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => parsePcd(bytes)).toThrow(sentence);
  });
});
