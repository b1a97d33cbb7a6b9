import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sinkhornDivergence } from "../../../src/transport/entropic/sinkhorn-divergence.js";
import { exact } from "../../../src/transport/exact.js";
import { marginals } from "../../../src/transport/plan.js";
import { weightedSum } from "../../../src/transport/weighted-sum.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";

const TIGHT = { tolerance: 1e-11 };

describe("sinkhornDivergence", () => {
  const random = seededRandom(1);
  const source = randomCloud(random, 40, 2);
  const target = shifted(uniformCloud(random, 30, 2), [1, -1]);

  it("is 0 between equal measures", () => {
    for (const epsilon of [10, 0.1, 1e-3]) {
      const { cost, certificate } = sinkhornDivergence(source, source, { epsilon });
      expect(cost).toBe(0);
      expect(certificate).toMatchObject({ status: "converged", lower: 0 });
      expect(certificate.upper).toBeLessThan(1e-4);
    }
  });

  it("is 0 up to its bracket between the same points in another order", () => {
    const order = Array.from({ length: 40 }, (_, i) => (7 * i + 3) % 40);
    const shuffled = measure(
      order.map((i) => source.points.subarray(2 * i, 2 * i + 2)),
      { weights: order.map((i) => source.weights[i]!) },
    );
    const { cost, certificate } = sinkhornDivergence(source, shuffled, { epsilon: 0.1, stop: TIGHT });
    expect(certificate.lower).toBe(0);
    expect(cost).toBeLessThan(1e-10);
  });

  it("is the squared length of a translation", () => {
    for (const epsilon of [5, 0.5, 0.05]) {
      const { cost, certificate } = sinkhornDivergence(source, shifted(source, [3, 4]), {
        epsilon,
        stop: TIGHT,
      });
      expect(certificate.status).toBe("converged");
      expectNear(cost, 25, { rtol: 1e-10, why: "all three values are solved to 1e-11" });
      expect(certificate.lower).toBeLessThanOrEqual(25);
      expect(certificate.upper).toBeGreaterThanOrEqual(25);
    }
  });

  it("is that of Gaussians on a fine grid", () => {
    const grid = Array.from({ length: 241 }, (_, i) => (i - 120) / 15);
    const gaussian = (sd: number): Measure => {
      const density = grid.map((x) => Math.exp((-x * x) / (2 * sd * sd)));
      const sum = density.reduce((total, value) => total + value, 0);
      return measure(grid, { dim: 1, weights: density.map((value) => value / sum) });
    };
    const epsilon = 0.5;
    // T = s^2 + t^2 - 2 rho s t - epsilon / 2 log(1 - rho^2) at the best correlation rho
    const value = (s: number, t: number): number => {
      const rho = (Math.sqrt(epsilon * epsilon + 16 * s * s * t * t) - epsilon) / (4 * s * t);
      return s * s + t * t - 2 * rho * s * t - (epsilon / 2) * Math.log(1 - rho * rho);
    };
    const [s, t] = [1, 0.6];
    const { cost, terms } = sinkhornDivergence(gaussian(s), gaussian(t), { epsilon, stop: TIGHT });
    expectNear(cost, value(s, t) - value(s, s) / 2 - value(t, t) / 2, {
      atol: 1e-9,
      why: "sums over a grid of step 1/15 are integrals of Gaussians to 1e-10; Janati et al. 2020, theorem 1",
    });
    expectNear(terms.withinTarget.lower, value(t, t), { atol: 1e-9, why: "as above" });
  });

  it("tends to the exact cost for a small epsilon", () => {
    const best = exact(source, target).cost;
    const { cost } = sinkhornDivergence(source, target, { epsilon: 1e-3 * best });
    expectNear(cost, best, {
      rtol: 0.01,
      why: "values of entropy are below epsilon log 40, four in a thousand",
    });
  });

  it("is the squared distance of the means for a large epsilon", () => {
    const mean = (mu: Measure, k: number): number =>
      mu.weights.reduce((sum, w, i) => sum + w * mu.points[2 * i + k]!, 0);
    const squared = [0, 1].reduce((sum, k) => sum + (mean(source, k) - mean(target, k)) ** 2, 0);
    const { cost } = sinkhornDivergence(source, target, { epsilon: 1e6, stop: TIGHT });
    expectNear(cost, squared, { rtol: 1e-4, why: "the next term is of order 10 / epsilon" });
  });

  it("is symmetric, scales with the square of lengths and with the mass", () => {
    const base = sinkhornDivergence(source, target, { epsilon: 0.3, stop: TIGHT });
    const near = { rtol: 1e-9, why: "marginal errors of 1e-11" };
    expectNear(sinkhornDivergence(target, source, { epsilon: 0.3, stop: TIGHT }).cost, base.cost, near);
    for (const [s, mass] of [
      [1e-6, 1],
      [1e6, 1],
      [1, 1e6],
      [3, 0.1],
    ] as const) {
      const changed = (mu: Measure): Measure =>
        measure(
          mu.points.map((x) => s * x),
          { dim: 2, weights: mu.weights.map((w) => w * mass) },
        );
      const epsilon = 0.3 * s * s;
      const { cost, plan } = sinkhornDivergence(changed(source), changed(target), { epsilon, stop: TIGHT });
      expectNear(cost / (s * s * mass), base.cost, near);
      expectNear(marginals(plan).source, changed(source).weights, { atol: 1e-13 * mass, why: "rounding" });
    }
  });

  it("has potentials that are its derivatives with respect to the masses", () => {
    const options = { epsilon: 0.3, stop: TIGHT };
    const { cost, potentials } = sinkhornDivergence(source, target, options);
    const both = [weightedSum(potentials.f, source.weights), weightedSum(potentials.g, target.weights)];
    expectNear(both[0]!, both[1]!, { rtol: 1e-12, why: "this fixes their constant" });
    expectNear(both[0]! + both[1]!, cost, { rtol: 1e-9, why: "the dual value" });
    const h = 1e-4; // mass moved from point 1 to point 4, which has none
    const weights = source.weights.map((w, i) => (i === 1 ? w - h : i === 4 ? w + h : w));
    const moved = sinkhornDivergence(measure(source.points, { dim: 2, weights }), target, options);
    expectNear((moved.cost - cost) / h, potentials.f[4]! - potentials.f[1]!, {
      rtol: 1e-2,
      why: "a difference quotient: the second derivative is about 1 / weight",
    });
  });

  it("says how its parts ended, and ends them all when told to", () => {
    const limited = sinkhornDivergence(source, target, { epsilon: 1e-3, stop: { maxIterations: 2 } });
    expect(limited.certificate.status).toBe("iteration-limit");
    expect(limited.certificate.iterations).toBe(6);
    expect(limited.terms.between.status).toBe("iteration-limit");
    expect(limited.certificate.lower).toBeLessThanOrEqual(limited.certificate.upper);
    let calls = 0;
    const aborted = sinkhornDivergence(source, target, { epsilon: 1e-3, onProgress: () => ++calls < 3 });
    expect(aborted.certificate.status).toBe("aborted");
    expect(aborted.certificate.iterations).toBe(5); // three of the first part, one each of the others
  });

  it("chooses an epsilon where none is given, and refuses a wrong one", () => {
    const { certificate, plan } = sinkhornDivergence(source, target);
    expect(certificate.status).toBe("converged");
    expect(plan.epsilon).toBeGreaterThan(0.01);
    expect(plan.epsilon).toBeLessThan(1);
    expect(() => sinkhornDivergence(source, target, { epsilon: 1, blur: 1 })).toThrow(/give one of them/);
    expect(() => sinkhornDivergence(source, target, { epsilon: 1e-15 })).toThrow(/or more works/);
  });

  it("chooses an epsilon in the unit of the data, also where one measure is a point", () => {
    const tiny = measure(source.points.map((x) => 1e-6 * x), { dim: 2, weights: source.weights }); // biome-ignore format: one line
    const { plan } = sinkhornDivergence(measure([[0, 0]]), tiny);
    expect(plan.epsilon).toBeGreaterThan(1e-14);
    expect(plan.epsilon).toBeLessThan(1e-12);
  });

  it("is 0 between two points at one place, and their squared distance otherwise", () => {
    expect(sinkhornDivergence(measure([[1, 2]]), measure([[1, 2]])).cost).toBe(0);
    expectNear(sinkhornDivergence(measure([[1, 2]]), measure([[4, 6]])).cost, 25, {
      rtol: 1e-14,
      why: "rounding",
    });
  });
});
