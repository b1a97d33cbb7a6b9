import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { type Measure, measure, normalise } from "../../src/measure/measure.js";
import { exact } from "../../src/transport/exact.js";
import { oneD } from "../../src/transport/one-d.js";
import { marginals } from "../../src/transport/plan.js";
import { expectNear } from "../support/expect-near.js";
import { cloud, moved, unequal } from "./clouds.js";
import { expectOptimal } from "./expect-optimal.js";

const ROUNDING = "a sum of at most a few hundred rounded products";

describe("oneD", () => {
  it("matches equal masses in sorted order", () => {
    const source = measure([[3], [1], [2]]);
    const target = measure([[10], [30], [20]]);
    const result = oneD(source, target);
    expectOptimal(source, target, result);
    expect(Array.from(result.plan.rows)).toEqual([0, 1, 2]);
    expect(Array.from(result.plan.cols)).toEqual([1, 0, 2]);
    expectNear(result.cost, (27 ** 2 + 9 ** 2 + 18 ** 2) / 3, { rtol: 1e-15, why: "three products" });
  });

  it("integrates the squared difference of quantile functions of ragged sizes", () => {
    const source = measure([[0], [1], [4]], { weights: [0.5, 0.25, 0.25] });
    const target = measure([[2], [-1]], { weights: [0.625, 0.375] });
    // Quantiles: [0, 3/8) 0 -> -1, [3/8, 1/2) 0 -> 2, [1/2, 3/4) 1 -> 2, [3/4, 1) 4 -> 2
    const result = oneD(source, target);
    expectOptimal(source, target, result);
    expect(Array.from(result.plan.mass)).toEqual([0.125, 0.375, 0.25, 0.25]);
    expectNear(result.cost, 0.375 + 0.5 + 0.25 + 1, {
      rtol: 1e-15,
      why: "four products of binary fractions",
    });
  });

  it("leaves no crumbs where tenths and thirtieths meet", () => {
    const source = cloud(6, 10, { dim: 1 });
    const target = cloud(7, 30, { dim: 1 });
    const result = oneD(source, target);
    expectOptimal(source, target, result);
    expect(result.plan.mass.length).toBe(30); // comparing remainders without tolerance gives 39
  });

  it("costs t^2 to translate by t", () => {
    const source = cloud(1, 300, { dim: 1, weight: unequal });
    const target = moved(source, 1, -7);
    const result = oneD(source, target);
    expectOptimal(source, target, result);
    expectNear(result.cost, 49, { rtol: 1e-13, why: ROUNDING });
  });

  it("gives zero weights nothing and tiny weights theirs", () => {
    const source = measure([[0], [1], [2], [3]], { weights: [0, 1e-20, 1, 0] });
    const target = measure([[5], [-5], [0]], { weights: [0.5, 0.5, 1e-25] });
    const result = oneD(source, target);
    expectOptimal(source, target, result);
    const sent = marginals(result.plan);
    expectNear(sent.source, source.weights, { rtol: 1e-15, why: "single entries and sums of three" });
    expectNear(sent.target, target.weights, { rtol: 1e-15, why: "single entries and sums of three" });
  });

  it("solves 100,000 against 80,000 points with the proof", () => {
    const source = cloud(2, 100_000, { dim: 1, weight: unequal });
    const target = cloud(3, 80_000, { dim: 1, scale: 2, weight: unequal });
    const { certificate, cost } = oneD(source, target);
    expect(certificate.status).toBe("converged");
    expectNear(certificate.lower, cost, { rtol: 1e-9, why: "the certified gap" });
    expectNear(cost, 1, {
      atol: 0.05,
      why: "Gaussians of sd 1 and 2, up to sampling of means and deviations",
    });
  });

  it("is what exact does on the line", () => {
    const source = cloud(4, 30, { dim: 1 });
    const target = cloud(5, 20, { dim: 1 });
    expect(exact(source, target)).toEqual(oneD(source, target));
  });

  it("is optimal on random measures with ties and zero weights", () => {
    const weight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 1e-9, max: 2, noNaN: true }));
    const site = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }));
    const line: fc.Arbitrary<Measure> = fc
      .array(fc.tuple(site, weight), { minLength: 1, maxLength: 15 })
      .filter((rows) => rows.some(([, w]) => w > 0))
      .map((rows) =>
        normalise(
          measure(
            rows.map(([x]) => x),
            { dim: 1, weights: rows.map(([, w]) => w) },
          ),
        ),
      );
    fc.assert(
      fc.property(line, line, (mu, nu) => {
        const result = oneD(mu, nu);
        expectOptimal(mu, nu, result);
        expect(result.plan.mass.length).toBeLessThanOrEqual(mu.count + nu.count - 1);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("refuses points of the plane and unequal masses", () => {
    const line = measure([[0]]);
    const caught = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return error;
      }
    };
    const dimension = caught(() => oneD(line, measure([[0, 0]])));
    expect(isOtError(dimension, "ShapeError")).toBe(true);
    expect(String(dimension)).toContain("dimension 2");
    const mass = caught(() => oneD(line, measure([[0]], { weights: [2] })));
    expect(isOtError(mass, "MeasureError")).toBe(true);
    expect(String(mass)).toContain("normalise");
  });
});
