import { describe, expect, it } from "vitest";
import { antithetic } from "../../src/dynamics/antithetic.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import { boxDiffusion } from "../../src/dynamics/systems/box-diffusion.js";
import { doubleWell } from "../../src/dynamics/systems/double-well.js";
import { ornsteinUhlenbeck } from "../../src/dynamics/systems/ornstein-uhlenbeck.js";
import { measure, moments } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const well = doubleWell({ step: 0.01 });
const root = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe("antithetic pairs", () => {
  it("keep the mean of a linear system exactly", () => {
    const { simulate } = ornsteinUhlenbeck({ step: 0.1 });
    const start = measure(
      Float64Array.from({ length: 100 }, (_, i) => i / 10),
      { dim: 1 },
    );
    const moved = antithetic(simulate, { every: 0.5 })(start, 2, seededRandom(1));
    const decayed = moments(start).mean[0]! * Math.exp(-2);
    expectNear(moments(moved).mean[0]!, decayed, {
      rtol: 1e-12,
      why: "rounding: the noise of a pair cancels",
    });
    const alone = simulate(start, 2, seededRandom(1));
    expect(Math.abs(moments(alone).mean[0]! - decayed)).toBeGreaterThan(1e-3);
  });

  it("move each particle by the same law: the variance of a steady law stays", () => {
    const start = well.start(40_000, seededRandom(2));
    const settled = antithetic(well.simulate, { every: 0.5 })(start, 6, seededRandom(3));
    expectNear(moments(settled).covariance.data[0]!, 0.893465, {
      rtol: 0.02,
      why: "step 0.01 makes 1 percent, 40,000 particles another 0.5",
    });
  });

  it("have less noise the oftener they are paired anew", () => {
    const start = well.start(200, seededRandom(4));
    const spread = (simulate: Simulator) => {
      const means = Array.from(
        { length: 30 },
        (_, s) => moments(simulate(start, 2, seededRandom(s))).mean[0]!,
      );
      const mean = means.reduce((a, b) => a + b) / means.length;
      return root(means.map((value) => value - mean));
    };
    const [alone, once, often] = [
      well.simulate,
      antithetic(well.simulate),
      antithetic(well.simulate, { every: 0.1 }),
    ].map(spread) as [number, number, number];
    expect(once).toBeLessThan(0.7 * alone);
    expect(often).toBeLessThan(0.8 * once);
  });

  it("leave particles at their places in the list, an odd one out too, with their weights", () => {
    const still: Simulator = (particles) => ({ ...particles, points: particles.points.map((x) => x + 10) });
    const weights = [1, 2, 3, 4, 5];
    const start = measure([5, 1, 4, 2, 3], { dim: 1, weights });
    const moved = antithetic(still, { every: 1 })(start, 3, seededRandom(0));
    expect(Array.from(moved.points)).toEqual([35, 31, 34, 32, 33]);
    expect(Array.from(moved.weights)).toEqual(weights);
    expect(antithetic(still)(measure([1], { dim: 1 }), 1, seededRandom(0)).points[0]).toBe(11);
  });

  it("pair neighbours in the plane", () => {
    const { simulate, start } = boxDiffusion();
    const before = start(1000, seededRandom(0));
    const after = antithetic(simulate)(before, 5, seededRandom(1));
    expectNear(moments(after).mean, moments(before).mean, {
      atol: 1e-12,
      why: "the walls are far: noise cancels in pairs",
    });
  });

  it("simulate the whole duration, with a shorter stretch at its end", () => {
    const stretches: number[] = [];
    const clock: Simulator = (particles, duration) => {
      stretches.push(duration);
      return particles;
    };
    antithetic(clock, { every: 0.3 })(measure([1, 2], { dim: 1 }), 0.9, seededRandom(0));
    expectNear(stretches, new Array(6).fill(0.3), { atol: 1e-12, why: "rounding" });
    stretches.length = 0;
    antithetic(clock, { every: 2 })(measure([1, 2], { dim: 1 }), 5, seededRandom(0));
    expectNear(stretches, [2, 2, 2, 2, 1, 1], { atol: 1e-12, why: "rounding" });
  });

  it("refuse what they cannot pair", () => {
    expect(() => antithetic(well.simulate, { every: 0 })).toThrow("every is 0");
    const cells = { ...measure([1, 2], { dim: 1 }), hidden: { speeds: Float64Array.of(1, 2) } };
    expect(() => antithetic(well.simulate)(cells, 1, seededRandom(0))).toThrow("carry speeds");
    const loses: Simulator = () => measure([1, 2, 3], { dim: 1 });
    expect(() => antithetic(loses)(measure([1, 2], { dim: 1 }), 1, seededRandom(0))).toThrow(
      "made 3 particles of 1",
    );
  });
});
