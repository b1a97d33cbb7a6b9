import { describe, expect, it } from "vitest";
import { type LineOptions, lineReader } from "../../loaders/text-lines.js";
import { ascii } from "../support/bytes.js";

function wordsByLine(text: string, options: LineOptions = {}): [number, string[]][] {
  const lines = lineReader(ascii(text), options);
  const found: [number, string[]][] = [];
  while (lines.nextLine()) found.push([lines.line(), lines.words(100)]);
  return found;
}

describe("lineReader", () => {
  it("numbers lines from 1 and skips blank ones", () => {
    expect(wordsByLine("a b\n\n  \t\nc")).toEqual([
      [1, ["a", "b"]],
      [4, ["c"]],
    ]);
  });

  it.each([
    ["line feeds", "\n"],
    ["carriage returns and line feeds", "\r\n"],
    ["carriage returns", "\r"],
  ])("reads lines that end in %s", (_, lineBreak) => {
    expect(wordsByLine(["a", "b c", ""].join(lineBreak))).toEqual([
      [1, ["a"]],
      [2, ["b", "c"]],
    ]);
  });

  it("points behind the break, where binary data start, even if they start with a line feed", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const header = `ply${lineBreak}end${lineBreak}`;
      const lines = lineReader(ascii(`${header}\nx`));
      lines.nextLine();
      lines.nextLine();
      expect(lines.end()).toBe(header.length);
    }
  });

  it("cuts comments only where it is told to", () => {
    expect(wordsByLine("a # b\n# c\nd#e", { comments: true })).toEqual([
      [1, ["a"]],
      [3, ["d"]],
    ]);
    expect(wordsByLine("a # b")).toEqual([[1, ["a", "#", "b"]]]);
  });

  it("joins continued lines under the number of the first", () => {
    expect(wordsByLine("f 1 \\\n2\\\r\n 3\nv\n", { continuation: true })).toEqual([
      [1, ["f", "1", "2", "3"]],
      [4, ["v"]],
    ]);
  });

  it("splits a line with commas at commas only, and keeps empty places", () => {
    expect(wordsByLine("1, 2 ,3\n1,,2\n1,5 2,5\n4 5", { commas: true })).toEqual([
      [1, ["1", "2", "3"]],
      [2, ["1", "", "2"]],
      [3, ["1", "5 2", "5"]],
      [4, ["4", "5"]],
    ]);
  });

  it("skips a byte order mark", () => {
    expect(wordsByLine("\u00ef\u00bb\u00bfOFF\n")).toEqual([[1, ["OFF"]]]);
  });

  it("ends at once without bytes", () => {
    expect(wordsByLine("")).toEqual([]);
  });
});
