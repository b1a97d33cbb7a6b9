import { describe, expect, it } from "vitest";
import { combine, combineAffine } from "../../src/lot/combine.js";
import { embed, toTangent } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { logMap } from "../../src/lot/log-map.js";
import { hkMetric, type Metric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { type Reference, reference } from "../../src/lot/reference.js";
import { type Measure, massive, measure, moments, totalMass } from "../../src/measure/measure.js";
import { columnMeans } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };

function metricReference(metric: Metric): Reference {
  return reference(massive(randomCloud(seededRandom(1), 9, 2)).measure, { metric });
}

describe.each([w2Metric, hkMetric(1.5), optMetric(2)])("the combination of measures for $name", (metric) => {
  const start = metricReference(metric);
  const measures = [2, 3, 4].map((seed) => randomCloud(seededRandom(seed), 7 + seed, 2));
  const all = embed(start, measures);

  it("with one share is the logarithm of that measure, singular mass and all", () => {
    measures.forEach((mu, s) => {
      const tangent = logMap(start, mu);
      const found = combine(
        all,
        measures.map((_, r) => (r === s ? 1 : 0)),
      );
      expectNear(found.velocity, tangent.velocity, rounding);
      expectNear(found.growth ?? [], tangent.growth ?? [], rounding);
      const mass = (part: Measure | undefined) => (part ? totalMass(part) : 0);
      expectNear(mass(found.singular), mass(tangent.singular), rounding);
    });
  });

  it("with equal shares, whatever their sum, is at the mean row", () => {
    const mean = toTangent(start, columnMeans(all.matrix));
    for (const share of [1, 1 / 3, 1e-200]) {
      const { velocity, growth } = combine(all, [share, share, share]);
      expectNear(velocity, mean.velocity, rounding);
      expectNear(growth ?? [], mean.growth ?? [], rounding);
    }
  });

  it("agrees with that of coefficients, which may leave the simplex: 2 a - b is as far beyond a as b is before it", () => {
    const [a, b, beyond] = [
      [1, 0, 0],
      [0, 1, 0],
      [2, -1, 0],
    ].map((c) => combineAffine(all, c));
    expectNear(
      combine(all, [0.25, 0.75, 0]).velocity,
      combineAffine(all, [0.25, 0.75, 0]).velocity,
      rounding,
    );
    expectNear(
      beyond!.velocity,
      a!.velocity.map((value, p) => 2 * value - b!.velocity[p]!),
      rounding,
    );
  });

  it("refuses shares that are not one per row, negative, or all 0, and coefficients that do not sum to 1", () => {
    expect(() => combine(all, [1, 1])).toThrow(/2 shares for 3 rows; give one per row/);
    expect(() => combine(all, [1, -1, 1])).toThrow(/weight 1 is -1/);
    expect(() => combine(all, [0, 0, 0])).toThrow(/sum to 0/);
    expect(() => combineAffine(all, [1, 0])).toThrow(/2 coefficients for 3 rows/);
    expect(() => combineAffine(all, [1, 1, -0.9])).toThrow(/sum to 1\.1/);
    expect(() => combineAffine(all, [Number.NaN, 1, 0])).toThrow(/sum to NaN/);
  });
});

it("of two shifts of a cloud is the shift by the mean, whatever the reference (Wasserstein)", () => {
  const cloud = uniformCloud(seededRandom(5), 12, 2);
  const all = embed(metricReference(w2Metric), [shifted(cloud, [1, 0]), shifted(cloud, [0, 3])]);
  const middle = expMap(all.reference, combine(all, [0.5, 0.5]));
  const { mean } = moments(cloud);
  expectNear(moments(middle).mean, [mean[0]! + 0.5, mean[1]! + 1.5], rounding);
});

describe("singular masses that the reference does not reach", () => {
  const sigma = measure([0, 0, 1, 0], { dim: 2, weights: [1, 2] });
  const places = [100, 0, 101, 0];
  const [one, other] = [
    [4, 1],
    [9, 0],
  ].map((weights) => measure(places, { dim: 2, weights }));

  it.each<[string, Metric, readonly number[]]>([
    ["hk combines roots", hkMetric(0.5), [(0.25 * 2 + 0.75 * 3) ** 2, 0.25 ** 2]],
    ["opt combines masses", optMetric(0.5), [0.25 * 4 + 0.75 * 9, 0.25]],
  ])("%s", (_, metric, expected) => {
    const all = embed(reference(sigma, { metric }), [massive(one!).measure, massive(other!).measure]);
    expectNear(combine(all, [1, 3]).singular!.weights, expected, rounding);
  });

  it("do not fall below 0 where coefficients are negative", () => {
    const all = embed(reference(sigma, { metric: hkMetric(0.5) }), [one!, massive(other!).measure]);
    const { singular } = combineAffine(all, [-1, 2]);
    expectNear(singular!.weights, [(2 * 3 - 2) ** 2, 0], rounding);
  });
});
