import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.js";
import { measure, moments, totalMass } from "../../src/measure/measure.js";
import { ontoAxis } from "../../src/measure/onto-axis.js";
import { seededRandom } from "../../src/numeric/random.js";

const AXIS = Float64Array.of(0, 1, 3, 7);

describe("a measure on an axis", () => {
  it("is itself where its points are positions", () => {
    expect([...ontoAxis(measure([[3], [0], [7]], { weights: [2, 1, 4] }), AXIS)]).toEqual([1, 0, 2, 4]);
  });

  it("shares mass between neighbours, so that mass and mean stay", () => {
    const random = seededRandom(0);
    const mu = measure(
      Array.from({ length: 50 }, () => [7 * random.uniform()]),
      { weights: Array.from({ length: 50 }, () => random.uniform()) },
    );
    const back = measure(
      Array.from(AXIS, (x) => [x]),
      { weights: [...ontoAxis(mu, AXIS)] },
    );
    // sums of 50 numbers up to 7
    expect(Math.abs(totalMass(back) - totalMass(mu))).toBeLessThan(1e-12);
    expect(Math.abs(moments(back).mean[0]! - moments(mu).mean[0]!)).toBeLessThan(1e-12);
  });

  it("gives what lies beyond the ends to the ends", () => {
    expect([...ontoAxis(measure([[-5], [9]], { weights: [1, 2] }), AXIS)]).toEqual([1, 0, 0, 2]);
  });

  it("refuses the plane, and an axis without positions", () => {
    expect(() => ontoAxis(measure([[0, 0]]), AXIS)).toThrow(ShapeError);
    expect(() => ontoAxis(measure([[0]]), new Float64Array(0))).toThrow(ShapeError);
  });
});
