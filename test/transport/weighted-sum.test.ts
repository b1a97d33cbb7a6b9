import { describe, expect, it } from "vitest";
import { weightedSum } from "../../src/transport/weighted-sum.js";

describe("weightedSum", () => {
  it("keeps what a plain sum loses beside large terms", () => {
    const values = new Float64Array([1, 2 ** 60, 1, -(2 ** 60)]);
    expect(weightedSum(values, new Float64Array([1, 1, 1, 1]))).toBe(2);
    expect(weightedSum(values, new Float64Array([1, 2, 3, 2]))).toBe(4);
  });

  it("reads one coordinate of many", () => {
    const points = new Float64Array([1, 10, 2, 20, 3, 30]);
    expect(weightedSum(points, new Float64Array([1, 0.5, 2]), 1, 2)).toBe(80);
    expect(weightedSum(points, new Float64Array([1, 0.5, 2]), 0, 2)).toBe(8);
  });
});
