import { expect, it } from "vitest";
import { attributeValues, collection, selectItems, withMeasures } from "../../src/measure/collection.js";
import { measure } from "../../src/measure/measure.js";

const measures = [measure([[0]]), measure([[1], [2]]), measure([[3]])];
const items = collection({
  names: ["a", "b", "c"],
  measures,
  attributes: [{ name: "class", values: ["x", "y", "x"] }],
  pointNames: [["p"], ["p", "q"], ["p"]],
});

it("items are selected with everything that belongs to them", () => {
  const two = selectItems(items, [2, 1]);
  expect(two.names).toEqual(["c", "b"]);
  expect(two.measures).toEqual([measures[2], measures[1]]);
  expect(attributeValues(two, "class")).toEqual(["x", "y"]);
  expect(two.pointNames).toEqual([["p"], ["p", "q"]]);
});

it("a missing column is answered with those there are", () => {
  expect(() => attributeValues(items, "colour")).toThrow(/no column "colour"; the columns are: "class"/);
});

it("measures are replaced one for one", () => {
  expect(withMeasures(items, [...measures].reverse()).measures[0]).toBe(measures[2]);
  expect(() => withMeasures(items, measures.slice(1))).toThrow(/2 measures for 3 items/);
});

it.each([
  ["no item", { names: [], measures: [] }, /no items/],
  ["a missing name", { names: ["a"], measures }, /1 names for 3 items/],
  ["a name twice", { names: ["a", "b", "a"], measures }, /item "a" occurs twice/],
  [
    "mixed dimensions",
    { names: ["a", "b"], measures: [measures[0]!, measure([[1, 2]])] },
    /item "b" has dimension 2/,
  ],
  [
    "a short column",
    { names: ["a", "b", "c"], measures, attributes: [{ name: "class", values: ["x"] }] },
    /1 values of "class" for 3 items/,
  ],
])("a collection refuses %s", (_, parts, message) => {
  expect(() => collection(parts)).toThrow(message);
});
