import { describe, expect, it } from "vitest";
import { hkMetric, type Metric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { measure, normalise } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { geodesicPath } from "../../src/paths/geodesic-path.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

/** Clouds of different sizes with empty points, so that masses split. */
function clouds(seed: number, mass: number, dim = 2) {
  const random = seededRandom(seed);
  return [randomCloud(random, 14, dim), normalise(randomCloud(random, 23, dim), mass)] as const;
}

const GEODESIC: readonly (readonly [Metric, mass: number])[] = [
  [w2Metric, 1],
  [hkMetric(0.2), 2],
  [hkMetric(0.7), 0.4],
  [hkMetric(20), 3],
];

describe.each(GEODESIC)("a geodesic path of %o to mass %f", (metric, mass) => {
  it.each([1, 2, 3, 4, 5])(
    "has distances t d and (1 - t) d, proved without solving again (seed %i)",
    (seed) => {
      const [source, target] = clouds(seed, mass, seed % 2 === 0 ? 3 : 2);
      const path = geodesicPath(source, target, { metric });
      for (const t of [0, 0.01, 0.3, 0.5, 0.99, 1]) {
        const mu = path.at(t);
        const { toSource, toTarget, sourceBounds, targetBounds, certificates } = path.distancesAt(t, mu);
        const why = "rounding, in parts of the whole distance";
        const atol = 1e-10 * path.distance;
        expectNear(toSource, t * path.distance, { atol, why });
        expectNear(toTarget, (1 - t) * path.distance, { atol, why });
        expect(sourceBounds![0]).toBeLessThanOrEqual(sourceBounds![1]);
        expect(targetBounds![0]).toBeLessThanOrEqual(targetBounds![1]);
        // a proof takes no iterations; equal bytes need none
        expect(certificates.map(({ iterations }) => iterations)).toEqual(t === 0 || t === 1 ? [0] : [0, 0]);
        expect(certificates.map(({ status }) => status)).toEqual(certificates.map(() => "converged"));
      }
    },
  );

  it("agrees with a solver that knows nothing of the path", () => {
    const [source, target] = clouds(7, mass);
    const path = geodesicPath(source, target, { metric });
    const mu = path.at(0.37);
    const { toSource, toTarget, sourceBounds } = path.distancesAt(0.37, mu);
    const why = "two proofs of one optimum, each closed to 1e-9 of it";
    expectNear(toSource ** 2, metricCost(metric, source, mu).cost, { rtol: 1e-8, why });
    expectNear(toTarget ** 2, metricCost(metric, mu, target).cost, { rtol: 1e-8, why });
    expectNear(sourceBounds!, [toSource, toSource], { rtol: 1e-6, why });
  });

  it("does not believe its candidate: another measure of as many points is measured as it is", () => {
    const [source, target] = clouds(8, mass);
    const path = geodesicPath(source, target, { metric });
    const mu = path.at(0.5);
    const other = measure(
      mu.points.map((x, p) => x + 0.1 * ((p * 7) % 5)),
      { dim: 2, weights: mu.weights },
    );
    const { toSource, certificates } = path.distancesAt(0.5, other);
    expectNear(toSource ** 2, metricCost(metric, source, other).cost, {
      rtol: 1e-8,
      why: "the same problem",
    });
    expect(certificates[0]!.iterations).toBeGreaterThan(0);
  });

  it("joins the measures themselves, as copies", () => {
    const [source, target] = clouds(9, mass);
    const path = geodesicPath(source, target, { metric });
    expect(path.at(0)).toEqual(source);
    expect(path.at(1)).toEqual(target);
    expect(path.at(0).weights).not.toBe(source.weights);
    expect(() => path.at(1.5)).toThrow("t is 1.5; it must be a number of 0 to 1");
  });

  it("has particles of one number and order at all times, the measures at its ends among them", () => {
    const [source, target] = clouds(10, mass);
    const path = geodesicPath(source, target, { metric });
    const [first, middle, last] = [0, 0.5, 1].map(path.particlesAt);
    expect([first!.count, last!.count]).toEqual([middle!.count, middle!.count]);
    const why = "the same measure in more points";
    expectNear(metricCost(metric, source, first!).cost, 0, { atol: 1e-12, why });
    expectNear(metricCost(metric, target, last!).cost, 0, { atol: 1e-12, why });
  });
});

describe("the path of OPT", () => {
  it("is measured by solving, and is not linear", () => {
    const [source, target] = clouds(1, 2);
    const metric = optMetric(0.3);
    const path = geodesicPath(source, target, { metric });
    const mu = path.at(0.25);
    const { toSource } = path.distancesAt(0.25, mu);
    expectNear(toSource ** 2, metricCost(metric, source, mu).cost, { rtol: 1e-12, why: "the same solver" });
    expect(toSource).toBeGreaterThan(0.26 * path.distance);
  });
});

describe("closed forms", () => {
  const dirac = (x: number, mass: number) => measure([[x]], { weights: [mass] });

  it("HK between Diracs: mass (1-t)^2 m0 + t^2 m1 + 2 t (1-t) sqrt(m0 m1) cos(theta), and t^2 where nothing moves", () => {
    const path = geodesicPath(dirac(0, 2), dirac(0.8, 3), { metric: hkMetric(1) });
    const t = 0.3;
    const expected = 0.49 * 2 + 0.09 * 3 + 2 * t * 0.7 * Math.sqrt(6) * Math.cos(0.8);
    expectNear(path.at(t).weights, [expected], { rtol: 1e-13, why: "rounding" });
    const far = geodesicPath(dirac(0, 2), dirac(5, 3), { metric: hkMetric(1) });
    expectNear(far.at(t).weights, [0.49 * 2, 0.09 * 3], { rtol: 1e-13, why: "rounding" });
    expectNear(far.distance ** 2, 5, { rtol: 1e-13, why: "kappa^2 (m0 + m1)" });
  });

  it("W2 of one point that splits: both parts travel, their mean does not stand for them", () => {
    const path = geodesicPath(dirac(0, 1), measure([[-1], [3]], { weights: [0.25, 0.75] }));
    expectNear(path.at(0.5).points, [-0.5, 1.5], { rtol: 1e-15, why: "rounding" });
    expectNear(path.at(0.5).weights, [0.25, 0.75], { rtol: 1e-15, why: "rounding" });
  });
});
