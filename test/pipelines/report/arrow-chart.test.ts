import { describe, expect, it } from "vitest";
import { arrowChart } from "../../../pipelines/report/arrow-chart.js";
import { curveOverlay } from "../../../pipelines/report/curve-overlay.js";
import { onPixels } from "../../../pipelines/report/on-pixels.js";
import { pointValueChart } from "../../../pipelines/report/point-value-chart.js";
import { changeColour } from "../../../pipelines/report/signed-colour.js";
import { varianceChart } from "../../../pipelines/report/variance-chart.js";
import { type Measure, measure, moments, totalMass } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { expectWellFormed } from "./well-formed.js";

const POINTS = { kind: "points" } as const;
const SQUARE = measure([
  [0, 0],
  [10, 0],
  [0, 10],
  [10, 10],
]);

/** Starts and ends of the arrows of the first picture, in pixels. */
function shafts(markup: string): { from: [number, number]; to: [number, number] }[] {
  const paths = [...markup.matchAll(/d="M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)M/g)];
  return paths.map(([, a, b, c, d]) => ({ from: [Number(a), Number(b)], to: [Number(c), Number(d)] }));
}

describe("arrows", () => {
  it("stand at the points that move, and point where they go: up is up", () => {
    const velocity = Float64Array.of(0, 2, 0, 0, 0, 0, -1, 0);
    const { markup } = arrowChart(SQUARE, [{ title: "v", velocity, lengths: "true" }], {
      title: "t",
      item: POINTS,
    });
    expectWellFormed(markup);
    const arrows = shafts(markup);
    expect(arrows.length).toBe(2); // two points lie still
    const [up, left] = arrows;
    expectNear(up!.to[0], up!.from[0], { atol: 0.02, why: "hundredths of a pixel" });
    expect(up!.to[1]).toBeLessThan(up!.from[1]); // pixels count downwards
    expect(left!.to[0]).toBeLessThan(left!.from[0]);
    const ratio = (up!.from[1] - up!.to[1]) / (left!.from[0] - left!.to[0]);
    expectNear(ratio, 2, { atol: 0.02, why: "hundredths of a pixel" });
  });

  it.each([
    [2, "as long as the movement, at most 2."],
    [0.01, "100 times as long as the movement, at most 0.01."],
    [0.003, "500 times as long as the movement, at most 0.003."],
    [100, "0.01 times as long as the movement, at most 100."],
  ])("of a movement of %d in a square of 10 are %s", (speed, text) => {
    const velocity = new Float64Array(8).fill(0);
    velocity[0] = speed;
    const { markup } = arrowChart(SQUARE, [{ title: "v", velocity, lengths: "true" }], {
      title: "t",
      item: POINTS,
    });
    expect(markup).toContain(`Arrows are ${text}`);
  });

  it("of free length say so, and none are drawn where nothing moves", () => {
    const still = { title: "still", velocity: new Float64Array(8), lengths: "true" } as const;
    const free = { title: "free", velocity: new Float64Array(8).fill(1e-8), lengths: "free" } as const;
    const { markup } = arrowChart(SQUARE, [still, free], { title: "t", item: POINTS });
    expect(markup).toContain("still: nothing moves.");
    expect(markup).toContain("free: lengths of arrows compare with each other only.");
    expect(shafts(markup).length).toBe(4);
  });

  it("start from points coloured by growth, and leave out points that have no vector", () => {
    const growth = Float64Array.of(-0.5, 0, 0.25, 0.5);
    const more = measure([...SQUARE.points, 500, 500], { dim: 2 }); // singular mass behind the reference points
    const { markup } = arrowChart(
      more,
      [{ title: "g", velocity: new Float64Array(8), growth, lengths: "true" }],
      {
        title: "t",
        item: POINTS,
      },
    );
    for (const value of [-1, 0, 0.5, 1]) expect(markup).toContain(changeColour(value));
    expect(markup).toContain("growth up to ±0.5");
    expect(markup.match(/<circle/g)!.length).toBe(4);
  });

  it("in space are drawn in two views, on a line as curves of velocity and growth", () => {
    const space = measure([
      [0, 0, 0],
      [1, 2, 3],
    ]);
    const inSpace = arrowChart(
      space,
      [{ title: "v", velocity: new Float64Array(6).fill(1), lengths: "true" }],
      {
        title: "t",
        item: POINTS,
      },
    );
    expect(inSpace.markup.match(/<svg/g)!.length).toBe(2);
    const line = measure([[3], [1], [2]]);
    const onLine = arrowChart(
      line,
      [
        {
          title: "v",
          velocity: Float64Array.of(1, -1, 0),
          growth: Float64Array.of(0, 0.25, 0),
          lengths: "true",
        },
      ],
      { title: "t", item: { kind: "spectrum", quantity: "wavelength", unit: "nm" } },
    );
    expect(onLine.markup.match(/<svg/g)!.length).toBe(2);
    expect(onLine.markup).toMatch(/growth, at most 0.25/);
    expect(onLine.markup).toContain("wavelength (nm)");
    expectWellFormed(onLine.markup);
  });
});

describe("values of points", () => {
  it("are areas of dots, the largest on top of none, red above 0 and blue below", () => {
    const values = Float64Array.of(1, -1, 0.25, 0);
    const { markup } = pointValueChart(SQUARE, values, {
      title: "t",
      what: "share",
      item: POINTS,
      caption: [],
    });
    expectWellFormed(markup);
    const radii = [...markup.matchAll(/<circle[^>]* r="([\d.]+)"/g)].map(([, r]) => Number(r));
    expect(radii).toEqual([9, 9, 4.5, 2]);
    for (const value of [1, -1, 0.25, 0]) expect(markup).toContain(changeColour(value));
  });

  it("that are all 0 are drawn", () => {
    const { markup } = pointValueChart(SQUARE, new Float64Array(4), {
      title: "t",
      what: "w",
      item: POINTS,
      caption: [],
    });
    expect(markup).toContain("the largest is 0");
  });
});

describe("curves of a walk", () => {
  const uniform = (low: number, high: number): Measure =>
    measure(Array.from({ length: 50 }, (_, i) => [low + ((i + 0.5) * (high - low)) / 50]));

  it("are those of all measures over one axis, the middle in black", () => {
    const curves = [-1, 0, 1].map((place) => ({ title: `${place}`, place, measure: uniform(0, 2 + place) }));
    const { markup } = curveOverlay(curves, { kind: "points" }, { title: "t" })!;
    expectWellFormed(markup);
    expect(markup.match(/stroke="#(2166ac|1f2328|b2182b)"/g)!.length).toBeGreaterThanOrEqual(3);
  });

  it("there are none of a measure at one place", () => {
    const curves = [{ title: "a", place: 0, measure: measure([[1], [1]]) }];
    expect(curveOverlay(curves, { kind: "points" }, { title: "t" })).toBeUndefined();
  });
});

describe("a measure near pixels", () => {
  const image = { kind: "image", width: 4, height: 3 } as const;

  it("is drawn on them with its mass and mean place", () => {
    const mu = measure(
      [
        [0.5, 1],
        [2, 1.25],
      ],
      { weights: [1, 3] },
    );
    const drawn = onPixels(mu, image);
    expect(drawn.points.every(Number.isInteger)).toBe(true);
    expectNear(totalMass(drawn), 4, { rtol: 1e-12, why: "rounding" });
    expectNear(moments(drawn).mean, moments(mu).mean, { rtol: 1e-12, why: "rounding" });
  });

  it("is left as it is where there are none", () => {
    expect(onPixels(SQUARE, POINTS)).toBe(SQUARE);
  });
});

it("a chart of explained variance has a bar for each mode", () => {
  const { markup } = varianceChart([0.5, 0.3, 0.1], []);
  expectWellFormed(markup);
  expect(markup).toContain("50%, 30%, 10%");
});
