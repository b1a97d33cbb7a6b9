import { describe, expect, it } from "vitest";
import { branching, ornsteinUhlenbeck, runAndTumble, seededRandom } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { sampleMoments } from "./sample-moments.js";

const still = ornsteinUhlenbeck({ step: 1 / 8 });

describe("a branching population", () => {
  it.each([
    [1.2, 0.5],
    [0.3, 0.9],
    [0.7, 0.7],
    [1, 0],
  ])(
    "with births at rate %d and deaths at %d has the mean and the variance of the birth and death process",
    (birth, death) => {
      const system = branching(still, { birth, death });
      const time = 1;
      const families = 400;
      const founders = 50;
      const sizes = Array.from({ length: families }, (_, f) => {
        const random = seededRandom(f);
        return system.simulate(system.start(founders, random), time, random).count;
      });
      const mean = sizes.reduce((sum, n) => sum + n, 0) / families;
      const variance = sizes.reduce((sum, n) => sum + (n - mean) ** 2, 0) / families;
      const rate = birth - death;
      const growth = Math.exp(rate * time);
      const exact =
        founders * (rate === 0 ? 2 * birth * time : ((birth + death) / rate) * growth * (growth - 1));
      expectNear(mean, founders * growth, {
        atol: 4.5 * Math.sqrt(exact / families),
        why: "4.5 standard errors",
      });
      expectNear(variance, exact, {
        rtol: 4.5 * Math.sqrt(2.5 / families),
        why: "4.5 standard errors, nearly normal",
      });
    },
  );

  it("keeps the law of the places and the weight of each particle", () => {
    const system = branching(still, { birth: 0.8, death: 0.2 });
    const random = seededRandom(3);
    const after = system.simulate(system.start(20_000, random), 2, random);
    const { mean, variance } = sampleMoments(after);
    // relatives are near each other: families of 3.3 on average count as one
    expectNear(mean, 0, { atol: 4.5 * Math.sqrt(3.5 / after.count), why: "4.5 standard errors of families" });
    expectNear(variance, 1, {
      atol: 4.5 * Math.sqrt(7 / after.count),
      why: "4.5 standard errors of families",
    });
    expect(new Set(after.weights)).toEqual(new Set([1 / 20_000]));
    expectNear(after.count / 20_000, Math.exp(1.2), {
      rtol: 0.04,
      why: "4.5 standard errors of 20,000 families",
    });
  });

  it("without births and deaths is the system itself in its numbers, and repeats itself", () => {
    const system = branching(still, { birth: 0 });
    expect(system.simulate(system.start(100, seededRandom(1)), 1, seededRandom(2)).count).toBe(100);
    const wild = branching(still);
    const run = () => wild.simulate(wild.start(100, seededRandom(1)), 1, seededRandom(2));
    expect(run()).toEqual(run());
  });

  it("says when the last one died, refuses hidden states and negative rates", () => {
    const dying = branching(still, { birth: 0, death: 50 });
    expect(() => dying.simulate(dying.start(3, seededRandom(1)), 2, seededRandom(1))).toThrow(
      /last particle died/,
    );
    const tumbling = branching(runAndTumble());
    expect(() => tumbling.simulate(tumbling.start(3, seededRandom(1)), 1, seededRandom(1))).toThrow(
      /carry direction/,
    );
    expect(() => branching(still, { death: -1 })).toThrow(/death rate is -1/);
  });
});
