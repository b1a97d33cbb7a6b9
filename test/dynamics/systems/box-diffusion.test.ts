import { describe, expect, it } from "vitest";
import { boxDiffusion, boxDiffusionLaw, ShapeError, seededRandom } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { sampleMoments } from "./sample-moments.js";

describe("diffusion in a box", () => {
  const system = boxDiffusion();
  const random = seededRandom(1);
  const start = system.start(10_000, random);

  it("starts in the middle with equal weights", () => {
    expect(new Set(start.points)).toEqual(new Set([5]));
    expect(new Set(start.weights)).toEqual(new Set([1e-4]));
    expect([start.count, start.dim, system.step]).toEqual([10_000, 2, 1 / 16]);
  });

  it("follows the cosine series at t = 200, chi square over 40 bins of both coordinates", () => {
    const { points } = system.simulate(start, 200, random.fork(1));
    const law = boxDiffusionLaw(200);
    const bins = 40;
    const counts = new Float64Array(bins);
    for (const x of points) counts[Math.min(bins - 1, Math.floor((x / 10) * bins))]!++;
    let chiSquare = 0;
    for (let b = 0; b < bins; b++) {
      const expected =
        points.length * (law.distribution((10 * (b + 1)) / bins) - law.distribution((10 * b) / bins));
      chiSquare += (counts[b]! - expected) ** 2 / expected;
    }
    const degrees = bins - 1;
    expectNear(chiSquare, degrees, { atol: 4 * Math.sqrt(2 * degrees), why: "4 standard deviations" });
  });

  it("stays in the box and becomes uniform, whatever the dimension", () => {
    const cube = boxDiffusion({ dim: 3, side: 2, speed: 1, start: 0 });
    const { points, ...rest } = cube.simulate(cube.start(20_000, random), 8, random.fork(2));
    expect(points.every((x) => x >= 0 && x <= 2)).toBe(true);
    for (let axis = 0; axis < 3; axis++) {
      const { mean, variance } = sampleMoments({ points, ...rest }, axis);
      // exp(-pi^2 / 8 * 8) = 5e-5 is left of the slowest wave
      expectNear(mean, 1, { atol: 5 * Math.sqrt(1 / 3 / 20_000), why: "5 standard errors" });
      expectNear(variance, 1 / 3, {
        atol: 5 * Math.sqrt((1 / 5 - 1 / 9) / 20_000),
        why: "5 standard errors",
      });
    }
  });

  it("repeats itself for the same stream, and leaves what it is given", () => {
    const before = start.points.slice();
    const first = system.simulate(start, 1, random.fork(3));
    expect(system.simulate(start, 1, random.fork(3)).points).toEqual(first.points);
    expect(system.simulate(start, 1, random.fork(4)).points).not.toEqual(first.points);
    expect(start.points).toEqual(before);
    expect(first.weights).toEqual(start.weights);
  });

  it("refuses parts of a micro-step, and sides and speeds that are none", () => {
    expect(() => system.simulate(start, 0.1, random)).toThrow(ShapeError);
    expect(() => boxDiffusion({ side: -1 })).toThrow(/the side is -1/);
    expect(() => boxDiffusion({ speed: Number.NaN })).toThrow(/the speed is NaN/);
    expect(() => boxDiffusion({ step: 0 })).toThrow(/the micro-step is 0/);
  });

  it("starts within its box, of whole dimension", () => {
    expect(() => boxDiffusion({ start: 50 })).toThrow(/start at 50/);
    expect(() => boxDiffusion({ dim: 1.5 })).toThrow(/dim is 1.5/);
  });
});
