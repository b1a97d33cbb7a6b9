import { describe, expect, it } from "vitest";
import { geodesic } from "../../src/lot/geodesic.js";
import { hkMetric, type Metric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { measure, normalise, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };

/** Clouds of different sizes, so that masses split. */
function clouds(seed: number, mass: number) {
  const random = seededRandom(seed);
  return [randomCloud(random, 14, 2), normalise(randomCloud(random, 23, 2), mass)] as const;
}

const METRICS: readonly (readonly [Metric, mass: number])[] = [
  [w2Metric, 1],
  [hkMetric(0.2), 2],
  [hkMetric(0.7), 0.4],
  [hkMetric(20), 3],
];

describe.each(METRICS)("a geodesic of %o to mass %f", (metric, mass) => {
  it.each([1, 2, 3])(
    "is at distance t from the source, 1 - t from the target, in parts (seed %i)",
    (seed) => {
      const [source, target] = clouds(seed, mass);
      const { cost, distance, certificate, at } = geodesic(source, target, { metric });
      expect(certificate.status).toBe("converged");
      expect(cost).toBe(metricCost(metric, source, target).cost);
      for (const t of [0.1, 0.5, 0.75]) {
        const middle = at(t);
        const why = "the geodesic is one of the plan, which is optimal up to 1e-13 of its cost";
        expectNear(Math.sqrt(metricCost(metric, source, middle).cost), t * distance, { rtol: 1e-9, why });
        expectNear(Math.sqrt(metricCost(metric, middle, target).cost), (1 - t) * distance, {
          rtol: 1e-9,
          why,
        });
      }
    },
  );

  it("begins and ends with the measures themselves, and comes near them", () => {
    const [source, target] = clouds(4, mass);
    const { at } = geodesic(source, target, { metric });
    expect(at(0)).toEqual(source);
    expect(at(1)).toEqual(target);
    expect(at(0).points).not.toBe(source.points);
    const why = "at most t times the distance, squared";
    expectNear(metricCost(metric, at(1e-7), source).cost, 0, { atol: 1e-10, why });
    expectNear(metricCost(metric, at(1 - 1e-7), target).cost, 0, { atol: 1e-10, why });
  });
});

describe("a geodesic", () => {
  it("of W2 keeps the mass, whatever splits", () => {
    const { at } = geodesic(measure([[0]]), measure([[-1], [3]], { weights: [0.25, 0.75] }));
    expectNear(at(0.5).points, [-0.5, 1.5], rounding);
    expectNear(at(0.5).weights, [0.25, 0.75], rounding);
  });

  it("of HK out of reach fades here and grows there, without moving", () => {
    const [source, target] = [measure([[0]], { weights: [2] }), measure([[9]], { weights: [3] })];
    const middle = geodesic(source, target, { metric: hkMetric(1) }).at(0.25);
    expectNear(middle.points, [0, 9], rounding);
    expectNear(middle.weights, [2 * 0.75 ** 2, 3 * 0.25 ** 2], rounding);
  });

  it("is refused for times that are none", () => {
    const { at } = geodesic(measure([[0]]), measure([[1]]));
    for (const t of [-0.1, 1.1, Number.NaN]) expect(() => at(t)).toThrow(/t is .*a number of 0 to 1/);
  });
});

describe("the interpolation of partial transport", () => {
  const metric = optMetric(0.4);

  it.each([1, 2, 3])("is at most at its own cost: t^2 of what moves, t of the rest (seed %i)", (seed) => {
    const [source, target] = clouds(seed, 1.7);
    const { cost, certificate, at } = geodesic(source, target, { metric });
    expect(certificate.status).toBe("converged");
    expect(at(0)).toEqual(source);
    expect(at(1)).toEqual(target);
    for (const t of [0.2, 0.6]) {
      const middle = at(t);
      expect(metricCost(metric, source, middle).cost).toBeLessThanOrEqual(t * cost * (1 + 1e-9));
      expect(metricCost(metric, middle, target).cost).toBeLessThanOrEqual((1 - t) * cost * (1 + 1e-9));
      expectNear(totalMass(middle), totalMass(source) * (1 - t) + totalMass(target) * t, rounding);
    }
  });
});
