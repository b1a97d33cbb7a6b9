import { describe, expect, it } from "vitest";
import { derivativeCoefficients, leapCoefficients } from "../../src/dynamics/time-polynomial.js";
import { expectNear } from "../support/expect-near.js";

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const dot = (c: Float64Array, y: readonly number[]): number => sum(y.map((value, j) => value * c[j]!));

const ROUNDING = { rtol: 1e-12, atol: 1e-12, why: "rounding of the normal equations" };

/** -k h, ..., -h, h, ..., k h */
function symmetricTimes(k: number, h: number): number[] {
  return Array.from({ length: 2 * k + 1 }, (_, j) => (j - k) * h).filter((s) => s !== 0);
}

describe("coefficients of derivatives", () => {
  it("on a symmetric window are those of least squares in closed form", () => {
    const h = 1 / 16;
    for (const k of [1, 2, 7, 80]) {
      const times = symmetricTimes(k, h);
      const offsets = times.map((s) => Math.round(s / h));
      const second = sum(offsets.map((j) => j ** 2)) / 2;
      const fourth = sum(offsets.map((j) => j ** 4)) / 2;
      expectNear(
        derivativeCoefficients(times, 2, 1),
        offsets.map((j) => j / (2 * h * second)),
        ROUNDING,
      );
      expectNear(
        derivativeCoefficients(times, 2, 2),
        offsets.map((j) => j ** 2 / (h ** 2 * fourth)),
        ROUNDING,
      );
    }
  });

  it("are exact for polynomials of the degree, at any times", () => {
    const times = [-0.5, 0.25, 1, 2, 2.5];
    const values = times.map((s) => 3 * s - 2 * s ** 2 + 0.5 * s ** 3);
    for (const [q, expected] of [3, -4, 3].entries()) {
      expectNear(dot(derivativeCoefficients(times, 3, q + 1), values), expected, ROUNDING);
    }
  });

  it("give the finite difference at one time", () => {
    expectNear(derivativeCoefficients([0.25], 1, 1), [4], ROUNDING);
  });

  it("take no notice of the middle itself", () => {
    const around = derivativeCoefficients([-1, 0, 1], 2, 2);
    expectNear(around, [1, 0, 1], ROUNDING);
  });

  it("refuse a degree that the times do not decide", () => {
    expect(() => derivativeCoefficients([0, 1, 1], 2, 1)).toThrow(/needs 2 different times besides 0, got 1/);
    expect(() => derivativeCoefficients([1, 2], 0, 1)).toThrow(/degree is 0/);
    expect(() => derivativeCoefficients([1, 2], 2, 3)).toThrow(/derivative is 3/);
  });
});

describe("coefficients of a leap", () => {
  it("of the whole degree continue a polynomial", () => {
    const times = symmetricTimes(3, 0.5);
    const curve = (s: number): number => 3 * s - 2 * s ** 2;
    expectNear(dot(leapCoefficients(times, 7, { order: 2 }), times.map(curve)), curve(7), ROUNDING);
  });

  it("of order 1 follow the fitted velocity", () => {
    const times = symmetricTimes(3, 0.5);
    const velocity = derivativeCoefficients(times, 2, 1);
    expectNear(
      leapCoefficients(times, 7, { order: 1 }),
      velocity.map((c) => 7 * c),
      ROUNDING,
    );
  });
});
