import { describe, expect, it } from "vitest";
import { medoidReference } from "../../src/lot/medoid-reference.js";
import { hkMetric } from "../../src/lot/metric.js";
import { measure, normalise, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { shifted, uniformCloud } from "../support/random-measures.js";

const cloud = uniformCloud(seededRandom(1), 10, 2);

describe("a medoid reference", () => {
  it("is the middle one of shifts of one cloud", () => {
    // sums of squared distances over the shifts 0, 1, 2, 3, 10: 114, 87, 70, 63, 294
    const measures = [0, 1, 2, 10, 3].map((x) => shifted(cloud, [x, 0]));
    const { measure: sigma, origin } = medoidReference(measures, { count: 10, random: seededRandom(2) });
    expect(sigma.points).toEqual(measures[4]!.points);
    expect(origin).toMatchObject({ kind: "medoid", fittedOn: 5, details: { item: 4, compared: 5 } });
    expect(origin.certificates).toHaveLength(10);
  });

  it("compares at most 32 measures, and says so", () => {
    const measures = Array.from({ length: 50 }, (_, s) => shifted(cloud, [s, 0]));
    const { origin } = medoidReference(measures, { count: 10, random: seededRandom(3) });
    expect(origin.details.compared).toBe(32);
    expect(origin.certificates).toHaveLength((32 * 31) / 2);
  });

  it("has its points without mass left out, and no more points than asked for", () => {
    const mu = measure([[0], [1], [2], [3]], { weights: [1, 0, 1, 2] });
    const all = medoidReference([mu], { count: 4, random: seededRandom(1) }).measure;
    expect(Array.from(all.points)).toEqual([0, 2, 3]);
    expectNear(all.weights, [0.25, 0.25, 0.5], { atol: 1e-15, why: "rounding of masses that sum to 4" });
    expect(medoidReference([mu], { count: 2, random: seededRandom(1) }).measure.count).toBe(2);
  });

  it("keeps its own mass where masses are compared", () => {
    const metric = hkMetric(2);
    const measures = [1, 2, 9].map((mass) => normalise(cloud, mass));
    const options = { count: 10, random: seededRandom(1), metric };
    // HK^2 of multiples of one measure is (sqrt a - sqrt b)^2: 2 is the middle of 1, 2 and 9
    const { measure: sigma, origin } = medoidReference(measures, options);
    expect(origin.details.item).toBe(1);
    expectNear(totalMass(sigma), 2, { rtol: 1e-12, why: "rounding of a sum" });
    expectNear(totalMass(medoidReference(measures, { ...options, mass: 7 }).measure), 7, {
      rtol: 1e-12,
      why: "rounding of a sum",
    });
  });
});
