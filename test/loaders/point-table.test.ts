import { describe, expect, it } from "vitest";
import { parsePointTable } from "../../loaders/point-table.js";
import { FormatError } from "../../src/errors.js";

const LABELS = "item,group\nb,two\na,one\n";

describe("parsePointTable", () => {
  it("keeps the order of the labels for items and of the file for points", () => {
    const points = "item,x,y\na,0,0\nb,1,1\na,2,2\na,0,0\n";
    const { names, measures, attributes, warnings } = parsePointTable(points, LABELS);
    expect(names).toEqual(["b", "a"]);
    expect([...measures[1]!.points]).toEqual([0, 0, 2, 2, 0, 0]);
    expect(measures.map((mu) => mu.count)).toEqual([1, 3]);
    expect([...measures[1]!.weights]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(attributes).toEqual([{ name: "group", values: ["two", "one"] }]);
    expect(warnings).toEqual([]);
  });

  it("takes items in order of appearance without labels", () => {
    const { names, attributes } = parsePointTable("x,item\n0,z\n1,a\n2,z\n", undefined);
    expect(names).toEqual(["z", "a"]);
    expect(attributes).toEqual([]);
  });

  it.each(["point", "landmark"])("names points by the column %s", (column) => {
    const table = `item,${column},x\na,nasion,0\nb,basion,1\na,basion,2\n`;
    expect(parsePointTable(table, LABELS).pointNames).toEqual([["basion"], ["nasion", "basion"]]);
  });

  it("has no point names where no column gives them", () => {
    expect(parsePointTable("item,x\na,0\nb,1\n", LABELS).pointNames).toBeUndefined();
  });

  it("keeps masses and passes over other columns with a warning", () => {
    const table = "item,x,charge,weight\na,0,9,2\na,1,9,0\nb,1,9,5\n";
    const { measures, warnings } = parsePointTable(table, LABELS, { file: "p.csv" });
    expect([...measures[1]!.weights]).toEqual([2, 0]);
    expect([...measures[0]!.weights]).toEqual([5]);
    expect(warnings).toEqual([
      'p.csv: not used as coordinates or weight: "charge" (what belongs to the items goes into labels.csv beside it: ' +
        "a column item, then its attributes)",
    ]);
  });

  it("takes names that JavaScript objects choke on", () => {
    const evil = ["__proto__", "constructor", "../../etc/passwd", "<script>", "a\u0000b"];
    const points = evil.map((name, s) => `${name},${s}`).join("\n");
    const labels = `item,__proto__\n${evil.map((name) => `${name},c`).join("\n")}\n`;
    const { names, attributes } = parsePointTable(`item,x\n${points}\n`, labels);
    expect(names).toEqual(evil);
    expect(attributes[0]!.name).toBe("__proto__");
    expect(({} as Record<string, unknown>).c).toBeUndefined();
  });

  it.each([
    ["item,x\na,0\n", LABELS, 'item "b": no points (1 of 2 items'],
    ["item,x\na,0\nb,1\nc,2\n", LABELS, 'line 4: item "c" is not in labels.csv'],
    ["item,x\na,0\nb,1\n,2\n", LABELS, "line 4"],
    ["item,x\n,2\n", undefined, "line 2: the item has no name"],
    ["item,x\na,0\n", "item\na\na\n", 'labels.csv, line 3: item "a" occurs twice (first in line 2)'],
    ["item,x\na,0\n", "item,group\n ,one\n", "labels.csv, line 2: the item has no name"],
    ["item,x\na,0\n", "name,item\nq,a\n", 'the first column is "name"'],
    ["name,x\na,0\n", LABELS, "no column item"],
    ["item,x,weight\na,0,0\na,1,0\nb,0,1\n", LABELS, 'item "a": all weights are 0'],
    ["item,x\na,0\nb,Infinity\n", LABELS, 'points.csv, line 3, column "x"'],
  ])("refuses %j with %j", (points, labels, words) => {
    expect(() => parsePointTable(points, labels)).toThrow(FormatError);
    expect(() => parsePointTable(points, labels)).toThrow(words);
  });
});
