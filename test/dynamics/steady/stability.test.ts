import { describe, expect, it } from "vitest";
import { steadyLaw } from "../../../src/dynamics/laws/steady-law.js";
import type { Simulator } from "../../../src/dynamics/particles.js";
import { quantileDescription } from "../../../src/dynamics/steady/quantile-description.js";
import { stability } from "../../../src/dynamics/steady/stability.js";
import { ornsteinUhlenbeck } from "../../../src/dynamics/systems/ornstein-uhlenbeck.js";
import { quadraticPotential } from "../../../src/dynamics/systems/potentials/quadratic.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(3);

describe("the stability of a steady state", () => {
  it("of Ornstein and Uhlenbeck: eigenvalues exp(-n T) for shift, width, skewness", () => {
    const law = steadyLaw({ potential: quadraticPotential(), low: -8, high: 8 });
    const size = 200;
    const values = Float64Array.from({ length: size }, (_, m) => law.quantile((m + 0.5) / size));
    const system = ornsteinUhlenbeck({ step: 0.1 });
    const found = stability(system.simulate, quantileDescription({ size, count: 100_000 }), values, {
      duration: 0.5,
      step: 0.1,
      random,
      products: 12,
      count: 3,
    });
    expect(found.stable).toBe(true);
    const expected = [1, 2, 3].map((n) => Math.exp(-0.5 * n));
    expectNear(found.eigenvalues.map(({ real }) => real).slice(0, 2), expected.slice(0, 2), {
      atol: 0.02,
      why: "sampling, 1 / sqrt(500) between neighbouring quantiles, averaged over modes",
    });
    expectNear(found.relaxationTime, 1, { atol: 0.1, why: "the same error over T lambda = 0.3" });
    expect(found.evaluations).toBe(14);
    expect(found.microSteps).toBe(14 * 100_000 * 5);
    // the noise of quantiles of 100,000 particles through difference quotients, and kinks where their order changes
    expect(found.error).toBeGreaterThan(1e-3);
    expect(found.error).toBeLessThan(0.1);
  });

  it("is that of one reading, whatever the search had", () => {
    const half: Simulator = (particles, duration) => ({
      ...particles,
      points: particles.points.map((x) => x * 0.5 ** duration),
    });
    const description = quantileDescription({ size: 4, count: 4 });
    const search = { duration: 4, step: 1, random, readings: 2 };
    const options = { ...search, products: 4, direction: Float64Array.of(-2, -1, 1, 2) };
    const { eigenvalues, relaxationTime } = stability(half, description, new Float64Array(4), options);
    expectNear(eigenvalues[0]!.real, 1 / 16, { rtol: 1e-9, why: "rounding" });
    // two readings would have the mean of 1/8 and 1/16, and the time 4 / log(32/3)
    expectNear(relaxationTime, 1 / Math.LN2, { rtol: 1e-9, why: "rounding" });
  });

  it("has no eigenvalues but that of a contraction, which leaves no new direction", () => {
    const half: Simulator = (particles) => ({
      ...particles,
      points: particles.points.map((x) => x / 2),
    });
    const law = steadyLaw({ potential: quadraticPotential(), low: -8, high: 8 });
    const size = 1000;
    const values = Float64Array.from({ length: size }, (_, m) => law.quantile((m + 0.5) / size));
    const options = { duration: 1, step: 1, random, products: 10 };
    const found = stability(half, quantileDescription({ size, count: 5000 }), values, options);
    expectNear(
      found.eigenvalues.map(({ real }) => real),
      [0.5],
      { atol: 1e-3, why: "interpolation between 1000 quantiles" },
    );
    expect(found.error).toBeLessThan(1e-3);
    expectNear(found.relaxationTime, 1 / Math.LN2, { rtol: 0.01, why: "the same" });
  });

  it("is none where laws run away", () => {
    const away: Simulator = (particles, duration) => ({
      ...particles,
      points: particles.points.map((x) => x * 1.5 ** duration),
    });
    const description = quantileDescription({ size: 4, count: 40 });
    const found = stability(away, description, new Float64Array(4), {
      duration: 1,
      step: 1,
      random,
      products: 4,
    });
    expect(found.stable).toBe(false);
    expect(found.relaxationTime).toBe(Infinity);
    expectNear(found.eigenvalues[0]!.real, 1.5, { atol: 0.02, why: "interpolation of four quantiles" });
  });

  it("refuses a direction of zeros", () => {
    const description = quantileDescription({ size: 4, count: 40 });
    const options = { duration: 1, step: 1, random, direction: new Float64Array(4) };
    expect(() => stability((particles) => particles, description, new Float64Array(4), options)).toThrow(
      "length of the first vector is 0",
    );
  });
});
