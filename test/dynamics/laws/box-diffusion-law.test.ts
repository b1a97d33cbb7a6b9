import { describe, expect, it } from "vitest";
import { boxDiffusionLaw } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

describe("the law of diffusion in a box", () => {
  it("is the sum over mirror images of the start", () => {
    const [side, speed, start, time] = [3, 0.5, 1, 4];
    const law = boxDiffusionLaw(time, { side, speed, start });
    const variance = speed ** 2 * time;
    const bell = (x: number): number =>
      Math.exp(-(x ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    for (const x of [0, 0.2, 1, 1.7, 3]) {
      let images = 0;
      for (let k = -10; k <= 10; k++)
        images += bell(x - start + 2 * k * side) + bell(x + start + 2 * k * side);
      expectNear(law.density(x), images, { atol: 1e-14, why: "rounding of some 20 terms" });
    }
  });

  it("is normal before the faces are felt, and uniform at the end", () => {
    const early = boxDiffusionLaw(1 / 16);
    const deviation = 1 / 32;
    expectNear(early.density(5), 1 / (deviation * Math.sqrt(2 * Math.PI)), { rtol: 1e-13, why: "rounding" });
    expectNear(early.distribution(5 + deviation), 0.8413447460685429, { rtol: 1e-13, why: "rounding" });
    const late = boxDiffusionLaw(2000);
    // slowest wave: 2 exp(-0.003084 * 2000) cos(2 pi x / L) cos(pi)
    expectNear(late.density(5), 0.1 * (1 + 2 * Math.exp((-4 * Math.PI ** 2 * 2000) / 12800)), {
      rtol: 1e-10,
      why: "the next wave is exp(-24)",
    });
  });

  it("has the distribution that its density integrates to, from 0 to 1", () => {
    const law = boxDiffusionLaw(50, { start: 2 });
    const parts = 2000;
    let sum = 0;
    for (let p = 0; p < parts; p++) sum += law.density(((p + 0.5) / parts) * 4) * (4 / parts);
    expectNear(sum, law.distribution(4), { atol: 1e-6, why: "midpoint rule with 2000 parts" });
    expect([law.distribution(-1), law.distribution(0), law.distribution(10), law.density(11)]).toEqual([
      0, 0, 1, 0,
    ]);
  });

  it("refuses times that are none", () => {
    expect(() => boxDiffusionLaw(0)).toThrow(/time is 0/);
  });
});
