import { describe, expect, it } from "vitest";
import { branchChart } from "../../../pipelines/report/branch-chart.js";
import { complexText, eigenvalueChart } from "../../../pipelines/report/eigenvalue-chart.js";
import { residualChart } from "../../../pipelines/report/residual-chart.js";
import { expectWellFormed } from "./well-formed.js";

const LABELS = { title: "Residual", xLabel: "iteration", yLabel: "residual", caption: [] };
const circles = (markup: string): string[] =>
  [...markup.matchAll(/<circle [^>]*>/g)].map(([circle]) => circle);

describe("residuals", () => {
  it("stand at equal distances where each is a tenth of the one before", () => {
    const { markup } = residualChart([{ label: "a", residuals: [1, 0.1, 0.01] }], LABELS)!;
    expectWellFormed(markup);
    const heights = circles(markup).map((circle) => Number(/cy="([^"]+)"/.exec(circle)![1]));
    expect(heights.length).toBe(3);
    expect(Math.abs(heights[1]! - heights[0]! - (heights[2]! - heights[1]!))).toBeLessThan(0.02); // hundredths of a pixel
    expect(heights[1]!).toBeGreaterThan(heights[0]!);
  });

  it("that are 0 or no numbers are left out, and nothing is drawn of none", () => {
    const { markup } = residualChart([{ label: "a", residuals: [1, 0, Number.NaN, 0.5] }], LABELS)!;
    expect(circles(markup).length).toBe(2);
    expect(residualChart([{ label: "a", residuals: [0] }], LABELS)).toBeUndefined();
  });

  it("are drawn with the size of the noise and the iterate that is kept", () => {
    const { markup } = residualChart([{ label: "a", residuals: [1, 0.1], best: 1 }], {
      ...LABELS,
      floor: 0.2,
    })!;
    expect(markup).toContain("noise of one evaluation: 0.2");
    const radii = circles(markup).map((circle) => /r="([^"]+)"/.exec(circle)![1]);
    expect(radii).toEqual(["6", "3", "6"]); // the larger one is drawn first; the last is the sign in the legend
  });
});

describe("eigenvalues", () => {
  it("are written with their signs", () => {
    expect(complexText(0.5, 0)).toBe("0.5");
    expect(complexText(-0.5, -0.25)).toBe("−0.5 − 0.25i");
    expect(complexText(0.5, 0.25)).toBe("0.5 + 0.25i");
  });

  it("far outside of the circle are still in the picture", () => {
    const { markup } = eigenvalueChart([{ re: 3, im: 0 }], { title: "t", caption: [] });
    expectWellFormed(markup);
    const width = Number(/ width="(\d+)"/.exec(markup)![1]);
    const [dot] = circles(markup);
    expect(Number(/cx="([^"]+)"/.exec(dot!)![1])).toBeLessThan(width);
  });
});

describe("a branch", () => {
  it("is drawn with open points where it is not stable", () => {
    const points = [
      { parameter: 1, value: 0.1, stable: true },
      { parameter: 2, value: 0.2, stable: false },
      { parameter: 3, value: 0.3 },
    ];
    const { markup } = branchChart(points, { title: "b", xLabel: "g", yLabel: "mean", caption: [] });
    expectWellFormed(markup);
    const open = circles(markup).map((circle) => /fill="(#ffffff|none)"/.test(circle));
    expect(open).toEqual([false, true, false, false, true]); // the last two are signs in the legend
  });
});
