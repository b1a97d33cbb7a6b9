import { describe, expect, it } from "vitest";
import { massCell, numberCell, parseCsv } from "../../loaders/csv.js";
import { FormatError } from "../../src/errors.js";

describe("parseCsv", () => {
  it("keeps cells as text and gives each row its line, past blank lines and quoted breaks", () => {
    const table = parseCsv('\uFEFFitem,note\r\na,"two\r\nlines"\r\n\r\nb,"say ""hi"""\r\n');
    expect(table.header).toEqual(["item", "note"]);
    expect(table.rows).toEqual([
      ["a", "two\r\nlines"],
      ["b", 'say "hi"'],
    ]);
    expect(table.lines).toEqual([2, 5]);
  });

  it("reads bytes with LF, CRLF or CR alike", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const bytes = new TextEncoder().encode(["x,y", "1,2", "3,4"].join(lineBreak));
      expect(parseCsv(bytes).rows).toEqual([
        ["1", "2"],
        ["3", "4"],
      ]);
    }
  });

  it("takes __proto__ and constructor as columns like any other", () => {
    const table = parseCsv("__proto__,constructor\n1,2\n");
    expect(table.header).toEqual(["__proto__", "constructor"]);
    expect(numberCell(table, 0, 0)).toBe(1);
    expect(Object.hasOwn(Object.prototype, "0")).toBe(false);
  });

  it.each([
    ["", "is empty"],
    ["x,y\n", "no rows"],
    ["x,x\n1,2\n", 'column "x" occurs twice; rename one'],
    ["0,x,0\n1,2,3\n", 'column "0" occurs twice; rename one'],
    ["0,0\n1,1\n", 'column "0" occurs twice; the first line holds numbers: put a line with names above it'],
    ["-1e3,.5\n", 'below the header "-1e3", ".5"; the first line holds numbers'],
    ["x,y\n1,2\n3\n", "line 3: 1 cells"],
    ['x,y\n1,"23', "not closed"],
    ['x,y\n"1"7,2\n', "line 2"],
  ])("refuses %j", (text, words) => {
    expect(() => parseCsv(text, { file: "t.csv" })).toThrow(FormatError);
    expect(() => parseCsv(text, { file: "t.csv" })).toThrow(words);
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(() => parseCsv(new Uint8Array([0x78, 0x0a, 0xff, 0x0a]))).toThrow("not UTF-8");
  });

  it.each(["", "nan", "inf", "0x10", "1,5", "1e999", "1_000", "--1", "."])(
    "takes %j for no number and names line and column",
    (text) => {
      const table = parseCsv(`a,b\n1,2\n\n3,"${text}"\n`, { file: "t.csv" });
      expect(() => numberCell(table, 1, 1)).toThrow(/^t\.csv, line 4, column "b": /);
    },
  );

  it.each([
    ["-1.5e-3", -0.0015],
    [" +7 ", 7],
    [".5", 0.5],
    ["5.", 5],
    ["3e-324", 5e-324],
    ["1e-400", 0],
    ["-2e-324", -0],
  ])("reads %j as %d", (text, value) => {
    expect(numberCell(parseCsv(`a\n${text}\n`), 0, 0)).toBe(value);
  });

  it("needs no more than linear time for a long cell that is almost a number", () => {
    const table = parseCsv(`a\n${"1".repeat(1_000_000)}x\n`); // quadratic work would outlast the test's time limit
    expect(() => numberCell(table, 0, 0)).toThrow('..." is not a finite number');
  });

  it("refuses a negative mass", () => {
    expect(() => massCell(parseCsv("weight\n-0.5\n"), 0, 0)).toThrow("-0.5 is negative");
  });

  it("shows control characters of a cell escaped", () => {
    const steering = String.fromCharCode(27);
    expect(() => numberCell(parseCsv(`a\n${steering}[2J\n`), 0, 0)).toThrow('"\\u{1b}[2J" is not');
  });
});

it.each([
  [";", "semicolons"],
  ["\t", "tabs"],
])("columns separated by %j are named, with the way out", (separator, name) => {
  const text = `x${separator}y\n1,5${separator}2,5\n`;
  expect(() => parseCsv(text, { file: "a.csv" })).toThrow(
    `a.csv, header: the columns are separated by ${name}; save it with commas`,
  );
});
