import { describe, expect, it } from "vitest";
import { medoidReference } from "../../src/lot/medoid-reference.js";
import {
  barycenterReference,
  gaussianReference,
  kMeansReference,
  type ReferenceFit,
  reference,
  subsampleReference,
} from "../../src/lot/reference.js";
import { measure, moments, normalise, pool, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const measures = [0, 1, 2, 3].map((s) => shifted(randomCloud(seededRandom(s), 30, 2), [s, -s]));

const FITS: Readonly<Record<string, ReferenceFit>> = {
  gaussian: gaussianReference,
  subsample: subsampleReference,
  "k-means": kMeansReference,
  barycenter: barycenterReference,
  medoid: medoidReference,
};

describe.each(Object.entries(FITS))("a %s reference", (kind, fitReference) => {
  it("has mass 1, positive weights and the size asked for", () => {
    const { measure: sigma, origin } = fitReference(measures, { count: 20, random: seededRandom(5) });
    expectNear(totalMass(sigma), 1, { atol: 1e-14, why: "rounding of a sum" });
    expect(Math.min(...sigma.weights)).toBeGreaterThan(0);
    expect(sigma.count).toBeLessThanOrEqual(20);
    expect(sigma.count).toBeGreaterThan(10);
    expect(origin).toMatchObject({ kind, fittedOn: 4 });
  });

  it("has the mass asked for, and nothing else changes", () => {
    const one = fitReference(measures, { count: 8, random: seededRandom(1) }).measure;
    const three = fitReference(measures, { count: 8, random: seededRandom(1), mass: 3 }).measure;
    expectNear(totalMass(three), 3, { atol: 1e-14, why: "rounding of a sum" });
    expect(three.points).toEqual(one.points);
  });

  it("is the same for the same seed and another for another seed", () => {
    const first = fitReference(measures, { count: 8, random: seededRandom(1) });
    expect(fitReference(measures, { count: 8, random: seededRandom(1) })).toEqual(first);
    expect(fitReference(measures, { count: 8, random: seededRandom(2) }).id).not.toBe(first.id);
  });

  it("weighs measures equally, whatever their mass", () => {
    const heavy = measures.map((mu, s) => normalise(mu, 1 + 1000 * s));
    const light = fitReference(measures, { count: 8, random: seededRandom(3) }).measure;
    expectNear(fitReference(heavy, { count: 8, random: seededRandom(3) }).measure.points, light.points, {
      atol: 1e-9,
      why: "rounding of the masses",
    });
  });

  it("of one repeated point is that point", () => {
    const dirac = measure([
      [2, 3],
      [2, 3],
    ]);
    const { measure: sigma } = fitReference([dirac], { count: 4, random: seededRandom(1) });
    for (let i = 0; i < sigma.count; i++) {
      expectNear(sigma.points.subarray(2 * i, 2 * i + 2), [2, 3], { atol: 1e-12, why: "rounding" });
    }
  });

  it("refuses a size of 0 and a collection of none", () => {
    expect(() => fitReference(measures, { count: 0, random: seededRandom(1) })).toThrow(
      /number of points is 0/,
    );
    expect(() => fitReference([], { count: 5, random: seededRandom(1) })).toThrow(/no measures/);
  });
});

it("a Gaussian reference has the pooled mean and covariance, up to sampling", () => {
  const pooled = moments(pool(measures));
  const drawn = moments(gaussianReference(measures, { count: 20_000, random: seededRandom(1) }).measure);
  const why = "sampling: standard errors are about 2/sqrt(20000) = 0.014, taken five times";
  expectNear(drawn.mean, pooled.mean, { atol: 0.07, why });
  expectNear(drawn.covariance.data, pooled.covariance.data, {
    atol: 0.25,
    why: `${why}, times the variance`,
  });
});

it("a k-means reference of fewer sites than asked for is those sites with their masses", () => {
  const sites = measure(
    [
      [0, 0],
      [4, 0],
      [0, 4],
    ],
    { weights: [0.5, 0.25, 0.25] },
  );
  const { measure: sigma } = kMeansReference([sites], { count: 10, random: seededRandom(1) });
  expect(sigma.count).toBe(3);
  expectNear(exact(sigma, sites).cost, 0, { atol: 1e-20, why: "the same measure" });
});

it("the barycentre of shifts of one cloud is the cloud at the mean shift", () => {
  const cloud = uniformCloud(seededRandom(6), 16, 2);
  const shifts = [
    [3, 0],
    [-3, 0],
    [0, 6],
  ];
  const fitted = barycenterReference(
    shifts.map((t) => shifted(cloud, t)),
    { count: 16, random: seededRandom(2) },
  );
  expectNear(exact(fitted.measure, shifted(cloud, [0, 2])).cost, 0, {
    atol: 1e-20,
    why: "16 points on 16 points: every plan is a map, and the mean of the maps is the shifted cloud",
  });
  expectNear(fitted.origin.details.cost as number, 14, { rtol: 1e-12, why: "mean of |shift - (0, 2)|^2" });
});

it("a barycentre reference carries the certificates of all its transports and its own status", () => {
  const { origin } = barycenterReference(measures, { count: 10, random: seededRandom(4) });
  expect(origin.certificates).toHaveLength(4 * Number(origin.details.iterations));
  expect(origin.certificates.every(({ status }) => status === "converged")).toBe(true);
  expect(origin.details.status).toMatch(/^(converged|iteration-limit)$/);
});

it("a reference keeps no point without mass", () => {
  expect(() => reference(measure([[0], [1]], { weights: [1, 0] }))).toThrow(/reference point 1 has weight 0/);
});
