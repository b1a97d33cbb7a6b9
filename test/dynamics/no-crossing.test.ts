import { describe, expect, it } from "vitest";
import { noCrossingDuration } from "../../src/dynamics/no-crossing.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { normalSample } from "./moving-laws.js";

const ROUNDING = { rtol: 1e-12, why: "rounding" };

describe("the time without crossings", () => {
  it("on the line is that of the first meeting", () => {
    const particles = measure([3, 0, 1], { dim: 1 });
    expectNear(noCrossingDuration(particles, Float64Array.of(-1, 1, 0)), 1, ROUNDING);
    expectNear(noCrossingDuration(particles, Float64Array.of(-1, 0, 0)), 2, ROUNDING);
  });

  it("is without end where particles move apart or together", () => {
    const particles = measure([3, 0, 1], { dim: 1 });
    expect(noCrossingDuration(particles, particles.points)).toBe(Infinity);
    expect(noCrossingDuration(particles, Float64Array.of(2, 2, 2))).toBe(Infinity);
    expect(noCrossingDuration(measure([1], { dim: 1 }), Float64Array.of(2))).toBe(Infinity);
  });

  it("is -1 / lambda for a linear field whose least eigenvalue is lambda, as neighbours lie in all directions", () => {
    const particles = normalSample(400, 2, 1, seededRandom(0));
    const field = particles.points.map((_, p) => (p % 2 === 0 ? -1 : 0.5) * particles.points[p]!);
    expectNear(noCrossingDuration(particles, field), 1, {
      rtol: 1e-3,
      why: "some pair lies along the axis but for 2 degrees",
    });
  });

  it("passes over a share of the pairs, and over pairs at one place", () => {
    const particles = measure([0, 0, 1, 2, 3], { dim: 1 });
    const velocity = Float64Array.of(0, 5, 0, -1, -1.5);
    expectNear(noCrossingDuration(particles, velocity), 0.2, ROUNDING);
    expectNear(noCrossingDuration(particles, velocity, { share: 0.4 }), 1, ROUNDING);
    expectNear(noCrossingDuration(particles, velocity, { share: 1 }), 2, ROUNDING);
  });

  it("refuses fields of another size and shares that are none", () => {
    const particles = measure([0, 1], { dim: 1 });
    expect(() => noCrossingDuration(particles, new Float64Array(3))).toThrow(/3 numbers, the particles 2/);
    expect(() => noCrossingDuration(particles, new Float64Array(2), { share: 2 })).toThrow(
      /share of pairs is 2/,
    );
  });

  it("needs a velocity that is finite", () => {
    const pair = measure([0, 1], { dim: 1 });
    expect(() => noCrossingDuration(pair, Float64Array.of(1, Number.NaN))).toThrow(
      /entry 1 of the velocity is NaN/,
    );
  });
});
