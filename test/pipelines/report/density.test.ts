import { describe, expect, it } from "vitest";
import { type DensityStep, densitySteps } from "../../../pipelines/report/density.js";
import { measure, seededRandom } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

const line = (points: readonly number[], weights: readonly number[]) => measure(points, { dim: 1, weights });
const integral = (steps: readonly DensityStep[]) =>
  steps.reduce((sum, { x1, x2, density }) => sum + density * (x2 - x1), 0);

describe("densitySteps", () => {
  it("integrate to 1, whatever the points, their order, their repetitions and masses of 0", () => {
    const random = seededRandom(1);
    for (const count of [2, 3, 50, 500]) {
      const points = Array.from({ length: count }, () => Math.round(100 * random.normal()) / 10);
      const weights = points.map((_, i) => (i % 5 === 1 ? 0 : random.uniform()));
      const steps = densitySteps(line([...points, points[0]! + 1], [...weights, 1]));
      expectNear(integral(steps!), 1, { rtol: 1e-12, why: "rounding of 200 differences" });
    }
  });

  it("of evenly spaced bands are their values", () => {
    const weights = [1, 4, 2, 3]; // 50 intervals to a band
    const steps = densitySteps(line([10, 20, 30, 40], weights))!;
    expect([steps[0]!.x1, steps.at(-1)!.x2]).toEqual([5, 45]);
    expectNear(
      steps.map(({ density }) => density),
      steps.map((_, b) => weights[Math.floor(b / 50)]! / 100),
      { rtol: 1e-9, why: "rounding of the interval ends" },
    );
  });

  it("of points of equal mass follow how densely they lie", () => {
    // quantiles of the density 2x on 0 .. 1, in no order
    const places = Array.from({ length: 400 }, (_, i) => Math.sqrt((((i * 7) % 400) + 0.5) / 400));
    const steps = densitySteps(
      line(
        places,
        places.map(() => 1),
      ),
    )!;
    const inner = steps.filter(({ x1, x2 }) => x1 > 0.1 && x2 < 0.99);
    for (const { x1, x2, density } of inner) {
      expectNear(density, x1 + x2, {
        atol: 0.03,
        why: "a cell of one point in 400 at each end of an interval",
      });
    }
  });

  it("are not there where all mass is at one place", () => {
    expect(densitySteps(line([3], [2]))).toBeUndefined();
    expect(densitySteps(line([3, 3], [2, 1]))).toBeUndefined();
  });
});
