import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { sinkhornDivergence } from "../../../src/transport/entropic/sinkhorn-divergence.js";
import {
  type UnbalancedDivergenceOptions,
  unbalancedDivergence,
} from "../../../src/transport/unbalanced/unbalanced-divergence.js";
import { expectNear } from "../../support/expect-near.js";
import { dirac, scaledMasses, weightedCloud } from "./clouds.js";

const source = weightedCloud(1, 30);
const target = weightedCloud(2, 25, { scale: 1.3, mass: 1.8 });
const options: UnbalancedDivergenceOptions = { rho: 0.8, epsilon: 0.2, stop: { tolerance: 1e-11 } };
const SOLVED = { rtol: 1e-9, why: "values are off by the square of the tolerance, and rounding" };

describe("the divergence", () => {
  it("is 0 between equal measures, also when their points are written otherwise", () => {
    expect(unbalancedDivergence(source, source, options).cost).toBe(0);
    const order = Array.from(source.weights.keys()).reverse();
    const reversed = measure(
      order.map((i) => source.points.subarray(2 * i, 2 * i + 2)),
      { weights: order.map((i) => source.weights[i]!) },
    );
    const { cost, certificate } = unbalancedDivergence(source, reversed, options);
    expectNear(cost, 0, { atol: 1e-13, why: "rounding of values of size 1" });
    expect(certificate.lower).toBe(0);
  });

  it("is above 0 for measures that differ, in masses alone too", () => {
    for (const other of [target, scaledMasses(source, 1.001), weightedCloud(3, 30)]) {
      expect(unbalancedDivergence(source, other, options).certificate.lower).toBeGreaterThan(0);
    }
  });

  it("is at least 0 and bracketed, for all measures", () => {
    const point = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2 }));
    const weighted = fc
      .array(fc.tuple(point, fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 10, noNaN: true }))), {
        minLength: 1,
        maxLength: 6,
      })
      .filter((all) => all.some(([, w]) => w > 0))
      .map(
        (all): Measure =>
          measure(
            all.map(([x]) => x),
            { weights: all.map(([, w]) => w) },
          ),
      );
    const exponent = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(weighted, weighted, exponent, exponent, (a, b, r, e) => {
        const { cost, certificate } = unbalancedDivergence(a, b, { rho: 4 ** r, epsilon: 4 ** e });
        const { lower, upper } = certificate;
        expect(cost).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(cost);
        expect(upper).toBeGreaterThanOrEqual(cost);
        expect(upper).toBeLessThan(Infinity);
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it("of two points has a closed form", () => {
    const [rho, epsilon, c] = [0.8, 0.3, 0.49];
    for (const [m0, m1] of [
      [1, 1],
      [3, 0.2],
    ] as const) {
      const value = (a: number, b: number, price: number): number => {
        const p = Math.sqrt(a * b) * Math.exp(-price / (2 * rho + epsilon));
        return rho * (a + b) + epsilon * Math.sqrt(a * b) - (2 * rho + epsilon) * p; // at the optimum
      };
      const expected =
        value(m0, m1, c) -
        value(m0, m0, 0) / 2 -
        value(m1, m1, 0) / 2 +
        (epsilon / 2) * (Math.sqrt(m0) - Math.sqrt(m1)) ** 2;
      const { cost } = unbalancedDivergence(dirac(m0, 0), dirac(m1, 0.7), { rho, epsilon });
      expectNear(cost, expected, SOLVED);
    }
  });

  it("is symmetric, and takes the factor of both masses", () => {
    const { cost } = unbalancedDivergence(source, target, options);
    expectNear(unbalancedDivergence(target, source, options).cost, cost, SOLVED);
    const s = 1e-7;
    expectNear(
      unbalancedDivergence(scaledMasses(source, s), scaledMasses(target, s), options).cost,
      s * cost,
      SOLVED,
    );
  });

  it("tends to the balanced divergence as rho grows", () => {
    const other = weightedCloud(2, 25, { scale: 1.3 });
    const balanced = sinkhornDivergence(source, other, { epsilon: 0.2 }).cost;
    const { cost } = unbalancedDivergence(source, other, { rho: 1e6, epsilon: 0.2 });
    expectNear(cost, balanced, { rtol: 1e-4, why: "the difference is of the order of 1 / rho" });
  });

  it("has potentials that are its derivatives with respect to the masses", () => {
    const { potentials } = unbalancedDivergence(source, target, options);
    const step = 1e-5;
    const changed = (mu: Measure, i: number, by: number): Measure => ({
      ...mu,
      weights: mu.weights.map((w, k) => (k === i ? w + by : w)),
    });
    const near = { atol: 1e-6, why: "central differences with a step of 1e-5, of values known to 1e-13" };
    for (const i of [0, 3, 11]) {
      const slope = (of: (by: number) => number) => (of(step) - of(-step)) / (2 * step);
      expectNear(
        potentials.f[i]!,
        slope((by) => unbalancedDivergence(changed(source, i, by), target, options).cost),
        near,
      );
      expectNear(
        potentials.g[i]!,
        slope((by) => unbalancedDivergence(source, changed(target, i, by), options).cost),
        near,
      );
    }
    const massless = 6; // points of weight 0 have potentials too
    const forward =
      (unbalancedDivergence(changed(source, massless, step), target, options).cost -
        unbalancedDivergence(source, target, options).cost) /
      step;
    expectNear(potentials.f[massless]!, forward, { atol: 1e-3, why: "a one-sided difference" });
  });

  it("ends when it is told to, and refuses the cost that it does not know", () => {
    const { certificate } = unbalancedDivergence(source, target, { rho: 1, onProgress: () => false });
    expect(certificate.status).toBe("aborted");
    const wrong = { kappa: 1 } as unknown as UnbalancedDivergenceOptions;
    expect(() => unbalancedDivergence(source, target, wrong)).toThrow(/reach and rho, not kappa/);
  });
});
