import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { logPowerMean } from "../../../src/transport/barycenter/power-mean.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(1);
const lambda = Float64Array.of(0.1, 0.2, 0.7);
const SIZE = 40;
const logs = Float64Array.from({ length: 3 * SIZE }, () => 3 * random.normal());

function at(j: number): number[] {
  return Array.from(lambda, (_, s) => logs[s * SIZE + j]!);
}

describe("the power mean", () => {
  it.each([5, 1, 0.3, 0.01, -0.5, -2])("of exponent %f is its formula", (t) => {
    const formula = Array.from({ length: SIZE }, (_, j) => {
      const sum = at(j).reduce((total, log, s) => total + lambda[s]! * Math.exp(log) ** t, 0);
      return Math.log(sum) / t;
    });
    expectNear(logPowerMean(logs, lambda, t), formula, {
      atol: 1e-12,
      why: "the formula divides 1e-16 by 0.01",
    });
  });

  it("of exponent 0 is the geometric mean", () => {
    const means = Array.from({ length: SIZE }, (_, j) =>
      at(j).reduce((sum, log, s) => sum + lambda[s]! * log, 0),
    );
    expectNear(logPowerMean(logs, lambda, 0), means, { atol: 1e-15, why: "the same sum" });
  });

  it.each([1e-4, 1e-7, 1e-10, 1e-300])(
    "of exponent %f is the geometric one and t / 2 times the variance",
    (t) => {
      const mean = logPowerMean(logs, lambda, 0);
      const off = logPowerMean(logs, lambda, t).map((value, j) => value - mean[j]!);
      const second = Array.from({ length: SIZE }, (_, j) =>
        at(j).reduce((sum, log, s) => sum + (t / 2) * lambda[s]! * (log - mean[j]!) ** 2, 0),
      );
      // the third order is t^2 / 6 times third moments of up to 500, then there is the rounding of logarithms below 10
      expectNear(off, second, { atol: 200 * t * t + 4e-15, why: "third order, and rounding" });
    },
  );

  it("of large spread does not overflow", () => {
    const wide = Float64Array.of(-800, 900);
    expectNear(logPowerMean(wide, Float64Array.of(0.5, 0.5), 1), [900 + Math.log(0.5)], {
      rtol: 1e-15,
      why: "rounding",
    });
    expectNear(logPowerMean(wide, Float64Array.of(0.5, 0.5), -1), [-800 - Math.log(0.5)], {
      rtol: 1e-15,
      why: "rounding",
    });
  });

  it("of one number is that number", () => {
    expect(logPowerMean(Float64Array.of(-7.3, 2), Float64Array.of(1), 0.4)).toEqual(Float64Array.of(-7.3, 2));
  });
});
