import { describe, expect, it } from "vitest";
import { ornsteinUhlenbeck, ornsteinUhlenbeckMoments, seededRandom } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { sampleMoments } from "./sample-moments.js";

const COUNT = 50_000;
const SETTINGS = { rate: 2, centre: 1, diffusivity: 0.5, mean: 3, deviation: 0.2 };

describe("the Ornstein-Uhlenbeck process", () => {
  it.each([0.1, 0.5, 4])("has the law of its formula at t = %d, with steps as long as 1/10", (time) => {
    const system = ornsteinUhlenbeck({ ...SETTINGS, dim: 2, step: 0.1 });
    const random = seededRandom(1);
    const after = system.simulate(system.start(COUNT, random), time, random);
    const exact = ornsteinUhlenbeckMoments(time, SETTINGS);
    for (const axis of [0, 1]) {
      const { mean, variance } = sampleMoments(after, axis);
      expectNear(mean, exact.mean, {
        atol: 4.5 * Math.sqrt(exact.variance / COUNT),
        why: "4.5 standard errors",
      });
      expectNear(variance, exact.variance, {
        atol: 4.5 * exact.variance * Math.sqrt(2 / COUNT),
        why: "4.5 standard errors",
      });
    }
  });

  it("settles to D / theta / (1 - theta h / 2) with Euler's steps", () => {
    const [rate, step] = [2, 0.2];
    const system = ornsteinUhlenbeck({ rate, step, scheme: "euler" });
    const random = seededRandom(2);
    const { variance } = sampleMoments(system.simulate(system.start(COUNT, random), 6, random));
    expectNear(variance, 1 / 2 / 0.8, {
      rtol: 4.5 * Math.sqrt(2 / COUNT),
      why: "4.5 standard errors; exactly 1/2 is 35 off",
    });
  });

  it("has moments that start where the particles do and end at N(c, D / theta)", () => {
    const why = "rounding";
    expectNear(Object.values(ornsteinUhlenbeckMoments(0, SETTINGS)), [3, 0.04], { rtol: 1e-15, why });
    expectNear(Object.values(ornsteinUhlenbeckMoments(Infinity, SETTINGS)), [1, 0.25], { rtol: 1e-15, why });
    const short = 1e-9;
    expectNear(ornsteinUhlenbeckMoments(short, { deviation: 0 }).variance, 2 * short, {
      rtol: 2e-9,
      why: "2 D t (1 - t)",
    });
  });

  it("refuses rates that are none", () => {
    expect(() => ornsteinUhlenbeck({ rate: 0 })).toThrow(/rate is 0/);
    expect(() => ornsteinUhlenbeckMoments(1, { diffusivity: Infinity })).toThrow(/diffusivity is Infinity/);
  });
});
