import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ClassBarycenterOptions, classBarycenterReferences } from "../../src/lot/class-barycenters.js";
import { embed } from "../../src/lot/embedding.js";
import { hkMetric, optMetric } from "../../src/lot/metric.js";
import { gaussianReference, kMeansReference, reference } from "../../src/lot/reference.js";
import { measure, normalise, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const template = uniformCloud(seededRandom(1), 12, 2);
const SHIFTS = [
  [0, 0],
  [5, 1],
  [2, 0],
  [5, 3],
];
const shifts = SHIFTS.map((t) => shifted(template, t));
const TWO = { labels: Int32Array.of(0, 1, 0, 1), classes: ["left", "right"] };

function options(parts: Partial<ClassBarycenterOptions> = {}): ClassBarycenterOptions {
  return { items: TWO, start: reference(template), rounds: 1, random: seededRandom(2), ...parts };
}

describe("class barycentre references", () => {
  it.each([1, 2, 5])(
    "of shifts of the start are it at the mean shift of each class, after %i rounds",
    async (rounds) => {
      const [left, right] = await classBarycenterReferences(shifts, options({ rounds }));
      const why =
        "every plan is the shift, and a mean of shifts of one cloud is a shift of it: rounding alone";
      expectNear(left!.measure.points, shifted(template, [1, 0]).points, { atol: 1e-12, why });
      expectNear(right!.measure.points, shifted(template, [5, 2]).points, { atol: 1e-12, why });
      expect(left!.origin).toMatchObject({
        kind: "class-barycenter",
        fittedOn: 4,
        details: { class: "left", members: 2, rounds, start: "given" },
      });
    },
  );

  it("take one transport per measure and round", async () => {
    const fitted = await classBarycenterReferences(shifts, options({ rounds: 3 }));
    expect(fitted.map(({ origin }) => origin.certificates.length)).toEqual([6, 6]);
    const asked: number[] = [];
    await classBarycenterReferences(
      shifts,
      options({
        rounds: 3,
        embedAll: async (sigma, some) => {
          asked.push(some.length);
          return embed(sigma, some);
        },
      }),
    );
    expect(asked).toEqual([4, 2, 2, 2, 2]);
  });

  it("come nearer to their class with each round", async () => {
    const measures = Array.from({ length: 9 }, (_, s) => randomCloud(seededRandom(10 + s), 20, 2));
    const items = { labels: new Int32Array(9), classes: ["all"] };
    const start = gaussianReference(measures, { count: 15, random: seededRandom(3) });
    const costs: number[] = [];
    for (const rounds of [1, 2, 4]) {
      const [mean] = await classBarycenterReferences(measures, options({ items, start, rounds }));
      costs.push(measures.reduce((sum, mu) => sum + exact(mean!.measure, mu).cost, 0));
    }
    // a step of the fixed-point iteration never raises the mean cost (Álvarez-Esteban et al. 2016)
    expect(costs[1]).toBeLessThan(costs[0]!);
    expect(costs[2]).toBeLessThanOrEqual(costs[1]!);
  });

  it("of one class do not depend on measures of the others", async () => {
    const [left] = await classBarycenterReferences(shifts, options({ rounds: 2 }));
    const changed = shifts.map((mu, s) => (s % 2 === 0 ? mu : shifted(mu, [100, -7 * s])));
    const [same, other] = await classBarycenterReferences(changed, options({ rounds: 2 }));
    expect(same!.id).toBe(left!.id);
    expect(other!.id).not.toBe(left!.id);
  });

  it("leave out a class without measures", async () => {
    const items = { labels: Int32Array.of(2, 0, 2, 0), classes: ["a", "none", "c"] };
    const fitted = await classBarycenterReferences(shifts, options({ items }));
    expect(fitted.map(({ origin }) => origin.details.class)).toEqual(["a", "c"]);
  });

  it.each([
    ["hk", hkMetric(0.8)],
    ["opt", optMetric(0.3)],
  ])("keep singular mass in %s, on no more points than the start", async (_, metric) => {
    // kappa and price are small beside the spread, so that a start at one end reaches few of the points
    const measures = Array.from({ length: 6 }, (_s, s) =>
      normalise(randomCloud(seededRandom(30 + s), 16, 2), 1 + s),
    );
    const start = reference(normalise(shifted(uniformCloud(seededRandom(5), 10, 2), [2, 2]), 2), { metric });
    const items = { labels: Int32Array.of(0, 1, 0, 1, 0, 1), classes: ["even", "odd"] };
    expect(embed(start, measures).singular!.some(({ count }) => count > 0)).toBe(true);
    const fitted = await classBarycenterReferences(measures, options({ items, start, rounds: 2 }));
    for (const { measure: sigma, metric: own } of fitted) {
      expect(own).toEqual(metric);
      expect(sigma.count).toBeLessThanOrEqual(10);
      expect(Math.min(...sigma.weights)).toBeGreaterThan(0);
    }
    // classes have the masses 1, 3, 5 and 2, 4, 6: their means keep that order
    expect(totalMass(fitted[1]!.measure)).toBeGreaterThan(totalMass(fitted[0]!.measure));
  });

  it("are the same for the same seed", async () => {
    const metric = hkMetric(0.8);
    const measures = Array.from({ length: 4 }, (_, s) => randomCloud(seededRandom(s), 30, 2));
    const start = kMeansReference(measures, { count: 8, random: seededRandom(1), metric });
    const fitTwo = () =>
      classBarycenterReferences(measures, options({ start, rounds: 2, random: seededRandom(9) }));
    expect(await fitTwo()).toEqual(await fitTwo());
  });

  it.each([
    [{ items: { ...TWO, labels: Int32Array.of(0, 1) } }, /2 labels for 4 measures/],
    [{ items: { ...TWO, labels: Int32Array.of(0, 1, 7, 0) } }, /label 2 is 7/],
    [{ items: { ...TWO, labels: Int32Array.of(0, -1, 1, 0) } }, /label 1 is -1/],
    [{ rounds: 0 }, /rounds is 0; it must be a whole number of at least 1/],
    [{ rounds: 1.5 }, /rounds is 1.5/],
  ])("refuse what does not fit: %o", async (parts, sentence) => {
    await expect(classBarycenterReferences(shifts, options(parts))).rejects.toThrow(sentence);
  });

  it("refuse to be of no measures", async () => {
    const items = { labels: new Int32Array(0), classes: [] };
    await expect(classBarycenterReferences([], options({ items }))).rejects.toThrow(/no measures/);
  });
});

describe("the scheme of pyLOT", () => {
  const oracle = JSON.parse(
    readFileSync(new URL("../oracle/class-barycenters.json", import.meta.url), "utf8"),
  );
  const of = ({ points, weights }: { points: number[][]; weights: number[] }) => measure(points, { weights });

  it.each([1, 2, 3])("gives the same class means after %i rounds", async (rounds) => {
    const fitted = await classBarycenterReferences(oracle.clouds.map(of), {
      items: { labels: Int32Array.from(oracle.labels), classes: ["a", "b", "c"] },
      start: reference(of(oracle.start)),
      rounds,
      random: seededRandom(0),
    });
    fitted.forEach(({ measure: sigma }, c) => {
      expectNear(sigma.points, oracle.rounds[rounds - 1][c].flat(), {
        atol: 1e-9,
        why: "optimal plans of points in general position are unique; POT and this solver round in other orders",
      });
    });
  });
});
