import { OBJLoader } from "three/addons/loaders/OBJLoader.js";
import { describe, expect, it } from "vitest";
import { parseObj } from "../../loaders/obj.js";
import { ascii } from "../support/bytes.js";

const obj = (...lines: readonly string[]) => parseObj(ascii(lines.join("\n")), { file: "a.obj" });

describe("parseObj", () => {
  it("keeps every vertex, used or not, in the order of the file and in double precision", () => {
    const mesh = obj("v 9 9 9", "v 0.1 0 0", "v 1 0 0", "v 0 1 0", "f 4 3 2");
    expect([...mesh.vertices]).toEqual([9, 9, 9, 0.1, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...mesh.triangles]).toEqual([3, 2, 1]);
  });

  it("reads a file of points only, and never masses", () => {
    const mesh = obj("# points", "o cloud", "v 1 2 3", "", "v 4 5 6");
    expect(mesh).toEqual({
      vertices: Float64Array.of(1, 2, 3, 4, 5, 6),
      count: 2,
      dim: 3,
      triangles: new Int32Array(0),
    });
  });

  it("cuts quadrilaterals and larger polygons into fans", () => {
    const corners = ["v 0 0 0", "v 1 0 0", "v 2 1 0", "v 1 2 0", "v 0 1 0"];
    expect([...obj(...corners, "f 1 2 3 4").triangles]).toEqual([0, 1, 2, 0, 2, 3]);
    expect([...obj(...corners, "f 1 2 3 4 5").triangles]).toEqual([0, 1, 2, 0, 2, 3, 0, 3, 4]);
  });

  it("takes the vertex of every form of a corner", () => {
    const mesh = obj("v 0 0 0", "v 1 0 0", "v 0 1 0", "vt 0 0", "vn 0 0 1", "f 1/1 2//1 3/1/1");
    expect([...mesh.triangles]).toEqual([0, 1, 2]);
  });

  it("counts negative indices back from the vertices read so far", () => {
    const mesh = obj("v 0 0 0", "v 1 0 0", "v 0 1 0", "f -3 -2 -1", "v 5 5 5", "f -4/1 -3 -1");
    expect([...mesh.triangles]).toEqual([0, 1, 2, 0, 1, 3]);
  });

  it("lets a face name vertices that come later", () => {
    expect([...obj("f 1 2 3", "v 0 0 0", "v 1 0 0", "v 0 1 0").triangles]).toEqual([0, 1, 2]);
  });

  it("skips the rational weight and colours", () => {
    const mesh = obj("v 1 2 3 1", "v 4 5 6 .1 .2 .3", "v 7 8 9 .1 .2 .3 1");
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("reads two coordinates as points in the plane", () => {
    const mesh = obj("v 1 2", "v 3 4");
    expect(mesh.dim).toBe(2);
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4]);
  });

  it("joins continued lines and skips comments, whatever ends the lines", () => {
    const lines = ["v 0 0 \\", "0 # origin", "v 1 0 0", "v 0 1 0", "f 1 2\\", " 3"];
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const mesh = parseObj(ascii(lines.join(lineBreak)));
      expect(mesh.count).toBe(3);
      expect([...mesh.triangles]).toEqual([0, 1, 2]);
    }
  });

  it("gives the corners that OBJLoader unrolls", () => {
    const text = "v 0 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 .5\ng side\nf 1 2 3 4\nf -1 -4 -3\n";
    const mesh = parseObj(ascii(text));
    const unrolled = [...mesh.triangles].flatMap((v) => [...mesh.vertices.subarray(3 * v, 3 * v + 3)]);
    const group = new OBJLoader().parse(text);
    const child = group.children[0]!;
    expect("geometry" in child).toBe(true);
    expect(JSON.parse(JSON.stringify(child)).geometries[0].data.attributes.position.array).toEqual(unrolled);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["a file without vertices", ["# nothing", "o empty"], /a.obj, line 2: the file holds no vertices/],
    [
      "a face beyond the vertices",
      ["v 0 0 0", "f 1 1 1", "f 1 1 2"],
      /line 3: face 1 names vertex "2".*1 to 1/,
    ],
    ["the index 0", ["v 0 0 0", "f 0 1 1"], /line 2: face 0 names vertex "0"/],
    ["a negative index too far back", ["v 0 0 0", "f -2 1 1"], /line 2: face 0 names vertex "-2"/],
    ["an index that is no whole number", ["v 0 0 0", "f 1.5 1 1"], /line 2: face 0 names vertex "1.5"/],
    ["a word for a coordinate", ["v 0 0 0", "v 1 x 3"], /line 2: number 2 of vertex 1 is "x"/],
    ["NaN", ["v nan 0 0"], /number 1 of vertex 0 is "nan"/],
    ["one number", ["v 1"], /line 1: vertex 0 has 1 numbers/],
    ["five numbers", ["v 1 2 3 4 5"], /vertex 0 has 5 numbers/],
    ["a thousand numbers", [`v ${"1 ".repeat(1000)}`], /vertex 0 has 1000 numbers/],
    ["two dimensions in one file", ["v 1 2 3", "v 1 2"], /line 2: vertex 1 has 2 numbers; all must have/],
    ["a damaged statement, lest a vertex be lost", ["v 1 2 3", "w 4 5 6"], /line 2: "w" is no statement/],
  ])("refuses %s", (_, lines, sentence) => {
    expect(() => obj(...lines)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => obj(...lines)).toThrow(sentence);
  });

  it("refuses an empty file", () => {
    expect(() => parseObj(new Uint8Array(0))).toThrow("OBJ data, byte 0: the file is empty");
  });
});
