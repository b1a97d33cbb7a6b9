import { describe, expect, it } from "vitest";
import { antithetic } from "../../src/dynamics/antithetic.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import {
  projective,
  projectiveStep,
  simulatedShare,
  stableLeap,
  telescopic,
} from "../../src/dynamics/telescopic.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { brownian, normalSample, twoValleys } from "./moving-laws.js";

const random = seededRandom(0);
const ROUNDING = { rtol: 1e-13, why: "rounding" };

/** Each coordinate is multiplied by a factor of its own in each whole time unit. */
const decaying =
  (...factors: number[]): Simulator =>
  (particles, duration) => {
    let points = particles.points;
    for (let s = 0; s < duration; s++) points = points.map((x, p) => x * factors[p % factors.length]!);
    return { ...particles, points };
  };

describe("a projective step", () => {
  it("multiplies a mode rho by rho^k ((M + 1) rho - M)", () => {
    for (const [damping, leap] of [
      [0, 1],
      [1, 3],
      [2, 8],
    ] as const) {
      const options = { step: 1, damping, leap };
      const start = measure([1, 1, -1, 0.5, 3, -2], { dim: 2 });
      const factors = [0.9, 0.97];
      const { points } = projective(decaying(...factors), options)(start, projectiveStep(options), random);
      const multipliers = factors.map((rho) => rho ** damping * ((leap + 1) * rho - leap));
      expectNear(
        points,
        start.points.map((x, p) => x * multipliers[p % 2]!),
        ROUNDING,
      );
    }
  });

  it("stops where an inner step loses particles or numbers, and names it", () => {
    const options = { step: 1, damping: 1, leap: 2 };
    const start = measure([1, -2], { dim: 1 });
    let calls = 0;
    const failing =
      (wrong: Simulator): Simulator =>
      (...given) =>
        ++calls % 4 === 0 ? wrong(...given) : decaying(0.9)(...given);
    const loses = failing(() => measure([1], { dim: 1 }));
    expect(() => projective(loses, options)(start, 8, random)).toThrow(
      /1 particles instead of 2.*step 3 at time 5/,
    );
    const breaks = failing((p) => ({ ...p, points: p.points.with(1, Number.NaN) }));
    expect(() => projective(breaks, options)(start, 8, random)).toThrow(/NaN for coordinate 0 of particle 1/);
    const box = { low: [0, 0], high: [1, 1] };
    expect(() => projective(decaying(0.9), { ...options, box })(start, 4, random)).toThrow(/the box has 2/);
  });

  it("leaves particles without mass where they are, and is not changed by them", () => {
    const options = { step: 1, damping: 1, leap: 2 };
    const alone = projective(decaying(0.9), options)(measure([1, -2], { dim: 1 }), 4, random);
    const weights = [0.5, 0, 0.5];
    const start = measure([1, 7, -2], { dim: 1, weights });
    const moved = projective(decaying(0.9), options)(start, 4, random);
    expectNear(moved.points, [alone.points[0]!, 7 * 0.9 ** 2, alone.points[1]!], ROUNDING);
    expect([...moved.weights]).toEqual(weights);
  });

  it("keeps hidden states with their particles, or makes them up where it lands", () => {
    const hidden = { speeds: Float64Array.of(3, 4) };
    const start = { ...measure([1, -2], { dim: 1 }), hidden };
    const options = { step: 1, damping: 1, leap: 2 };
    expect(projective(decaying(0.9), options)(start, 4, random).hidden).toEqual(hidden);
    const seen: number[] = [];
    const own = projective(decaying(0.9), {
      ...options,
      reinitialise: ({ middle, landed, duration }) => {
        seen.push(duration);
        return { ...landed, hidden: { speeds: middle.hidden!.speeds!.map((speed) => -speed) } };
      },
    });
    expect([...own(start, 4, random).hidden!.speeds!]).toEqual([-3, -4]);
    expect(seen).toEqual([2]);
  });

  it("simulates a share of the time that is known beforehand", () => {
    for (const [damping, leap, levels] of [
      [0, 1, 1],
      [1, 3, 2],
      [2, 2, 3],
    ] as const) {
      const options = { step: 1, damping, leap, levels };
      let paid = 0;
      const counting: Simulator = (particles, duration) => {
        paid += duration;
        return particles;
      };
      const total = (leap + damping + 1) ** levels;
      telescopic(counting, options)(measure([1, -2], { dim: 1 }), total, random);
      expectNear(paid / total, simulatedShare(options), ROUNDING);
    }
    expect(() => simulatedShare({ damping: 1, leap: 3, levels: 0 })).toThrow(/number of levels is 0/);
  });

  it("takes its velocity over a span of inner steps", () => {
    const options = { step: 1, damping: 3, leap: 2, span: 2 };
    const start = measure([1, -2], { dim: 1 });
    const { points } = projective(decaying(0.9), options)(start, 6, random);
    const multiplier = 0.9 ** 4 + (2 / 2) * (0.9 ** 4 - 0.9 ** 2);
    expectNear(
      points,
      start.points.map((x) => multiplier * x),
      ROUNDING,
    );
  });

  it("keeps particles in their box, and what they carry", () => {
    const start = { ...measure([0.5, 0.1], { dim: 1 }), hidden: { speed: Float64Array.of(1, 2) } };
    const options = { step: 1, damping: 0, leap: 9, box: { low: [0.3], high: [1] } };
    const { points, hidden } = projective(decaying(0.9), options)(start, 10, random);
    expectNear(points, [0.6, 0.6], {
      atol: 1e-12,
      why: "rounding of 0.45 - 0.45 and 0.09 - 0.09, mirrored at 0.3",
    });
    expect(hidden).toBe(start.hidden);
  });

  it.each([
    ["plain", brownian],
    ["in pairs", antithetic(brownian)],
  ])("draws new numbers in every step: Brownian particles, %s", (_, simulate) => {
    const options = { step: 1, damping: 0, leap: 1 };
    const parts = 24;
    const count = 400;
    let sum = 0;
    for (let seed = 0; seed < 4; seed++) {
      const start = normalSample(count, 1, 40, seededRandom(seed));
      const { points } = projective(simulate, options)(start, 2 * parts, seededRandom(100 + seed));
      sum += points.reduce((total, x) => total + x * x, 0) / count / 4;
    }
    // a map moves x by about x (sqrt(1 + 1 / v) - 1), so that a step of 2 adds 2 to the variance v, and equal noise in all steps
    // would add parts^2 instead
    expectNear(sum, 40 + 2 * parts, {
      rtol: 0.2,
      why: "the deviation of a variance of 1600 particles is 0.035, and leaps over noise of the maps add some",
    });
  });

  it("refuses durations and settings that are none", () => {
    const options = { step: 1, damping: 1, leap: 2 };
    const start = measure([1], { dim: 1 });
    expect(() => projective(decaying(1), options)(start, 5, random)).toThrow(/5/);
    expect(() => projective(decaying(1), { ...options, leap: 0 })).toThrow(/leap is 0/);
    expect(() => projective(decaying(1), { ...options, span: 3 })).toThrow(/span is 3/);
    expect(() => projective(decaying(1), { ...options, damping: -1 })).toThrow(/damping is -1/);
    expect(() => telescopic(decaying(1), { ...options, levels: 0 })).toThrow(/levels is 0/);
  });
});

