import { describe, expect, it } from "vitest";
import { parseShareTable } from "../../loaders/share-table.js";

describe("a table of weights", () => {
  it("has a column for each thing that is made; weights are shares of their sum", () => {
    const { items, columns } = parseShareTable("item,one,other\na,1,0\nb,3,5\n");
    expect(items).toEqual(["a", "b"]);
    expect(columns.map(({ name, shares }) => [name, ...shares])).toEqual([
      ["one", 0.25, 0.75],
      ["other", 0, 1],
    ]);
  });

  it("keeps weights below 0 that sum to 1, and weights in full bit for bit", () => {
    const weights = [0.1, 0.2, 0.7]; // in this order their sum is 0.9999999999999999
    const text = `item,w,v\n${weights.map((w, s) => `${s},${w},${[2, -0.5, -0.5][s]}`).join("\n")}\n`;
    const [first, second] = parseShareTable(text).columns;
    expect([...first!.shares]).toEqual(weights);
    expect([...second!.shares]).toEqual([2, -0.5, -0.5]);
  });

  it.each([
    ["name,w\na,1\n", /header: it needs a column item/],
    ["item\na\n", /header: it needs a column item/],
    ["item,w\na,1\na,2\n", /line 3: item "a" occurs twice/],
    ["item,w\na,1\nb,x\n", /line 3, column "w": "x" is not a finite number/],
    ["item,w\na,0\nb,0\n", /column "w": the weights sum to 0; some of them must be above 0/],
    [
      "item,w\na,2\nb,-0.5\n",
      /column "w": the weights sum to 1.5; where some are below 0 they must sum to 1/,
    ],
    ["item,w\na,1e308\nb,1e308\n", /sum to Infinity/],
  ])("refuses %j", (text, message) => {
    expect(() => parseShareTable(text, { file: "w.csv" })).toThrow(message);
    expect(() => parseShareTable(text, { file: "w.csv" })).toThrow(/^w\.csv/);
  });
});
