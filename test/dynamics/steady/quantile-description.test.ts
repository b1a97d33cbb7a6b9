import { describe, expect, it } from "vitest";
import { steadyLaw } from "../../../src/dynamics/laws/steady-law.js";
import { quantileDescription, quantiles } from "../../../src/dynamics/steady/quantile-description.js";
import { doubleWellPotential } from "../../../src/dynamics/systems/potentials/double-well.js";
import { measure, moments } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(0);
const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
const exact = (size: number) => Float64Array.from({ length: size }, (_, m) => law.quantile((m + 0.5) / size));
const largest = (values: Float64Array) => Math.max(...values.map(Math.abs));

describe("a law by its quantiles", () => {
  it("comes back from its particles, the closer the more particles there are", () => {
    const values = exact(50);
    const off = (count: number) => {
      const { lift, restrict } = quantileDescription({ size: 50, count, low: -4, high: 4 });
      const particles = lift(values, random);
      const restricted = restrict(particles, particles);
      return largest(restricted.map((q, m) => q - values[m]!).slice(1, -1)); // beside the pins the cubic bends much
    };
    expect(off(2000)).toBeLessThan(5e-5);
    expect(off(1000) / off(2000)).toBeGreaterThan(3); // order 2
  });

  it("gives ordered particles of mass 1 with the moments of the law", () => {
    const { lift } = quantileDescription({ size: 1000, count: 20_000 });
    const particles = lift(exact(1000), random);
    expect(Array.from(particles.points)).toEqual(Array.from(particles.points).sort((a, b) => a - b));
    const { mass, mean, covariance } = moments(particles);
    expectNear(mass, 1, { atol: 1e-12, why: "rounding" });
    expectNear(mean[0]!, law.mean, { atol: 1e-10, why: "both are symmetric" });
    expectNear(covariance.data[0]!, law.variance, { rtol: 2e-3, why: "the ends of 1000 quantiles" });
  });

  it("has a variance that is too large by far pins, in proportion to the mass beside them", () => {
    const excess = (size: number, pins: { low?: number; high?: number }) => {
      const { lift } = quantileDescription({ size, count: 20_000, ...pins });
      return moments(lift(exact(size), random)).covariance.data[0]! - law.variance;
    };
    expect(excess(100, { low: -4, high: 4 })).toBeGreaterThan(0.03);
    expect(excess(1000, { low: -4, high: 4 })).toBeLessThan(0.006);
    expect(Math.abs(excess(100, {}))).toBeLessThan(0.005);
  });

  it("keeps particles within the pins, and projects to ordered values within them", () => {
    const { lift, project } = quantileDescription({ size: 4, count: 40, low: 0, high: 1 });
    const wild = Float64Array.of(0.6, -0.2, 1.4, 0.5);
    for (const x of lift(wild, random).points) expect(x >= 0 && x <= 1).toBe(true);
    expect(Array.from(project!(wild))).toEqual([0, 0.5, 0.6, 1]);
    expect(project!(project!(wild))).toEqual(project!(wild));
  });

  it("reads weights as masses: a point counts as often as its weight says", () => {
    const heavy = measure([3, 1, 2], { dim: 1, weights: [1, 2, 1] });
    const split = measure([1, 1, 2, 3], { dim: 1 });
    expectNear(quantiles(heavy, 2), [1, 2.5], { atol: 1e-14, why: "the points at levels 1/4, 5/8, 7/8" });
    expectNear(quantiles(split, 4), [1, 1, 2, 3], { atol: 1e-14, why: "each quantile is a point" });
  });

  it("adds the hidden state that it is told to add", () => {
    const complete = <P extends object>(particles: P) => ({
      ...particles,
      hidden: { rates: Float64Array.of(7) },
    });
    const { lift } = quantileDescription({ size: 2, count: 3, complete });
    expect(lift(Float64Array.of(0, 1), random).hidden!.rates![0]).toBe(7);
  });

  it.each([
    [{ count: 0 }, "number of points is 0"],
    [{ count: 5, size: 1 }, "size is 1"],
    [{ count: 5 }, "1000 quantiles of 5 particles"],
    [{ size: 5, count: 5, low: 1, high: 1 }, "line from 1 to 1 is empty"],
  ])("refuses %o", (options, message) => {
    expect(() => quantileDescription(options)).toThrow(message);
  });

  it("refuses particles in the plane", () => {
    expect(() => quantiles(measure([0, 0], { dim: 2 }), 2)).toThrow("dimension 2");
  });
});
