import { describe, expect, it } from "vitest";
import { onCommonSupport } from "../../src/measure/common-support.js";
import { measure } from "../../src/measure/measure.js";

describe("onCommonSupport", () => {
  it("keeps every measure and gives all the same points, each once", () => {
    const a = measure([[0, 0], [1, 0], [0, 0]], { weights: [1, 2, 4] }); // biome-ignore format: one line
    const b = measure([[1, 0], [5, 5]], { weights: [0, 3] }); // biome-ignore format: one line
    const [first, second] = onCommonSupport([a, b]);
    expect(first!.points).toEqual(Float64Array.of(0, 0, 1, 0, 5, 5));
    expect(second!.points).toEqual(first!.points);
    expect(first!.weights).toEqual(Float64Array.of(5, 2, 0));
    expect(second!.weights).toEqual(Float64Array.of(0, 0, 3));
  });

  it("refuses measures of different dimension", () => {
    expect(() => onCommonSupport([measure([[0]]), measure([[0, 1]])])).toThrow(/dimension/);
  });
});
