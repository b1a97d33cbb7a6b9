import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { embed, toRow, toTangent } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { geodesic } from "../../src/lot/geodesic.js";
import { logMap } from "../../src/lot/log-map.js";
import { hkMetric, type Metric, optMetric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { reference } from "../../src/lot/reference.js";
import { tangentInner } from "../../src/lot/tangent.js";
import { type Measure, massive, measure, totalMass } from "../../src/measure/measure.js";
import { expectNear } from "../support/expect-near.js";

const SETTINGS = { seed: 5, numRuns: 300 };

const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
const lattice = fc.integer({ min: -2, max: 2 });
/** None, even ones, and masses over ten decades. */
const mass = fc.oneof(
  fc.constant(0),
  fc.constant(1),
  fc
    .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -5, max: 5 }))
    .map(([m, e]) => m * 10 ** e),
);
/** One to ten points, some of them at one place, some without mass. */
const cloud: fc.Arbitrary<Measure> = fc
  .array(fc.tuple(fc.oneof(coordinate, lattice), fc.oneof(coordinate, lattice), mass), {
    minLength: 1,
    maxLength: 10,
  })
  .filter((rows) => rows.some(([, , w]) => w > 0))
  .map((rows) =>
    measure(
      rows.map(([x, y]) => [x, y]),
      { weights: rows.map(([, , w]) => w) },
    ),
  );
const scale = fc.constantFrom(0.01, 0.3, 1, 2.5, 30);
const metric: fc.Arbitrary<Metric> = fc.oneof(scale.map(hkMetric), scale.map(optMetric));

/** What a unit of singular mass costs. */
const unitOf = (one: Metric): number => ("kappa" in one ? one.kappa ** 2 : "price" in one ? one.price : 0);

/** What rounding of masses, prices and squared distances may amount to. */
function roundingOf(mu: Measure, nu: Measure, one: Metric): number {
  return 1e-13 * (totalMass(mu) + totalMass(nu)) * Math.min(unitOf(one), 72);
}

describe("whatever the measures", () => {
  it("the cost is the sum of its terms", () => {
    fc.assert(
      fc.property(cloud, cloud, metric, (given, mu, one) => {
        const sigma = reference(massive(given).measure, { metric: one });
        const tangent = logMap(sigma, mu);
        const { cost } = metricCost(one, sigma.measure, mu);
        const sum =
          tangentInner(sigma, tangent, tangent) +
          unitOf(one) * totalMass(tangent.singular!) +
          tangent.residual;
        expectNear(sum, cost, {
          rtol: 1e-9,
          atol: roundingOf(sigma.measure, mu, one),
          why: "an exact plan is proved to 1e-9 of the cost or to rounding",
        });
        expect(tangent.growth!.every((growth) => growth >= -2)).toBe(true);
        expect(tangent.residual).toBeGreaterThanOrEqual(0);
      }),
      SETTINGS,
    );
  });

  it("the exponential of the logarithm lacks the residual / kappa^2 of the mass, and is the target if there is none", () => {
    fc.assert(
      fc.property(cloud, cloud, scale, (given, mu, kappa) => {
        const sigma = reference(massive(given).measure, { metric: hkMetric(kappa) });
        const tangent = logMap(sigma, mu);
        const image = expMap(sigma, tangent);
        expectNear(totalMass(image) + tangent.residual / kappa ** 2, totalMass(mu), {
          rtol: 1e-12,
          atol: 1e-14 * totalMass(sigma.measure),
          why: "rounding: a variance is the mean of squares less the square of the mean",
        });
        const slack = roundingOf(sigma.measure, mu, hkMetric(kappa));
        if (tangent.residual > slack) return;
        expect(metricCost(hkMetric(kappa), image, mu).cost).toBeLessThanOrEqual(2 * slack);
      }),
      SETTINGS,
    );
  });

  it("rows are tangent vectors and back", () => {
    fc.assert(
      fc.property(cloud, cloud, metric, (given, mu, one) => {
        const sigma = reference(massive(given).measure, { metric: one });
        const row = embed(sigma, [mu]).matrix.data;
        expectNear(toRow(sigma, toTangent(sigma, row)), row, { rtol: 1e-15, why: "two roundings each way" });
      }),
      SETTINGS,
    );
  });

  it("HK geodesics are geodesics", () => {
    const time = fc.constantFrom(1e-3, 0.3, 0.5, 0.9);
    fc.assert(
      fc.property(cloud, cloud, scale, time, (mu, nu, kappa, t) => {
        const { distance, at } = geodesic(mu, nu, { metric: hkMetric(kappa) });
        const { cost } = metricCost(hkMetric(kappa), mu, at(t));
        expectNear(cost, (t * distance) ** 2, {
          rtol: 1e-8,
          atol: roundingOf(mu, nu, hkMetric(kappa)),
          why: "plans are proved to 1e-9 of the cost or to rounding",
        });
      }),
      SETTINGS,
    );
  });
});
