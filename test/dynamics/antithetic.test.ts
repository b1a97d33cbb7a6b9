import { describe, expect, it } from "vitest";
import { antithetic } from "../../src/dynamics/antithetic.js";
import type { Particles, Simulator } from "../../src/dynamics/particles.js";
import { boxDiffusion } from "../../src/dynamics/systems/box-diffusion.js";
import { doubleWell } from "../../src/dynamics/systems/double-well.js";
import { growing } from "../../src/dynamics/systems/growing.js";
import { ornsteinUhlenbeck } from "../../src/dynamics/systems/ornstein-uhlenbeck.js";
import { measure, moments } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const well = doubleWell({ step: 0.01 });
const root = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const meanSquare = ({ points, count }: Particles) => points.reduce((sum, x) => sum + x * x, 0) / count;

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

  it("have less noise where they are paired anew, and may have more where they are not", () => {
    const { simulate, start } = ornsteinUhlenbeck({ step: 0.05 });
    const before = start(200, seededRandom(4));
    const spread = (one: Simulator) => {
      const squares = Array.from({ length: 60 }, (_, s) => meanSquare(one(before, 2, seededRandom(s))));
      const mean = squares.reduce((a, b) => a + b) / squares.length;
      return root(squares.map((value) => value - mean));
    };
    const [alone, once, often] = [simulate, antithetic(simulate), antithetic(simulate, { every: 0.1 })].map(
      spread,
    ) as [number, number, number];
    // over 200 seeds 0.096, 0.150 (in the limit sqrt(2) times the first: x and -x have one square) and 0.045
    expect(once).toBeGreaterThan(1.1 * alone);
    expect(often).toBeLessThan(0.7 * alone);
  });

  it("have other noise in each call with one stream: the variance of many steps is that of the law", () => {
    const random = seededRandom(6);
    const simulate = antithetic(boxDiffusion({ dim: 2, side: 1000, speed: 1, step: 0.5 }).simulate);
    let now: Particles = boxDiffusion({ side: 1000 }).start(1000, seededRandom(0));
    const after: number[] = [];
    for (let call = 0; call < 64; call++) {
      now = simulate(now, 1, random);
      after.push(now.points[0]! - 500);
    }
    expect(after[1]! - after[0]!).not.toBe(after[0]);
    expectNear(moments(now).covariance.data[0]!, 64, {
      rtol: 0.15,
      why: "500 pairs: the deviation of the variance is sqrt(2 / 500) = 6 percent",
    });
  });

  it("lose no pair but the odd one where the number is odd", () => {
    const { simulate } = ornsteinUhlenbeck({ step: 0.01 });
    const start = measure(
      Float64Array.from({ length: 101 }, (_, i) => i / 50 - 1),
      { dim: 1 },
    );
    const spread = root(
      Array.from(
        { length: 60 },
        (_, s) => moments(antithetic(simulate)(start, 0.5, seededRandom(s))).mean[0]!,
      ),
    );
    // the law of one particle, of deviation sqrt(1 - exp(-1)), has 1/101 of the mean; all without pairs: 0.079
    expectNear(spread, Math.sqrt(1 - Math.exp(-1)) / 101, {
      rtol: 0.3,
      why: "60 seeds: 9 percent, three times",
    });
  });

  it("grow as their simulator does", () => {
    const { simulate } = growing(ornsteinUhlenbeck(), (_, rates) => rates.fill(1));
    const start = measure([3, 1, 2], { dim: 1, weights: [1, 2, 4] });
    const grown = antithetic(simulate, { every: 0.5 })(start, 1, seededRandom(0));
    expectNear(
      grown.weights,
      [1, 2, 4].map((mass) => mass * Math.E),
      { rtol: 1e-12, why: "rounding" },
    );
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
