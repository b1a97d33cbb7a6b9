import { describe, expect, it } from "vitest";
import {
  cartesianChart,
  fullAngle,
  polarChart,
  unitVector,
} from "../../../src/dynamics/steady/plane-chart.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const box = { low: [-4, -1], high: [2, 5] };
const pair = new Float64Array(2);

describe("charts of a rectangle", () => {
  it.each([
    ["cartesian", cartesianChart(box)],
    ["polar", polarChart(box)],
    ["polar, cut below", polarChart(box, -Math.PI / 2)],
    ["polar, cut anywhere", polarChart(box, 17)],
  ])("are undone, within their range: %s", (_, chart) => {
    const random = seededRandom(1);
    for (let i = 0; i < 200; i++) {
      const x = -4 + 6 * random.uniform();
      const y = -1 + 6 * random.uniform();
      chart.into(x, y, pair);
      pair.forEach((value, k) => {
        expect(value).toBeGreaterThanOrEqual(chart.range[k]![0]);
        expect(value).toBeLessThanOrEqual(chart.range[k]![1]);
      });
      chart.outOf(pair[0]!, pair[1]!, pair);
      expectNear(pair, [x, y], { atol: 1e-13, why: "rounding of angles of up to 23" });
    }
  });

  it("measure distance from the middle, and put on the edge what lies beyond it", () => {
    const chart = polarChart(box);
    expectNear(chart.range[1], [0, 3 * Math.SQRT2], { atol: 1e-14, why: "rounding" });
    chart.into(-1, 2, pair);
    expect(pair[1]).toBe(0);
    chart.into(2, 3, pair);
    expectNear(pair[1]!, Math.sqrt(10), { atol: 1e-14, why: "rounding" });
    chart.outOf(pair[0]!, 4, pair);
    expectNear(pair, [2, 3], { atol: 1e-14, why: "rounding" });
    chart.outOf(Math.PI / 2, 4, pair);
    expectNear(pair, [-1, 5], { atol: 1e-14, why: "rounding" });
  });

  it("know sines and angles all the way round", () => {
    for (let n = -40; n <= 40; n++) {
      const theta = 0.3 * n;
      unitVector(theta, pair);
      expectNear(pair, [Math.cos(theta), Math.sin(theta)], {
        atol: 4e-15,
        why: "rounding of angles of up to 12",
      });
      expectNear(fullAngle(pair[0]!, pair[1]!), Math.atan2(pair[1]!, pair[0]!), {
        atol: 1e-15,
        why: "rounding",
      });
    }
  });
});
