import { describe, expect, it } from "vitest";
import { median } from "../../pipelines/median.js";

describe("a median", () => {
  it("is the middle value, or the mean of the middle two, whatever their order", () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(median([4, 1, 100, 2])).toBe(3);
    expect(median(Int32Array.of(5))).toBe(5);
  });

  it("leaves its argument as it was, and there is none of nothing", () => {
    const values = [3, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
    expect(median([])).toBeNaN();
  });
});
