import { describe, expect, it } from "vitest";
import { distanceFeatures, geodesicFeatures } from "../../src/measure/invariant-features.js";
import { type Measure, measure, pushforward } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { gromovWasserstein } from "../../src/transport/gromov/gromov-wasserstein.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

/** Turned about the third axis, mirrored, and shifted. */
function moved(mu: Measure): Measure {
  return pushforward(mu, (x, out) => {
    out[0] = 0.6 * x[0]! - 0.8 * x[1]! + 3;
    out[1] = 0.8 * x[0]! + 0.6 * x[1]! - 1;
    out[2] = 2 - x[2]!;
  });
}

/** n x m points of a sheet, as `bend` puts them into space. */
function sheet(
  n: number,
  m: number,
  bend: (u: number, v: number) => readonly [number, number, number],
): Measure {
  const points = Array.from({ length: n * m }, (_, i) =>
    bend((i % n) / (n - 1), Math.floor(i / n) / (m - 1)),
  );
  return measure(points);
}

const kinds = [
  ["distances", distanceFeatures],
  ["geodesics", geodesicFeatures],
] as const;

describe("invariant features", () => {
  it.each(kinds)("%s: motions and reflections change nothing, sizes scale", (_, featuresOf) => {
    const mu = uniformCloud(seededRandom(1), 40, 3);
    const own = featuresOf(mu);
    const rounding = { atol: 1e-13, why: "rounding of lengths about 10" };
    expectNear(featuresOf(moved(mu)).points, own.points, rounding);
    const doubled = pushforward(mu, (x, out) => {
      x.forEach((value, k) => {
        out[k] = 2 * value;
      });
    });
    expect(Array.from(featuresOf(doubled).points)).toEqual(Array.from(own.points, (value) => 2 * value));
  });

  it.each(kinds)("%s: keep masses and leave out points that have none", (_, featuresOf) => {
    const mu = randomCloud(seededRandom(2), 30, 3);
    const own = featuresOf(mu, { bins: 5 });
    expect(own.dim).toBe(5);
    expect(Array.from(own.weights)).toEqual(Array.from(mu.weights.filter((mass) => mass > 0)));
  });

  it("of equal masses, with a bin for each, have the third lower bound as their squared distance", () => {
    const random = seededRandom(3);
    const [mu, nu] = [uniformCloud(random, 12, 2), uniformCloud(random, 12, 3)];
    const { lower } = gromovWasserstein(mu, nu).certificate;
    const found = exact(distanceFeatures(mu, { bins: 12 }), distanceFeatures(nu, { bins: 12 }));
    expectNear(found.cost, lower, {
      rtol: 1e-10,
      why: "the bound is lowered by what its rounding may be worth",
    });
  });

  it("stay below it with fewer bins and any masses", () => {
    for (let seed = 0; seed < 5; seed++) {
      const random = seededRandom(10 + seed);
      const [mu, nu] = [randomCloud(random, 15, 2), randomCloud(random, 11, 3)];
      const { upper } = gromovWasserstein(mu, nu).certificate;
      for (const bins of [1, 4, 16]) {
        const { cost } = exact(distanceFeatures(mu, { bins }), distanceFeatures(nu, { bins }));
        expect(cost).toBeLessThanOrEqual(upper);
      }
    }
  });

  it("geodesics along a chain are lengths along it", () => {
    const chain = measure([
      [0, 0],
      [3, 0],
      [3, 4],
      [9, 4],
    ]);
    const { points } = geodesicFeatures(chain, { bins: 4, neighbours: 1 });
    const expected = [
      [0, 3, 7, 13],
      [0, 3, 4, 10],
      [0, 4, 6, 7],
      [0, 6, 10, 13],
    ].flat();
    expectNear(
      points,
      expected.map((length) => length / 2),
      { atol: 1e-14, why: "rounding; divided by the root of 4 bins" },
    );
  });

  it("geodesics hardly see that a sheet is rolled up, distances do", () => {
    const flat = sheet(31, 6, (u, v) => [6 * u, v, 0]);
    const rolled = sheet(31, 6, (u, v) => [2 * Math.cos(3 * u), v, 2 * Math.sin(3 * u)]); // radius 2: as long
    const change = (featuresOf: (mu: Measure) => Measure): number =>
      Math.sqrt(exact(featuresOf(flat), featuresOf(rolled)).cost);
    expect(change(geodesicFeatures)).toBeLessThan(0.02); // a chord of 0.2 on radius 2 is 0.0001 short, 30 of them
    expect(change(distanceFeatures)).toBeGreaterThan(0.3); // its ends come from 6 apart to 4
  });

  it("of one point are 0", () => {
    expect(Array.from(geodesicFeatures(measure([[1, 2]]), { bins: 2 }).points)).toEqual([0, 0]);
  });

  it.each([0, 1.5, -1, Number.NaN])("refuse %s bins or neighbours", (count) => {
    const mu = uniformCloud(seededRandom(4), 5, 2);
    expect(() => distanceFeatures(mu, { bins: count })).toThrow(`the number of bins is ${count}`);
    expect(() => geodesicFeatures(mu, { neighbours: count })).toThrow(`the number of neighbours is ${count}`);
  });
});
