import { describe, expect, it } from "vitest";
import { expMap } from "../../src/lot/exp-map.js";
import { logMap } from "../../src/lot/log-map.js";
import { hkMetric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import { measure, normalise } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { lotPaths } from "../../src/paths/lot-path.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

describe.each([w2Metric, hkMetric(0.8), optMetric(0.5)])("a LOT path of %o", (metric) => {
  const random = seededRandom(3);
  const start = reference(uniformCloud(random, 20, 2), { metric });
  const mass = metric.name === "w2" ? 1 : 2;
  const measures = [
    randomCloud(random, 30, 2),
    normalise(randomCloud(random, 17, 2), mass),
    randomCloud(random, 12, 2),
  ];
  const family = lotPaths(start, measures);

  it("joins the exponentials of the two logarithms, and tells both residuals", () => {
    const path = family.path([1, 0, 0], [0, 1, 0]);
    const [a, b] = [logMap(start, measures[0]!), logMap(start, measures[1]!)];
    const why = "rows are multiplied and divided by roots of masses";
    expectNear(path.at(0).points, expMap(start, a).points, { rtol: 1e-13, atol: 1e-14, why });
    expectNear(path.at(1).points, expMap(start, b).points, { rtol: 1e-13, atol: 1e-14, why });
    expectNear(path.at(1).weights, expMap(start, b).weights, { rtol: 1e-12, atol: 1e-15, why });
    expectNear(family.residuals.subarray(0, 2), [a.residual, b.residual], { rtol: 1e-12, why: "the same" });
  });

  it("takes shares of several measures, and refuses those that do not fit", () => {
    const path = family.path([1, 1, 2], [0, 0, 1]);
    expect(path.at(0.5).count).toBeGreaterThanOrEqual(start.measure.count);
    expect(() => family.path([1, 0], [0, 1])).toThrow("2 barycentre weights for 3 measures");
  });
});

describe("a LOT path of W2", () => {
  it.each([1, 2, 3, 4])(
    "is linear in its LOT distance, read again from the measures, proved without solving (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const start = reference(randomMassive(random, 25));
      const path = lotPaths(start, [randomCloud(random, 40, 3), randomCloud(random, 18, 3)]).path(
        [1, 0],
        [0, 1],
      );
      for (const t of [0, 0.2, 0.7, 1]) {
        const { toSource, toTarget, certificates } = path.distancesAt(t, path.at(t));
        const why = "rounding of points that are x + v and then less x";
        expectNear(toSource, t * path.distance, { atol: 1e-12, why });
        expectNear(toTarget, (1 - t) * path.distance, { atol: 1e-12, why });
        expect(certificates.map(({ iterations }) => iterations)).toEqual([0]);
      }
    },
  );

  it("from one of two measures of as many equal points is their geodesic", () => {
    const random = seededRandom(6);
    const [a, b] = [uniformCloud(random, 15, 2), uniformCloud(random, 15, 2)];
    const path = lotPaths(reference(a), [a, b]).path([1, 0], [0, 1]);
    expectNear(path.distance ** 2, exact(a, b).cost, { rtol: 1e-12, why: "the plan is a map" });
    expectNear(exact(a, path.at(0.4)).cost, 0.16 * exact(a, b).cost, { rtol: 1e-10, why: "rounding" });
  });

  it("solves again where the measure is not the one of the path", () => {
    const random = seededRandom(7);
    const start = reference(randomMassive(random, 10));
    const path = lotPaths(start, [randomCloud(random, 20, 3), randomCloud(random, 20, 3)]).path(
      [1, 0],
      [0, 1],
    );
    const other = randomCloud(random, 33, 3);
    const { toSource, certificates } = path.distancesAt(0.5, other);
    expect(certificates[0]!.iterations).toBeGreaterThan(0);
    expect(toSource).toBeGreaterThan(0.01);
  });
});

function randomMassive(random: ReturnType<typeof seededRandom>, count: number) {
  const points = Float64Array.from({ length: 3 * count }, () => random.normal());
  const weights = Float64Array.from({ length: count }, () => 0.5 + random.uniform());
  return normalise(measure(points, { dim: 3, weights }));
}
