import { describe, expect, it } from "vitest";
import { adamInto, noMoments } from "../../src/numeric/adam.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { rtol: 1e-12, atol: 1e-14, why: "rounding of some twenty operations" };

describe("Adam", () => {
  it("moves by the rate, whatever the size of a gradient that stays the same", () => {
    const parameters = Float64Array.of(1, 2);
    const moments = noMoments(2);
    for (let time = 1; time <= 20; time++) {
      adamInto(parameters, moments, 0, Float64Array.of(1e3, -4), { learningRate: 0.01, time });
    }
    expectNear(parameters, [0.8, 2.2], { atol: 1e-8, why: "the 1e-8 beside gradients of 4 and more" });
  });

  it("follows the published recursion", () => {
    // by hand: m = 0.19, s = 0.001999 g^2 after gradients g = 1, 1; then g = -3
    const parameters = Float64Array.of(0);
    const moments = noMoments(1);
    const gradients = [1, 1, -3];
    gradients.forEach((g, t) => {
      adamInto(parameters, moments, 0, Float64Array.of(g), { learningRate: 1, time: t + 1 });
    });
    const m = 0.9 * 0.19 - 0.3;
    const s = 0.999 * (0.999 * 0.001 + 0.001) + 0.009;
    const last = m / (1 - 0.9 ** 3) / (Math.sqrt(s / (1 - 0.999 ** 3)) + 1e-8);
    expectNear(parameters[0]!, -1 / (1 + 1e-8) - 1 / (1 + 1e-8) - last, ROUNDING);
  });

  it("touches the entries that it is given alone", () => {
    const parameters = new Float64Array(6);
    const moments = noMoments(6);
    adamInto(parameters, moments, 2, Float64Array.of(1, 1), { learningRate: 0.1, time: 1 });
    expect([...parameters].map((value) => value !== 0)).toEqual([false, false, true, true, false, false]);
    expect([...moments.second].map((value) => value !== 0)).toEqual([false, false, true, true, false, false]);
  });

  it("finds the minimum of a quadratic", () => {
    const x = Float64Array.of(3, -2);
    const moments = noMoments(2);
    for (let time = 1; time <= 4000; time++) {
      const gradient = Float64Array.of(x[0]! - 1, 100 * (x[1]! - 1));
      adamInto(x, moments, 0, gradient, { learningRate: 0.01, time });
    }
    expectNear(x, [1, 1], { atol: 1e-3, why: "a tenth of the rate: Adam does not come to rest" });
  });
});
