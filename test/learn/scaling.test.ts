import { describe, expect, it } from "vitest";
import {
  fitGlobalScaling,
  fitNoScaling,
  fitStandardScaling,
  inverseScaling,
  transformScaling,
} from "../../src/learn/scaling.js";
import { squaredDistances, squaredNorms } from "../../src/numeric/gram.js";
import { matrix, matrixFromRows } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

const ROWS = matrixFromRows([
  [1, 10, 0.1],
  [2, 30, 0.1],
  [6, 20, 0.1],
]);
const ROUNDING = { atol: 1e-13, why: "rounding" };

describe("scaling", () => {
  it("by columns gives each variance 1, and leaves constant columns at 0", () => {
    const out = transformScaling(fitStandardScaling(ROWS), ROWS);
    for (const k of [0, 1, 2]) {
      const column = [0, 3, 6].map((p) => out.data[p + k]!);
      expectNear(
        column.reduce((a, b) => a + b),
        0,
        ROUNDING,
      );
      expectNear(column.reduce((sum, x) => sum + x * x, 0) / 3, k < 2 ? 1 : 0, ROUNDING);
    }
  });

  it("by one number gives rows the mean squared length 1 and keeps ratios of distances", () => {
    const out = transformScaling(fitGlobalScaling(ROWS), ROWS);
    expectNear(squaredNorms(out).reduce((a, b) => a + b) / 3, 1, ROUNDING);
    const before = squaredDistances(ROWS).data;
    const after = squaredDistances(out).data;
    expectNear(after[1]! / after[2]!, before[1]! / before[2]!, ROUNDING);
  });

  it("is undone by its inverse, and does nothing when asked for nothing", () => {
    for (const fitScaling of [fitStandardScaling, fitGlobalScaling, fitNoScaling]) {
      const scaling = fitScaling(ROWS);
      expectNear(inverseScaling(scaling, transformScaling(scaling, ROWS)).data, ROWS.data, ROUNDING);
    }
    expect(transformScaling(fitNoScaling(ROWS), ROWS)).toEqual(ROWS);
  });

  it("of equal rows is harmless", () => {
    const equal = matrix(3, 2, new Float64Array(6).fill(0.1));
    for (const fitScaling of [fitStandardScaling, fitGlobalScaling]) {
      expectNear(transformScaling(fitScaling(equal), equal).data, new Float64Array(6), ROUNDING);
    }
  });

  it("refuses rows of another length", () => {
    expect(() => transformScaling(fitNoScaling(ROWS), matrix(1, 2))).toThrow(/3 columns/);
  });
});
