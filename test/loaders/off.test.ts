import { describe, expect, it } from "vitest";
import { parseOff } from "../../loaders/off.js";
import { ascii } from "../support/bytes.js";

const off = (text: string) => parseOff(ascii(text), { file: "a.off" });

const SQUARE = "0 0 0\n1 0 0\n1 1 0\n0 1 0.1\n4 0 1 2 3\n";

describe("parseOff", () => {
  it("keeps vertices in double precision and cuts polygons into fans", () => {
    const mesh = off(`OFF\n4 1 4\n${SQUARE}`);
    expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0.1]);
    expect([...mesh.triangles]).toEqual([0, 1, 2, 0, 2, 3]);
    expect(mesh.weights).toBeUndefined();
  });

  it.each([
    ["counts on the first line", "OFF 4 1 0\n"],
    ["counts glued to the keyword", "OFF4 1 0\n"],
    ["no count of edges", "OFF\n4 1\n"],
    ["comments and blank lines", "# made by hand\n\nOFF # yes\n\n# counts\n4 1 0 # here\n\n"],
    ["line ends of Windows", "OFF\r\n4 1 0\r\n"],
  ])("reads a header with %s", (_, header) => {
    expect(off(header + SQUARE)).toEqual(off(`OFF\n4 1 4\n${SQUARE}`));
  });

  it("skips normals and colours of vertices and colours of faces", () => {
    const mesh = off(
      "CNOFF\n3 2 0\n0 0 0 0 0 1 255 0 0 255\n1 0 0 0 0 1 255 0 0 255\n0 1 0 0 0 1 1 1 1 1\n3 0 1 2 0.5 0.5 0.5\n3 2 1 0 7\n",
    );
    expect([...mesh.vertices]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...mesh.triangles]).toEqual([0, 1, 2, 2, 1, 0]);
  });

  it("reads points without faces", () => {
    expect(off("OFF\n1 0 0\n1 2 3\n").triangles).toHaveLength(0);
  });

  it("reads a last line without a break", () => {
    expect(off("OFF\n1 1 0\n1 2 3\n0").count).toBe(1);
  });

  it.each<[string, string, RegExp]>([
    ["another format", "ply\n", /line 1: the file starts with "ply", not with "OFF"/],
    ["blank lines only", " \n\n", /starts with ""/],
    ["a binary file", "OFF BINARY\n\u0000\u0000", /line 1: the file is binary; convert it to text/],
    ["homogeneous vertices", "4OFF\n1 0 0\n1 2 3 4\n", /"4OFF" has vertices that are not x y z/],
    ["vertices of any dimension", "nOFF\n5\n1 0 0\n", /"nOFF" has vertices that are not x y z/],
    ["no counts", "OFF\n", /there are 0 counts/],
    ["a count that is no number", "OFF\nx 1 0\n", /line 2: the number of vertices is "x"/],
    ["a negative count", "OFF\n-1 1 0\n", /the number of vertices is "-1"/],
    ["no vertices", "OFF\n0 0 0\n", /line 2: the file holds no vertices/],
    [
      "more vertices than bytes",
      "OFF\n1000000000000 0 0\n1 2 3\n",
      /promises 1000000000000 vertices and 0 faces.*but 6 follow/,
    ],
    [
      "fewer vertices than promised",
      "OFF\n3 0 0\n1.2345 2 3\n1.2345 2 3\n",
      /line 4: the file ends after 2 of 3 vertices/,
    ],
    ["fewer faces than promised", `OFF\n4 2 0\n${SQUARE}`, /the file ends after 1 of 2 faces/],
    [
      "lines after the last face",
      `OFF\n4 1 0\n${SQUARE}3 0 1 2\n`,
      /line 8: there are lines after the last face/,
    ],
    ["a short vertex", "OFF\n2 0 0\n1 2\n1.5 2.5 3.5\n", /line 3: vertex 0 has 2 numbers/],
    ["NaN", "OFF\n1 0 0\n1 NaN 3\n", /line 3: y of vertex 0 is "NaN"/],
    [
      "a corner beyond the vertices",
      "OFF\n1 1 0\n1 2 3\n3 0 0 1\n",
      /line 4: face 0 names vertex "1".*0 to 0/,
    ],
    ["a short face", "OFF\n1 1 0\n1 2 3\n4000000000 0 0\n", /face 0 names 2 of 4000000000 corners/],
    [
      "a face without a count",
      "OFF\n1 1 0\n1 2 3\nx 0 0 0\n",
      /line 4: the number of corners of face 0 is "x"/,
    ],
  ])("refuses %s", (_, text, sentence) => {
    expect(() => off(text)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => off(text)).toThrow(sentence);
  });

  it("refuses an empty file", () => {
    expect(() => parseOff(new Uint8Array(0))).toThrow("OFF data, byte 0: the file is empty");
  });
});
