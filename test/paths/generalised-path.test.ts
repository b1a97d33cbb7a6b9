import { describe, expect, it } from "vitest";
import { reference } from "../../src/lot/reference.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { generalisedPaths } from "../../src/paths/generalised-path.js";
import { geodesicPath } from "../../src/paths/geodesic-path.js";
import { glue } from "../../src/paths/glue.js";
import { lotPaths } from "../../src/paths/lot-path.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-11, atol: 1e-12, why: "rounding of sums of a few dozen terms" };

function problem(seed: number) {
  const random = seededRandom(seed);
  const base = uniformCloud(random, 9, 2);
  return {
    base,
    measures: [randomCloud(random, 14, 2), randomCloud(random, 23, 2), randomCloud(random, 6, 2)],
  };
}

describe("plans that are glued", () => {
  it.each([1, 2, 3])("have the plans as their marginals (seed %i)", (seed) => {
    const { base, measures } = problem(seed);
    const plans = measures.map((mu) => exact(base, mu).plan);
    const { masses, rows, places } = glue(plans, measures);
    plans.forEach((plan, s) => {
      const found = new Map<string, number>();
      masses.forEach((mass, p) => {
        const key = `${rows[p]} ${places[s]![p]}`;
        found.set(key, (found.get(key) ?? 0) + mass);
      });
      plan.mass.forEach((mass, e) => {
        expectNear(found.get(`${plan.rows[e]} ${plan.cols[e]}`) ?? 0, mass, { atol: 1e-13, why: "rounding" });
      });
    });
    expect(masses.length).toBeLessThanOrEqual(plans.reduce((sum, plan) => sum + plan.mass.length, 0));
  });

  it("keep pieces of one side together", () => {
    const base = measure([[0]]);
    const [a, b] = [measure([[-1], [1]]), measure([[2], [-2]])];
    const { places } = glue([exact(base, a).plan, exact(base, b).plan], [a, b]);
    const pairs = Array.from(places[0]!, (place, p) =>
      Math.sign(a.points[place]! * b.points[places[1]![p]!]!),
    );
    expect(pairs).toEqual([1, 1]);
  });
});

describe("a generalised path", () => {
  it.each([1, 2, 3])(
    "joins the measures themselves and is linear in the distance of its particles (seed %i)",
    (seed) => {
      const { base, measures } = problem(seed);
      const path = generalisedPaths(base, measures).path([1, 0, 0], [0, 1, 0]);
      expect(path.at(0)).toEqual(measures[0]);
      expect(path.at(1)).toEqual(measures[1]);
      for (const t of [0, 0.25, 0.9, 1]) {
        const { toSource, toTarget } = path.distancesAt(t, path.at(t));
        expectNear(toSource, t * path.distance, rounding);
        expectNear(toTarget, (1 - t) * path.distance, rounding);
      }
    },
  );

  it("is at least as long as W2, and its mixtures are no farther apart than their particles", () => {
    const { base, measures } = problem(4);
    const path = generalisedPaths(base, measures).path([1, 0, 0], [0, 1, 0]);
    expect(path.distance ** 2).toBeGreaterThanOrEqual(exact(measures[0]!, measures[1]!).cost);
    const middle = path.at(0.5);
    expect(path.distancesAt(0.5, middle).toSource ** 2).toBeGreaterThanOrEqual(
      exact(measures[0]!, middle).cost,
    );
  });

  it("from one of the two measures is their geodesic", () => {
    const [a, b] = problem(5).measures;
    const massive = measure(a!.points.slice(0, 8), { dim: 2 });
    const path = generalisedPaths(massive, [massive, b!]).path([1, 0], [0, 1]);
    const geodesic = geodesicPath(massive, b!);
    expectNear(path.distance, geodesic.distance, rounding);
    expectNear(exact(path.at(0.3), geodesic.at(0.3)).cost, 0, { atol: 1e-12, why: "the same measure" });
  });

  it("agrees with the LOT path where plans are maps", () => {
    const random = seededRandom(6);
    const [base, a, b] = [0, 1, 2].map(() => uniformCloud(random, 12, 2));
    const kept = generalisedPaths(base!, [a!, b!]).path([1, 0], [0, 1]);
    const lot = lotPaths(reference(base!), [a!, b!]).path([1, 0], [0, 1]);
    expectNear(kept.distance, lot.distance, rounding);
    expectNear(kept.at(0.5).points, lot.at(0.5).points, rounding);
  });

  it("refuses a measure that is not of its particles", () => {
    const { base, measures } = problem(7);
    const path = generalisedPaths(base, measures).path([1, 0, 0], [0, 1, 1]);
    expect(() => path.distancesAt(0.5, base)).toThrow("give at(t)");
  });
});
