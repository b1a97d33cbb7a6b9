import { STLLoader } from "three/addons/loaders/STLLoader.js";
import { describe, expect, it } from "vitest";
import { parseStl } from "../../loaders/stl.js";
import { ascii, bufferOf, f32, joined, u8, u32 } from "../support/bytes.js";

const FACET = [
  "facet normal 0 0 1",
  "  outer loop",
  "    vertex 0.1 0 0",
  "    vertex 1 0 0",
  "    vertex 0 1e0 0",
  "  endloop",
  "endfacet",
];
const TEXT = ["solid a part", ...FACET, ...FACET, "endsolid a part"];

const stl = (lines: readonly string[]) => parseStl(ascii(lines.join("\n")), { file: "a.stl" });

const facet = (...corners: readonly number[]): Uint8Array => joined(f32(0, 0, 1), f32(...corners), u8(0, 0));

const binary = (text: string, count: number, ...facets: readonly Uint8Array[]): Uint8Array =>
  joined(ascii(text.padEnd(80)), u32(count), ...facets);

describe("parseStl on text", () => {
  it("leaves the triangles a soup: three vertices per facet, in double precision", () => {
    const mesh = stl(TEXT);
    expect(mesh.count).toBe(6);
    expect([...mesh.triangles]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...mesh.vertices.subarray(0, 9)]).toEqual([0.1, 0, 0, 1, 0, 0, 0, 1, 0]);
  });

  it("reads several solids, capitals and lines that end as in Windows", () => {
    expect(stl([...TEXT, "", "solid", ...FACET, "endsolid"]).count).toBe(9);
    expect(stl(TEXT.map((line) => line.toUpperCase()))).toEqual(stl(TEXT));
    expect(parseStl(ascii(TEXT.join("\r\n")))).toEqual(stl(TEXT));
  });

  const without = (word: string) => TEXT.filter((line, p) => p > 8 || !line.includes(word));

  it.each<[string, readonly string[], RegExp]>([
    ["a solid without facets", ["solid a", "endsolid"], /a.stl, end: the file holds no vertices/],
    ["a file cut after a facet", TEXT.slice(0, 8), /line 8: the file ends after "endfacet", not "endsolid"/],
    ["a file cut within a facet", TEXT.slice(0, 5), /the file ends after "vertex"/],
    ["a facet with two vertices", without("vertex 1"), /line 6: a facet has 2 vertices/],
    ["a facet with four vertices", TEXT.toSpliced(4, 0, "vertex 2 2 2"), /a facet has 4 vertices/],
    ["a facet without its end", without("endfacet"), /line 8: "facet" cannot follow "endloop"/],
    ["a vertex outside a facet", ["solid", "vertex 0 0 0"], /line 2: "vertex" cannot follow "solid"/],
    ["NaN", TEXT.map((line) => line.replace("0.1", "nan")), /line 4: x of vertex 0 is "nan"/],
    ["two coordinates", TEXT.map((line) => line.replace("0.1 0 0", "0.1 0")), /z of vertex 0 is ""/],
    [
      "four coordinates",
      TEXT.map((line) => line.replace("0.1 0 0", "0 0 0 7")),
      /more than three numbers; remove "7"/,
    ],
    [
      "a damaged statement",
      TEXT.map((line) => line.replace("outer", "outre")),
      /line 3: "outre" cannot follow "facet"/,
    ],
  ])("refuses %s", (_, lines, sentence) => {
    expect(() => stl(lines)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => stl(lines)).toThrow(sentence);
  });
});

describe("parseStl on binary data", () => {
  const corners = [0.25, 0, 0, 1, 0, 0, 0, 1, 3];

  it.each(["made by hand", "solid but binary"])("reads a file whose header is %j", (text) => {
    const mesh = parseStl(binary(text, 2, facet(...corners), facet(...corners)));
    expect([...mesh.vertices]).toEqual([...corners, ...corners]);
    expect([...mesh.triangles]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("agrees with STLLoader on a whole file", () => {
    const bytes = binary("agreement", 3, ...[1, 2, 3].map((q) => facet(...corners.map((x) => x / q))));
    const position = new STLLoader().parse(bufferOf(bytes)).getAttribute("position");
    expect([...parseStl(bytes).vertices]).toEqual([...position.array]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(0), /the file is empty/],
    ["a few bytes", u8(1, 2, 3), /has 3 bytes and does not start with "solid"/],
    [
      "more facets than bytes",
      binary("x", 4e9, facet(...corners)),
      /byte 80: 4000000000 facets make 200000000084 bytes/,
    ],
    ["half a facet", binary("x", 1, f32(0, 0, 1)), /1 facets make 134 bytes, but the file has 96/],
    [
      "a truncated binary file that starts with solid",
      binary("solid", 2, facet(...corners)).fill(0, 40, 80),
      /2 facets make/,
    ],
    ["no facets", binary("x", 0), /byte 84: the file holds no vertices/],
    [
      "a coordinate that is not finite",
      binary("x", 1, facet(...corners.with(4, Infinity))),
      /byte 112: y of vertex 1 is "Infinity"/,
    ],
  ])("refuses %s", (_, bytes, sentence) => {
    expect(() => parseStl(bytes)).toThrow(expect.objectContaining({ tag: "FormatError" }));
    expect(() => parseStl(bytes)).toThrow(sentence);
  });
});
