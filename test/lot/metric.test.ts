import { describe, expect, it } from "vitest";
import { defaultMetric } from "../../src/lot/default-metric.js";
import { lotDistance } from "../../src/lot/distance.js";
import { embed } from "../../src/lot/embedding.js";
import { samplePairs } from "../../src/lot/fidelity.js";
import { sameMetric } from "../../src/lot/geometries.js";
import { logMap } from "../../src/lot/log-map.js";
import { hkMetric, type Metric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import {
  barycenterReference,
  gaussianReference,
  kMeansReference,
  reference,
  subsampleReference,
} from "../../src/lot/reference.js";
import { type Measure, massive, measure, normalise, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, why: "rounding of sums" };

describe("the metric of a reference", () => {
  const cloud = uniformCloud(seededRandom(1), 6, 2);

  it("is part of its id, scale and all, but for W2, whose ids are those of the measure", () => {
    const metrics = [w2Metric, hkMetric(1), hkMetric(2), optMetric(1), optMetric(2)];
    const ids = metrics.map((metric) => reference(cloud, { metric }).id);
    expect(new Set(ids).size).toBe(5);
    expect(reference(cloud).id).toBe(ids[0]);
    expect(reference(cloud).metric).toEqual(w2Metric);
  });

  it("keeps the ids of W2 references from one version to the next", () => {
    expect(
      reference(
        measure(
          [
            [0, 1],
            [2, 3.5],
          ],
          { weights: [0.25, 0.75] },
        ),
      ).id,
    ).toBe("f99aecfc58206ed5");
  });

  it("is the same if name and scale are", () => {
    expect(sameMetric(hkMetric(1), hkMetric(1))).toBe(true);
    expect(sameMetric(hkMetric(1), hkMetric(1.5))).toBe(false);
    expect(sameMetric(hkMetric(1), optMetric(1))).toBe(false);
    expect(sameMetric(optMetric(1), optMetric(2))).toBe(false);
    expect(sameMetric(w2Metric, { name: "w2" })).toBe(true);
  });

  it("has a scale that is a positive number", () => {
    for (const scale of [0, -1, Infinity, Number.NaN]) {
      expect(() => optMetric(scale)).toThrow(/price is .*above 0/);
      expect(() => hkMetric(scale)).toThrow(/kappa is .*above 0/);
    }
    expect(() => hkMetric(1e-170)).toThrow(
      "kappa^2, for kappa 1e-170, is 0; it must be a finite number above 0",
    );
    expect(() => hkMetric(1e170)).toThrow(/kappa\^2, .*Infinity/);
  });
});

describe("a reference for measures of different mass", () => {
  const measures = [0, 1, 2, 3].map((s) =>
    normalise(shifted(randomCloud(seededRandom(s), 30, 2), [s, -s]), 1 + s),
  );
  const fits = { gaussianReference, subsampleReference, kMeansReference, barycenterReference };

  it.each(Object.entries(fits))("has their mean mass, or the one asked for: %s", (_, fitReference) => {
    for (const metric of [hkMetric(1), optMetric(1)]) {
      const fitted = fitReference(measures, { count: 12, random: seededRandom(1), metric });
      expect(fitted.metric).toEqual(metric);
      expectNear(totalMass(fitted.measure), 2.5, rounding);
      const given = fitReference(measures, { count: 12, random: seededRandom(1), metric, mass: 7 });
      expectNear(totalMass(given.measure), 7, rounding);
    }
  });

  it("of k-means is the linear mean itself where that has no more points than asked for", () => {
    const grid = [0, 1, 2, 3].map((i) => [i]);
    const images = [measure(grid, { weights: [1, 0, 3, 0] }), measure(grid, { weights: [0, 0, 5, 2] })];
    const { measure: mean } = kMeansReference(images, {
      count: 4,
      random: seededRandom(1),
      metric: hkMetric(1),
    });
    expect(mean.points).toEqual(Float64Array.of(0, 2, 3));
    expectNear(mean.weights, [0.5, 4, 1], rounding);
  });
});

describe("a metric from the data", () => {
  const random = seededRandom(9);
  /** One blob that wobbles by about 1, and a tenth of the mass or less at a place far off. */
  const blobs = Array.from({ length: 24 }, (_, s) => {
    const part = 0.1 * random.uniform();
    const near = Array.from({ length: 40 }, () => [random.normal() + (s % 3), random.normal()]);
    return measure([...near, [1000, 0]], { weights: [...near.map(() => (1 - part) / 40), part] });
  });

  it("lets mass travel as far as shapes differ, and not to far-off places", () => {
    const { kappa } = defaultMetric("hk", blobs, seededRandom(1));
    expect(kappa).toBeGreaterThan(2);
    expect((kappa * Math.PI) / 2).toBeLessThan(50);
    const { price } = defaultMetric("opt", blobs, seededRandom(1));
    expectNear(Math.sqrt(2 * price) / kappa, 3 / 5, rounding);
    expect(defaultMetric("w2", blobs, seededRandom(1))).toEqual(w2Metric);
  });

  it("is the same for the same seed, whatever the masses, and goes with the unit of length", () => {
    const { kappa } = defaultMetric("hk", blobs, seededRandom(2));
    const heavy = blobs.map((mu, s) => normalise(mu, 1 + s));
    const large = blobs.map((mu): Measure => ({ ...mu, points: mu.points.map((x) => 1024 * x) }));
    expectNear(defaultMetric("hk", heavy, seededRandom(2)).kappa, kappa, {
      rtol: 1e-6,
      why: "rounding of masses may change a median, but here not a plan",
    });
    expectNear(defaultMetric("hk", large, seededRandom(2)).kappa, 1024 * kappa, rounding);
  });

  it("is 5 units where nothing moves", () => {
    const cloud = uniformCloud(seededRandom(3), 10, 2);
    expect(defaultMetric("hk", [cloud, normalise(cloud, 3)], seededRandom(1))).toEqual(hkMetric(5));
    expect(defaultMetric("hk", [measure([[4]])], seededRandom(1))).toEqual(hkMetric(5));
  });

  /** Equal to the eye, unlike in mass and in what rounding does to it. */
  const copiesOf = (mu: Measure): Measure[] => [1, 2, 3, 7, 0.1, 5].map((mass) => normalise(mu, mass));

  it.each([16, 32, 71])("does not see the spacing of equal images of %i^2 pixels", (side) => {
    const places = Array.from({ length: side * side }, (_, p) => [
      100 * (p % side),
      100 * Math.floor(p / side),
    ]);
    const image = measure(places, { weights: places.map(([x]) => 1 + Math.abs(x! / side - 40)) });
    expect(defaultMetric("hk", copiesOf(image), seededRandom(0))).toEqual(hkMetric(5));
    expect(defaultMetric("opt", copiesOf(image), seededRandom(0))).toEqual(optMetric(4.5));
  });

  it.each([400, 1024, 5000])("is five times a translation, however short, of %i points", (count) => {
    const cloud = uniformCloud(seededRandom(6), count, 2);
    expect(defaultMetric("hk", copiesOf(cloud), seededRandom(0))).toEqual(hkMetric(5));
    for (const step of [1e-3, 0.05, 20]) {
      const { kappa } = defaultMetric("hk", [cloud, shifted(cloud, [step, 0])], seededRandom(0));
      expectNear(kappa, (5 * step) / 2, {
        rtol: 1e-9,
        why: "each goes half the step to what they have in common; translations add the same cost to every plan",
      });
    }
  });

  it("is the same for an image of four times as many pixels, in their unit", () => {
    const scaleOf = (side: number): number => {
      const blob = (at: number): Measure => {
        const places = Array.from({ length: side * side }, (_, p) => [p % side, Math.floor(p / side)]);
        const weights = places.map(([x, y]) => {
          const squared = ((x! / side - at) ** 2 + (y! / side - 0.5) ** 2) / 0.04;
          return Math.max(0, 1 - squared);
        });
        return massive(measure(places, { weights })).measure;
      };
      return defaultMetric("hk", [0.4, 0.5, 0.6].map(blob), seededRandom(0)).kappa / side;
    };
    expectNear(scaleOf(128), scaleOf(64), { rtol: 0.03, why: "pixels of another size, and other cells" });
  });

  it("needs measures, but for W2, which has no scale", () => {
    expect(() => defaultMetric("hk", [], seededRandom(1))).toThrow(/no measures/);
    expect(defaultMetric("w2", [], seededRandom(1))).toEqual(w2Metric);
  });
});

describe("pairs in a metric", () => {
  const measures = [0, 1, 2, 3].map((s) => normalise(randomCloud(seededRandom(s), 12, 2), 1 + s));

  it("are compared in the metric of the embedding", () => {
    for (const metric of [hkMetric(0.5), optMetric(0.2)]) {
      const sigma = reference(uniformCloud(seededRandom(7), 10, 2), { metric });
      const embedding = embed(sigma, measures);
      const at = (s: number) => logMap(sigma, measures[s]!);
      for (const pair of samplePairs(embedding, measures, { pairs: 9, random: seededRandom(1) })) {
        const { cost, certificate } = metricCost(metric, measures[pair.a]!, measures[pair.b]!);
        expect(pair.exact).toBe(Math.sqrt(cost));
        expect(pair.certificate).toEqual(certificate);
        expectNear(pair.lot, lotDistance(sigma, at(pair.a), at(pair.b)), rounding);
      }
    }
  });

  it("cost what the solvers of the metrics say", () => {
    const [a, b] = [uniformCloud(seededRandom(1), 5, 2), uniformCloud(seededRandom(2), 7, 2)];
    const { cost, certificate } = exact(a, b);
    expect(metricCost(w2Metric, a, b)).toEqual({ cost, certificate });
    const metrics: readonly Metric[] = [hkMetric(1), optMetric(1)];
    for (const metric of metrics) {
      const { certificate: proof, cost: value } = metricCost(metric, a, b);
      expect(proof.lower).toBeLessThanOrEqual(value * (1 + 1e-12));
      expect(proof.upper).toBeGreaterThanOrEqual(value * (1 - 1e-12));
    }
  });
});
