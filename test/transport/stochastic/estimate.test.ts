import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { estimate } from "../../../src/transport/stochastic/estimate.js";
import { expectNear } from "../../support/expect-near.js";

describe("estimate", () => {
  it("gives the mean, its error and Student's interval", () => {
    const { mean, standardError, interval, count } = estimate(Float64Array.of(1, 2, 3, 4));
    expect([mean, count]).toEqual([2.5, 4]);
    expectNear(standardError, Math.sqrt(5 / 3 / 4), { rtol: 1e-15, why: "three roundings" });
    const width = 3.18245 * standardError;
    expectNear(interval, [2.5 - width, 2.5 + width], { rtol: 1e-12, why: "the table has six digits" });
  });

  it("has Student's quantiles beyond its table too", () => {
    // scipy.stats.t.ppf(0.975, [11, 20, 100])
    for (const [freedom, quantile] of [
      [11, 2.200985],
      [20, 2.085963],
      [100, 1.983972],
    ] as const) {
      const { mean, standardError, interval } = estimate(
        Float64Array.from({ length: freedom + 1 }, (_, i) => i),
      );
      expectNear((interval[1] - mean) / standardError, quantile, {
        atol: 2e-4,
        why: "the expansion's next term",
      });
    }
  });

  it("covers the expectation 95 times in 100", () => {
    const random = seededRandom(1);
    let covered = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const { interval } = estimate(Float64Array.from({ length: 5 }, () => random.normal()));
      if (interval[0] <= 0 && interval[1] >= 0) covered++;
    }
    expectNear(covered / 4000, 0.95, {
      atol: 5 * Math.sqrt((0.95 * 0.05) / 4000),
      why: "a frequency of 4000",
    });
  });

  it("knows nothing from one value", () => {
    expect(estimate(Float64Array.of(7))).toEqual({
      mean: 7,
      standardError: Infinity,
      interval: [-Infinity, Infinity],
      count: 1,
    });
  });
});
