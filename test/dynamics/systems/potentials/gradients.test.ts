import { describe, expect, it } from "vitest";
import {
  chemotacticPotential,
  doubleWellPotential,
  halfMoonPotential,
  type Potential,
  quadraticPotential,
  seededRandom,
} from "../../../../src/index.js";
import { expectNear } from "../../../support/expect-near.js";

const POTENTIALS: Readonly<Record<string, Potential>> = {
  quadratic: quadraticPotential({ dim: 3, stiffness: 0.7, centre: 2 }),
  "double well": doubleWellPotential({ height: 1.3 }),
  "half-moon": halfMoonPotential({ steepness: 1.5, radius: 1.2, tilt: 0.3, growth: 1.1, level: 0.2 }),
  chemotactic: chemotacticPotential,
};

const POINTS = 100;
const OFF = 1e-5;

describe.each(Object.entries(POTENTIALS))("the %s potential", (_, potential) => {
  it("has the gradient of its values", () => {
    const { dim } = potential;
    const random = seededRandom(11);
    const points = Float64Array.from({ length: POINTS * dim }, () => 6 * random.uniform() - 3);
    const gradients = new Float64Array(points.length);
    potential.gradient(points, gradients);
    for (let p = 0; p < points.length; p++) {
      const at = points.slice(p - (p % dim), p - (p % dim) + dim);
      const moved = (by: number): number => potential.value(at.with(p % dim, points[p]! + by));
      expectNear(gradients[p]!, (moved(OFF) - moved(-OFF)) / (2 * OFF), {
        atol: 1e-7,
        rtol: 1e-8,
        why: "third derivatives up to 1e3 times 1e-10 / 6, rounding of values up to 1e2 over 1e-5",
      });
    }
  });
});

describe("potentials", () => {
  it("have the published heights", () => {
    expectNear(doubleWellPotential().value([0]), 1 / 2, { atol: 0, why: "exact" });
    expectNear(doubleWellPotential().value([1]), 0, { atol: 0, why: "exact" });
    expectNear(halfMoonPotential().value([0, -0.5]), 2 * 1.5 ** 2 + 0.5, { atol: 1e-15, why: "rounding" });
    const s = Math.tanh(1);
    expectNear(chemotacticPotential.value([1]), -(s + s ** 3 / 6), { atol: 2e-15, why: "rounding" });
  });

  it("push nowhere from the centre of the ring, where no direction is outwards", () => {
    const into = new Float64Array(2);
    halfMoonPotential({ tilt: 0 }).gradient(new Float64Array(2), into);
    expect(Array.from(into)).toEqual([0, -0].map(Math.abs));
  });
});
