import { describe, expect, it } from "vitest";
import { measureChart, type TitledMeasure } from "../../../pipelines/report/measure-chart.js";
import { pixelGrid } from "../../../pipelines/report/pixels.js";
import type { Measure } from "../../../src/measure/measure.js";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";
import { expectNothingFetched, expectWellFormed, HOSTILE } from "./well-formed.js";

const POINTS = { kind: "points" } as const;
const IMAGE = { kind: "image", width: 4, height: 4 } as const;
const OPTIONS = { title: "Measures" };

function titled(mu: Measure, item: TitledMeasure["item"] = POINTS, title = "mean"): TitledMeasure {
  return { title, measure: mu, item };
}

function normalCloud(count: number, dim: number): Measure {
  const random = seededRandom(11);
  return measure(
    Float64Array.from({ length: count * dim }, () => random.normal()),
    { dim },
  );
}

function attribute(markup: string, name: string): number[] {
  return [...markup.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map((match) => Number(match[1]));
}

describe("measureChart", () => {
  it("draws every dimension well-formed, from nothing outside, with equal bytes for equal input", () => {
    for (const dim of [1, 2, 3, 4, 7]) {
      const draw = () => measureChart([titled(normalCloud(30, dim), POINTS, HOSTILE)], OPTIONS).markup;
      expectWellFormed(draw());
      expectNothingFetched(draw());
      expect(draw()).toBe(draw());
      expect(draw()).not.toMatch(/NaN|<script/);
    }
  });

  it("draws a single point, and a cloud of equal points, in every dimension", () => {
    for (const dim of [1, 2, 3, 5]) {
      const one = measure([new Float64Array(dim).fill(2)]);
      const same = measure([new Float64Array(dim).fill(2), new Float64Array(dim).fill(2)]);
      expect(measureChart([titled(one), titled(same)], OPTIONS).markup).not.toContain("NaN");
    }
  });

  it("draws spectra as curves over their axis with its unit, and peaks that were counted as stems", () => {
    const bands = measure([400, 410, 420, 430], { dim: 1, weights: [0, 3, 0, 1] });
    const draw = (quantity: string, unit?: string) =>
      measureChart([titled(bands, { kind: "spectrum", quantity, ...(unit && { unit }) })], OPTIONS).markup;
    const curve = draw("wavelength", "nm");
    expectWellFormed(curve);
    expect(curve).toContain(">wavelength (nm)</text>");
    expect(curve).toContain("mass per nm, at most 0.075;"); // 3/4 of the mass in 10 nm
    expect(curve).toContain("<path");
    const peaks = draw("mass to charge");
    expect(peaks).toContain(">mass to charge</text>");
    expect(peaks).not.toContain(" per ");
    expectWellFormed(draw(HOSTILE, HOSTILE));
    const one = measure([400], { dim: 1, weights: [2] });
    const alone = measureChart([titled(one, { kind: "spectrum", quantity: "wavelength" })], OPTIONS).markup;
    expect(alone).toContain(">wavelength</text>");
    expect(alone).not.toContain("NaN");
  });

  it("gives dots areas in proportion to their mass, and none to points without mass", () => {
    const mu = measure([0, 0, 1, 0, 0, 1], { dim: 2, weights: [1, 4, 0] });
    const radii = attribute(measureChart([titled(mu)], OPTIONS).markup, "r");
    expect(radii).toHaveLength(2);
    expectNear(radii[1]! ** 2 / radii[0]! ** 2, 4, { rtol: 0.01, why: "radii are rounded to 0.01 pixel" });
  });

  it("draws equal lengths of x and y equally long, y upwards", () => {
    const { markup } = measureChart([titled(measure([0, 0, 3, 0, 0, 3], { dim: 2 }))], OPTIONS);
    const x = attribute(markup, "cx");
    const y = attribute(markup, "cy");
    expectNear(x[1]! - x[0]!, y[0]! - y[2]!, { atol: 1, why: "the height of a panel is whole pixels" });
    expect(x[1]! - x[0]!).toBeGreaterThan(10);
  });

  it("draws an image on its grid as pixels, the first row of weights at the bottom", () => {
    const mu = measure([0, 0, 3, 3], { dim: 2, weights: [1, 2] });
    const { markup } = measureChart([titled(mu, IMAGE)], OPTIONS);
    const rects = [...markup.matchAll(/<rect fill="(#\w+)"[^>]*?y="([^"]*)" x="([^"]*)"/g)];
    const pixels = rects.map(([, fill, y, x]) => ({ fill, x: Number(x), y: Number(y) }));
    expect(pixels).toHaveLength(2);
    expect(pixels[0]!.y).toBeGreaterThan(pixels[1]!.y);
    expect(pixels[0]!.x).toBeLessThan(pixels[1]!.x);
    expect(pixels[1]!.fill).toBe("#1f2328");
    expect(markup).not.toContain("<circle");
  });

  it("draws a measure off the grid of its image as dots", () => {
    const mu = measure([0.5, 0, 3, 3], { dim: 2 });
    expect(attribute(measureChart([titled(mu, IMAGE)], OPTIONS).markup, "cx")).toHaveLength(2);
  });

  it("sums a large image over at most 64 x 64 blocks and keeps its mass", () => {
    const side = 130;
    const points = Float64Array.from({ length: 2 * side * side }, (_, p) =>
      p % 2 === 0 ? (p / 2) % side : Math.floor((p - 1) / 2 / side),
    );
    const image = { kind: "image", width: side, height: side } as const;
    const mu = measure(points, { dim: 2 });
    const mass = pixelGrid(mu, image)!.mass.reduce((sum, m) => sum + m, 0);
    expectNear(mass, 1, { atol: 1e-12, why: "rounding of 16,900 additions" });
    const { markup } = measureChart([titled(mu, image)], OPTIONS);
    expect(markup.match(/<rect fill=/g)!.length).toBeLessThanOrEqual(64 * 64 + 1);
    expect(markup).toContain("summed over blocks");
  });

  it("shows space from two sides and draws nearer points later and darker", () => {
    const mu = measure([0, 0, 1, 1, 0, 0], { dim: 3 });
    const { markup } = measureChart([titled(mu)], OPTIONS);
    expect(markup.match(/<svg /g)).toHaveLength(2);
    const fills = [...markup.matchAll(/<circle fill="(#\w+)"/g)].map((match) => match[1]);
    expect(fills.slice(0, 2)).toEqual(["#b9d3ea", "#0b3c6f"]);
  });

  it("shows the first two principal axes past three dimensions and their share of the variance", () => {
    const mu = measure([
      [3, 0, 0, 0],
      [-3, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, -1, 0],
    ]);
    const { markup } = measureChart([titled(mu)], OPTIONS);
    expect(markup).toContain("100% of the variance in 4 dimensions");
    const x = attribute(markup, "cx");
    expect(Math.max(...x) - Math.min(...x)).toBeGreaterThan(100);
  });

  it("adds a long spectrum up over intervals: the heights still sum to 1", () => {
    const { markup } = measureChart([titled(normalCloud(5000, 1))], OPTIONS);
    expect(markup).toContain("added up over 120 intervals");
    const stems = [...markup.matchAll(/<line [^>]*/g)]
      .map(([line]) => line)
      .filter((line) => / y1=/.test(line));
    expect(stems.length).toBeLessThanOrEqual(120);
    const heights = stems.map((line) => Math.abs(attribute(line, "y1")[0]! - attribute(line, "y2")[0]!));
    const tallest = Number(/at most ([\d.]+);/.exec(markup)![1]);
    const sum = heights.reduce((total, height) => total + height, 0);
    expectNear((sum / Math.max(...heights)) * tallest, 1, {
      rtol: 0.02,
      why: "pixels to 0.01, caption to 3 digits",
    });
  });

  it("thins large clouds and says so", () => {
    const { markup } = measureChart([titled(normalCloud(9000, 2))], { ...OPTIONS, seed: 4 });
    expect(markup.match(/<circle /g)).toHaveLength(2000);
    expect(markup).toContain("At most 2,000 points of each are drawn, chosen with seed 4.");
  });

  it("counts the measures for which there is no room", () => {
    const { markup } = measureChart(
      Array.from({ length: 50 }, () => titled(normalCloud(3, 2))),
      OPTIONS,
    );
    expect(markup).toContain("2 further measures not shown.");
  });

  it("refuses measures of different dimensions, and none", () => {
    const mixed = [titled(normalCloud(3, 2)), titled(normalCloud(3, 3))];
    expect(() => measureChart(mixed, OPTIONS)).toThrow(/measure 1 has dimension 3/);
    expect(() => measureChart([], OPTIONS)).toThrow(/no measures/);
  });
});
