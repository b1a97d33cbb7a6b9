import { describe, expect, it } from "vitest";
import { cartesianChart } from "../../../src/dynamics/steady/plane-chart.js";
import {
  angularDescription,
  jointDescription,
  tableDescription,
} from "../../../src/dynamics/steady/table-description.js";
import { halfMoonPotential } from "../../../src/dynamics/systems/potentials/half-moon.js";
import { type Measure, measure, moments, normalise } from "../../../src/measure/measure.js";
import { exponential } from "../../../src/numeric/elementary.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const box = { low: [-4, -4], high: [4, 4] };
const random = seededRandom(1);

/** A density by its values in the middle of 400 x 400 cells. */
function gridded(density: (x: number, y: number) => number): Measure {
  const points: number[] = [];
  const weights: number[] = [];
  for (let a = 0; a < 400; a++) {
    for (let b = 0; b < 400; b++) {
      const [x, y] = [-4 + (a + 0.5) / 50, -4 + (b + 0.5) / 50];
      points.push(x, y);
      weights.push(density(x, y));
    }
  }
  return normalise(measure(points, { dim: 2, weights }));
}

describe("tables of distribution functions in the plane", () => {
  it("count the mass below and to the left", () => {
    const description = jointDescription({ box, count: 4, lines: 5 });
    const particles = measure([-3, -3, 1, -3, 1, 3, 9, 9], { dim: 2, weights: [0.1, 0.2, 0.3, 0.4] });
    const rounding = { atol: 1e-15, why: "rounding of sums" };
    const rows = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3, 0.6, 0.3, 0.3, 0.3, 1];
    expectNear(description.restrict(particles, particles), rows, rounding);
    expect(description.size).toBe(16);
  });

  it("lift a product of uniform laws to itself", () => {
    const description = tableDescription(cartesianChart(box), [6, 4], { count: 900 });
    const table = Float64Array.from(
      { length: 15 },
      (_, p) => ((Math.floor(p / 3) + 1) / 5) * (((p % 3) + 1) / 3),
    );
    const lifted = description.lift(table, random);
    expect(lifted.count).toBe(900);
    const { mean, covariance } = moments(lifted);
    expectNear(mean, [0, 0], { atol: 0.02, why: "a lattice of 30 x 30 whose rows are shifted" });
    expectNear(covariance.data, [16 / 3, 0, 0, 16 / 3], { atol: 0.05, why: "the same" });
    expectNear(description.restrict(lifted, lifted), table, { atol: 0.01, why: "a third of a row: 1 / 90" });
  });

  it("put no particle on a line of the grid, whose mean shift is half a level", () => {
    const description = tableDescription(cartesianChart(box), [5, 5], { count: 900 });
    const uniform = Float64Array.from(
      { length: 16 },
      (_, p) => ((Math.floor(p / 4) + 1) * ((p % 4) + 1)) / 16,
    );
    const { points } = description.lift(uniform, random);
    const heights = Array.from({ length: 30 }, (_, q) => (points[2 * 30 * q + 1]! + 4) / (8 / 30));
    expect(Math.min(...heights)).toBeGreaterThan(0.005);
    const mean = heights.reduce((sum, shift) => sum + shift, 0) / 30;
    expectNear(mean, 1 / 2, {
      atol: 0.01,
      why: "30 multiples of the golden section are even to 1/100 in the mean",
    });
  });

  const halfMoon = gridded((x, y) => exponential(-halfMoonPotential().value([x, y])));

  it.each([
    ["joint", jointDescription({ box, count: 10_000, lines: 41 })],
    ["angular", angularDescription({ box, count: 10_000 })],
    ["angular, cut below", angularDescription({ box, count: 10_000, cut: -Math.PI / 2 })],
  ])("lift a crescent with its moments, and find it again: %s", (_, description) => {
    const table = description.restrict(halfMoon, halfMoon);
    const lifted = description.lift(table, random);
    const { mean, covariance } = moments(lifted);
    const exact = moments(halfMoon);
    expectNear(mean, exact.mean, { atol: 0.002, why: "the grid, and 100 levels in each direction" });
    expectNear(covariance.data, exact.covariance.data, { atol: 0.01, why: "the same: half a per cent" });
    expectNear(description.restrict(lifted, lifted), table, {
      atol: 0.0075,
      why: "half a row of 100, and shifted levels within rows",
    });
  });

  it("lift tables that no law has, and bring them back into range", () => {
    const description = jointDescription({ box, count: 2500, lines: 21 });
    const table = description.restrict(halfMoon, halfMoon);
    const noisy = table.map((value) => value + 0.01 * random.normal());
    const lifted = description.lift(noisy, random);
    expect(lifted.points.every((x) => Math.abs(x) <= 4)).toBe(true);
    expectNear(moments(lifted).mean, moments(halfMoon).mean, {
      atol: 0.1,
      why: "noise of 0.01 in each entry",
    });
    const legal = description.project!(noisy);
    expect(legal.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(legal.at(-1)).toBe(1);
    const nothing = description.lift(new Float64Array(400), random);
    expectNear(moments(nothing).mean, [0, 0], { atol: 0.05, why: "without mass anywhere, the uniform law" });
  });

  it("refuse what is not in the plane, and grids that are none", () => {
    const line = measure([1, 2], { dim: 1 });
    expect(() => jointDescription({ box, count: 10 }).restrict(line, line)).toThrow(
      /dimension 2, these particles have 1/,
    );
    expect(() => jointDescription({ box, count: 10, lines: 2 })).toThrow(/2 lines/);
    expect(() => jointDescription({ box, count: 0 })).toThrow(/number of points is 0/);
  });

  it("complete particles with a hidden state", () => {
    const complete = (particles: Measure) => ({
      ...particles,
      hidden: { age: new Float64Array(particles.count) },
    });
    const description = jointDescription({ box, count: 100, lines: 11, complete });
    expect(description.lift(description.restrict(halfMoon, halfMoon), random).hidden?.age).toHaveLength(100);
  });
});