describe("telescopic steps", () => {
  it("are projective steps with projective inner steps", () => {
    const options = { step: 1, damping: 1, leap: 3 };
    const start = measure([1, -2], { dim: 1 });
    const rho = 0.99;
    const once = rho * (4 * rho - 3);
    const { points } = telescopic(decaying(rho), { ...options, levels: 2 })(start, 25, random);
    expectNear(
      points,
      start.points.map((x) => once * (4 * once - 3) * x),
      ROUNDING,
    );
  });

  it("follow a curved flow with an error that halves with the step", () => {
    const start = normalSample(30, 2, 0.2, seededRandom(1));
    const exact = twoValleys(start, 1, random).points;
    const errors = [400, 800, 1600].map((parts) => {
      const simulate = telescopic(twoValleys, { step: 1 / parts, damping: 1, leap: 3, levels: 2 });
      const { points } = simulate(start, 1, random);
      return Math.sqrt(points.reduce((sum, x, p) => sum + (x - exact[p]!) ** 2, 0));
    });
    for (const s of [0, 1]) {
      expectNear(errors[s]! / errors[s + 1]!, 2, { atol: 0.2, why: "the next order of steps of 1/16" });
    }
  });
});

describe("the stable leap", () => {
  it("is 1, 2 + 2 sqrt(2) and 8.4435 for 0, 1 and 2 damping steps", () => {
    expectNear(stableLeap(0), 1, ROUNDING);
    expectNear(stableLeap(1), 2 + 2 * Math.SQRT2, ROUNDING);
    expectNear(stableLeap(2), 8.4435, { atol: 5e-5, why: "four decimals are given" });
  });

  it("is where the least multiplier is -1", () => {
    for (const damping of [1, 2, 5, 20]) {
      const leap = stableLeap(damping);
      const rho = (damping * leap) / ((damping + 1) * (leap + 1));
      expectNear(rho ** damping * ((leap + 1) * rho - leap), -1, { rtol: 1e-12, why: "rounding of powers" });
    }
  });
});
