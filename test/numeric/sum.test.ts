import { expect, it } from "vitest";
import { compensatedSum } from "../../src/numeric/sum.js";

it("a compensated sum keeps what a plain sum loses beside large numbers", () => {
  expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
  expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
});

it("the sum of nothing is 0", () => {
  expect(compensatedSum([])).toBe(0);
});
