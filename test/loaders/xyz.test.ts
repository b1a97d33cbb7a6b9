import { describe, expect, it } from "vitest";
import { parseXyz } from "../../loaders/xyz.js";
import { ascii } from "../support/bytes.js";

const xyz = (text: string) => parseXyz(ascii(text), { file: "a.xyz" });

describe("parseXyz", () => {
  it.each([
    ["blanks", "0.1 2 3\n4 5 6\n"],
    ["tabs", "0.1\t2\t3\n4\t5\t6"],
    ["commas", "0.1,2,3\n4, 5 ,6\n"],
    ["comments", "# x y z\n//X Y Z\n0.1 2 3 # first\n\n4 5 6"],
    ["a colour", "0.1 2 3 255 0 0\n4 5 6 0 0 255"],
    ["a colour and a normal", "0.1 2 3 255 0 0 0 0 1\n4 5 6 0 0 255 0 0 1"],
    ["line ends of Windows", "0.1 2 3\r\n4 5 6\r\n"],
  ])("reads points with %s, in double precision", (_, text) => {
    expect(xyz(text)).toEqual({
      vertices: Float64Array.of(0.1, 2, 3, 4, 5, 6),
      count: 2,
      dim: 3,
      triangles: new Int32Array(0),
    });
  });

  it("reads two columns as points in the plane", () => {
    const mesh = xyz("1 2\n3 4\n1 2\n");
    expect(mesh.dim).toBe(2);
    expect([...mesh.vertices]).toEqual([1, 2, 3, 4, 1, 2]);
  });

  it.each<[string, string, RegExp]>([
    ["comments only", "# nothing\n", /a.xyz, line 1: the file holds no vertices/],
    ["four columns, which may be a mass or not", "1 2 3 4\n", /line 1: there are 4 columns; .*x,y,z,weight/],
    ["one column", "1\n2\n", /there are 1 columns/],
    ["lines that differ", "1 2 3\n4 5\n", /line 2: there are 2 columns, but 3 in the first line/],
    ["a molecule", "2\nwater\nO 0 0 0\n", /line 1: there are 1 columns/],
    ["a header of names", "x y z\n1 2 3\n", /line 1: column 1 of vertex 0 is "x"/],
    ["NaN", "1 2 3\n1 nan 3\n", /line 2: column 2 of vertex 1 is "nan"/],
    ["decimal commas, which are not six columns", "1,5 2,5 3,5\n", /column 2 of vertex 0 is "5 2"/],
    ["an empty column", "1,,3\n", /column 2 of vertex 0 is ""/],
  ])("refuses %s", (_, text, sentence) => {
    expect(() => xyz(text)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => xyz(text)).toThrow(sentence);
  });

  it("refuses an empty file", () => {
    expect(() => parseXyz(new Uint8Array(0))).toThrow("XYZ data, byte 0: the file is empty");
  });
});
