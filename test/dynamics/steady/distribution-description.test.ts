import { describe, expect, it } from "vitest";
import { steadyLaw } from "../../../src/dynamics/laws/steady-law.js";
import {
  distribution,
  distributionDescription,
} from "../../../src/dynamics/steady/distribution-description.js";
import { doubleWellPotential } from "../../../src/dynamics/systems/potentials/double-well.js";
import { measure, moments } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(0);
const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
const grid = Float64Array.from({ length: 101 }, (_, k) => -4 + 0.08 * k);
const exact = grid.slice(1, 100).map(law.distribution);

describe("a law by its distribution function", () => {
  it("comes back from its particles to the square of their spacing", () => {
    const { lift, restrict, size } = distributionDescription({ grid, count: 10_000 });
    expect(size).toBe(99);
    const particles = lift(exact, random);
    expectNear(restrict(particles, particles), exact, {
      atol: 1e-4,
      why: "one particle, where they are few",
    });
    expectNear(restrict(particles, particles).slice(30, 70), exact.slice(30, 70), {
      atol: 1e-7,
      why: "1 / N^2",
    });
  });

  it("gives ordered particles with the moments of the law", () => {
    const particles = distributionDescription({ grid, count: 10_000 }).lift(exact, random);
    expect(Array.from(particles.points)).toEqual(Array.from(particles.points).sort((a, b) => a - b));
    const { mean, covariance } = moments(particles);
    expectNear(mean[0]!, 0, { atol: 1e-6, why: "symmetry, up to the roots' rounding where F is flat" });
    expectNear(covariance.data[0]!, law.variance, { rtol: 2e-3, why: "cubics on a grid of 0.08" });
  });

  it("takes tables that are none, by rearrangement", () => {
    const { lift, project } = distributionDescription({ grid: Float64Array.of(0, 1, 2, 3), count: 4 });
    expect(Array.from(project!(Float64Array.of(1.2, -0.1)))).toEqual([0, 1]);
    for (const x of lift(Float64Array.of(0.75, 0.5), random).points) expect(x > 0 && x < 3).toBe(true);
    // all mass between 1 and 2
    for (const x of lift(Float64Array.of(1.2, -0.1), random).points) expect(x > 1 && x < 2).toBe(true);
  });

  it("is 0 before the first point, 1 from the last one on, straight between the middles of their masses", () => {
    const heavy = measure([3, 1], { dim: 1, weights: [3, 1] });
    const places = Float64Array.of(0, 1, 2, 2.5, 3, 4);
    expectNear(distribution(heavy, places), [0, 1 / 8, 3 / 8, 1 / 2, 1, 1], { atol: 1e-14, why: "rounding" });
  });

  it("refuses a grid without inner places, and particles in the plane", () => {
    expect(() => distributionDescription({ grid: Float64Array.of(0, 1), count: 5 })).toThrow("2 places");
    expect(() => distribution(measure([0, 0], { dim: 2 }), Float64Array.of(0))).toThrow("dimension 2");
  });
});
