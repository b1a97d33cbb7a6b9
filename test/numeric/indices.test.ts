import { expect, it } from "vitest";
import { everyIndex, indicesWhere } from "../../src/numeric/indices.js";

it("indices are all of them, or those that are wanted, increasing", () => {
  expect(everyIndex(4)).toEqual(Int32Array.of(0, 1, 2, 3));
  expect(everyIndex(0)).toEqual(new Int32Array(0));
  expect(indicesWhere(6, (i) => i % 2 === 1)).toEqual(Int32Array.of(1, 3, 5));
  expect(indicesWhere(3, () => true)).toEqual(Int32Array.of(0, 1, 2));
  expect(indicesWhere(3, () => false)).toEqual(new Int32Array(0));
});
