import { describe, expect, it } from "vitest";
import { lotDistance, lotDistances } from "../../src/lot/distance.js";
import { embed, singularMasses, stackTangents, toRow, toTangent } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { logMap } from "../../src/lot/log-map.js";
import { type HkMetric, hkMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { type Reference, reference } from "../../src/lot/reference.js";
import { type TangentVector, tangentInner } from "../../src/lot/tangent.js";
import {
  type Measure,
  massive,
  measure,
  normalise,
  selectPoints,
  totalMass,
} from "../../src/measure/measure.js";
import { rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { sparsePlan } from "../../src/transport/sparse-plan.js";
import { unbalanced } from "../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../src/transport/unbalanced/unbalanced-exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };
const KAPPA = 0.7;
const metric = hkMetric(KAPPA);

function dirac(place: readonly number[], mass: number): Measure {
  return measure([place], { weights: [mass] });
}

/** A reference with unequal masses. */
function weightedReference(seed: number, count: number, of: HkMetric = metric): Reference {
  return reference(massive(randomCloud(seededRandom(seed), count, 2)).measure, { metric: of });
}

/** The terms that HK^2 is the sum of. */
function sumOfTerms(sigma: Reference, kappa: number, tangent: TangentVector): number {
  return (
    tangentInner(sigma, tangent, tangent) + kappa * kappa * totalMass(tangent.singular!) + tangent.residual
  );
}

describe("the HK logarithm between two Diracs", () => {
  const [m0, m1] = [0.8, 2.3];
  const from = [1, -2];
  const sigma = reference(dirac(from, m0), { metric });
  const at = (length: number): number[] => [from[0]! + 0.6 * length, from[1]! + 0.8 * length];

  it.each([0, 1e-9, 0.01, 0.3, 0.7, 1, 1.09])("at distance %f has its closed form", (length) => {
    const theta = length / KAPPA;
    const q = Math.sqrt(m1 / m0);
    const { velocity, growth, singular, residual, certificate } = logMap(sigma, dirac(at(length), m1));
    const speed = KAPPA * q * Math.sin(theta);
    const why = "a few roundings of the closed form and of the differences of places";
    expectNear(velocity, [0.6 * speed, 0.8 * speed], { atol: 1e-15, rtol: 1e-12, why });
    expectNear(growth!, [2 * (q * Math.cos(theta) - 1)], { atol: 1e-15, rtol: 1e-12, why });
    expect(singular!.count).toBe(0);
    expectNear(residual, 0, { atol: 1e-28, why: "the square of a rounding" });
    const cost = KAPPA ** 2 * (m0 + m1 - 2 * Math.sqrt(m0 * m1) * Math.cos(theta));
    expectNear(metricCost(metric, sigma.measure, dirac(at(length), m1)).cost, cost, { rtol: 1e-12, why });
    expect(certificate.lower).toBeLessThanOrEqual(cost * (1 + 1e-12));
    expect(certificate.upper).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
  });

  it.each([0.01, 0.3, 1, 1.09])("at distance %f leads there and back, with q^2(t) on the way", (length) => {
    const target = dirac(at(length), m1);
    const tangent = logMap(sigma, target);
    const back = expMap(sigma, tangent);
    expectNear(back.points, target.points, { atol: 4e-16, rtol: 4e-16, why: "rounding of a place" });
    expectNear(back.weights, target.weights, { rtol: 4e-16, why: "rounding of a^2 + b^2" });
    const speed = Math.hypot(...tangent.velocity) / KAPPA;
    for (const t of [0, 0.25, 0.5, 0.9]) {
      const middle = expMap(sigma, tangent, t);
      const [across, ahead] = [t * speed, 1 + (t * tangent.growth![0]!) / 2];
      expectNear(middle.weights, [m0 * (across ** 2 + ahead ** 2)], rounding);
      const moved = Math.hypot(middle.points[0]! - from[0]!, middle.points[1]! - from[1]!);
      expectNear(moved, KAPPA * Math.atan2(across, ahead), rounding);
    }
  });

  it.each([(KAPPA * Math.PI) / 2 + 1e-9, 5, 1e6])("at distance %f destroys and creates", (length) => {
    const target = dirac(at(length), m1);
    const tangent = logMap(sigma, target);
    expect(tangent.velocity).toEqual(new Float64Array(2));
    expect(tangent.growth).toEqual(Float64Array.of(-2));
    expect(tangent.singular).toEqual(target);
    expect(tangent.residual).toBe(0);
    expectNear(sumOfTerms(sigma, KAPPA, tangent), KAPPA ** 2 * (m0 + m1), rounding);
    expect(massive(expMap(sigma, tangent)).measure).toEqual(target);
    const middle = expMap(sigma, tangent, 0.5);
    expectNear(middle.weights, [m0 / 4, m1 / 4], rounding);
  });
});

describe("the HK logarithm", () => {
  it.each([0.1, 0.3, 0.7, 2, 10, 1000])("splits the cost into its terms (kappa %f)", (kappa) => {
    for (let seed = 0; seed < 8; seed++) {
      const random = seededRandom(seed);
      const sigma = weightedReference(seed, 9 + seed, hkMetric(kappa));
      const mu = normalise(randomCloud(random, 25, 2), 0.2 + seed);
      const tangent = logMap(sigma, mu);
      expect(tangent.certificate.status).toBe("converged");
      const { cost } = metricCost(hkMetric(kappa), sigma.measure, mu);
      expectNear(sumOfTerms(sigma, kappa, tangent), cost, {
        rtol: 1e-12,
        why: "rounding: both are stationary at the optimum, so that what the plan is off by counts squared",
      });
      expect(tangent.residual).toBeGreaterThanOrEqual(0);
    }
  });

  it("has no residual where the plan is a map, and then leads to the target exactly", () => {
    const { sigma, target } = mapProblem();
    const tangent = logMap(sigma, target);
    expectNear(tangent.residual, 0, { atol: 1e-28, why: "the square of a rounding" });
    expect(tangent.singular).toEqual(selectPoints(target, [5]));
    const back = massive(expMap(sigma, tangent)).measure;
    expectNear(back.points, target.points, { atol: 1e-15, rtol: 1e-15, why: "rounding of a place" });
    expectNear(back.weights, target.weights, {
      atol: 1e-16,
      rtol: 1e-15,
      why: "rounding; 1 + growth / 2 is small where most of a mass goes, and as exact as a number of size 1",
    });
  });

  /** Six places far apart: near five of them target mass, near one none, and target mass far from all. */
  function mapProblem(): { readonly sigma: Reference; readonly target: Measure } {
    const places = [0, 1, 2, 3, 4, 5].map((i) => [10 * i, 3 * i]);
    const sigma = reference(measure(places, { weights: [1, 0.2, 3, 0.5, 2, 7] }), { metric });
    const steps = [
      [0, 0],
      [0.3, 0],
      [-0.2, 0.5],
      [0.6, 0.8],
      [0, -1e-5],
    ];
    const images = steps.map(([dx, dy], i) => [places[i]![0]! + dx!, places[i]![1]! + dy!]);
    const target = measure([...images, [500, 500]], { weights: [1, 3, 0.01, 0.6, 2, 0.4] });
    return { sigma, target };
  }

  it("tends to that of W2 as kappa grows, for equal masses", () => {
    const random = seededRandom(4);
    const source = massive(randomCloud(random, 20, 2)).measure;
    const mu = randomCloud(random, 30, 2);
    const flat = logMap(reference(source, { metric: w2Metric }), mu);
    const flatCost = metricCost(w2Metric, source, mu).cost;
    for (const kappa of [100, 1000]) {
      const why = `the cost is |x - y|^2 (1 + O(|x - y|^2 / kappa^2)), with |x - y| up to 5`;
      const sigma = reference(source, { metric: hkMetric(kappa) });
      const tangent = logMap(sigma, mu);
      expectNear(metricCost(hkMetric(kappa), source, mu).cost, flatCost, { rtol: 25 / kappa ** 2, why });
      expectNear(tangent.velocity, flat.velocity, { atol: 100 / kappa ** 2, why });
      expectNear(tangent.growth!, new Float64Array(source.count), { atol: 100 / kappa ** 2, why });
    }
  });

  it("tends to Hellinger's square roots as kappa goes to 0", () => {
    const random = seededRandom(5);
    const places = uniformCloud(random, 12, 2).points;
    const masses = () => Float64Array.from({ length: 12 }, () => 0.1 + random.uniform());
    const [a, b] = [masses(), masses()];
    const nu = measure(places, { dim: 2, weights: b.map((mass, i) => (i === 3 ? 0 : mass)) });
    const sigma = reference(measure(places, { dim: 2, weights: a }), { metric: hkMetric(1e-3) });
    const tangent = logMap(sigma, nu);
    expect(tangent.velocity).toEqual(new Float64Array(24));
    const q = a.map((mass, i) => Math.sqrt(nu.weights[i]! / mass));
    expectNear(
      tangent.growth!,
      q.map((value) => 2 * (value - 1)),
      rounding,
    );
    const hellinger = a.reduce((sum, mass, i) => sum + (Math.sqrt(mass) - Math.sqrt(nu.weights[i]!)) ** 2, 0);
    expectNear(metricCost(hkMetric(1e-3), sigma.measure, nu).cost / 1e-6, hellinger, rounding);
  });

  it("scales with the unit of length and with the unit of mass", () => {
    const random = seededRandom(6);
    const source = massive(randomCloud(random, 15, 2)).measure;
    const mu = normalise(randomCloud(random, 22, 2), 1.7);
    const stretched = (nu: Measure): Measure => ({
      ...nu,
      points: nu.points.map((x) => 8 * x),
      weights: nu.weights.map((w) => 4 * w),
    });
    const tangent = logMap(reference(source, { metric }), mu);
    const sigma = reference(stretched(source), { metric: hkMetric(8 * KAPPA) });
    const large = logMap(sigma, stretched(mu));
    expectNear(
      large.velocity,
      tangent.velocity.map((v) => 8 * v),
      { atol: 1e-9, rtol: 1e-9, why: "plans of the two problems agree to the square root of their gaps" },
    );
    expectNear(large.residual, 256 * tangent.residual, {
      rtol: 1e-9,
      why: "plans of the two problems agree to the square root of their gaps",
    });
  });

  it("takes another solver, such as the entropic one", () => {
    const sigma = weightedReference(7, 12);
    const mu = normalise(randomCloud(seededRandom(70), 20, 2), 1.3);
    const solver = (source: Measure, target: Measure) =>
      unbalanced(source, target, { kappa: KAPPA, epsilon: 1e-3 });
    const smooth = logMap(sigma, mu, { solver });
    expectNear(totalMass(expMap(sigma, smooth)) + smooth.residual / KAPPA ** 2, totalMass(mu), {
      rtol: 1e-12,
      why: "rounding: means of velocity and growth lack their variance, for any plan",
    });
    const { cost } = solver(sigma.measure, mu);
    expectNear(sumOfTerms(sigma, KAPPA, smooth), cost, {
      atol: 1e-3 * totalMass(mu),
      why: "epsilon times the mass: the terms add up to the cost at an optimal plan, and this one is blurred",
    });
    const exact = logMap(sigma, mu);
    expect(smooth.residual).toBeGreaterThan(exact.residual);
    expectNear(smooth.velocity, exact.velocity, { atol: 0.05, why: "epsilon is 1e-3 of a cost of order 1" });
    expectNear(smooth.growth!, exact.growth!, { atol: 0.05, why: "epsilon is 1e-3 of a cost of order 1" });
  });

  it("leaves out what a solver moves over kappa pi / 2 or more, by rounding", () => {
    const sigma = reference(measure([[0]]), { metric: hkMetric(1) });
    const mu = measure([[0.5], [Math.PI / 2]], { weights: [1, 2] });
    const solver = (source: Measure, target: Measure) => {
      const transport = unbalancedExact(source, target, { kappa: 1 });
      const entries = {
        rows: Int32Array.of(0, 0),
        cols: Int32Array.of(0, 1),
        mass: Float64Array.of(0.9, 1e-9),
      };
      return { ...transport, plan: sparsePlan(entries, [1, 2]) };
    };
    const { singular, residual } = logMap(sigma, mu, { solver });
    expect(singular).toEqual(selectPoints(mu, [1]));
    expectNear(residual, 0, { atol: 1e-28, why: "the square of a rounding" });
  });

  it("names the strength that is no number", () => {
    expect(() => hkMetric(0)).toThrow(/kappa is 0/);
    expect(() => hkMetric(Number.NaN)).toThrow(/kappa is NaN/);
  });
});

describe("the HK exponential", () => {
  it("takes no mass below 0 beyond the end of a geodesic", () => {
    const sigma = reference(measure([[0], [10]]), { metric: hkMetric(1) });
    const tangent = logMap(sigma, dirac([0.5], 2));
    expect(expMap(sigma, tangent, 3).weights[1]).toBe(0);
  });

  it("leaves of a point that is past its end what moves", () => {
    const sigma = reference(measure([[0]]), { metric: hkMetric(1) });
    const given = { referenceId: sigma.id, velocity: Float64Array.of(0.5), growth: Float64Array.of(-5) };
    const end = expMap(sigma, given);
    expectNear(end.weights, [0.25], rounding);
    expectNear(end.points, [Math.PI / 2], rounding);
  });

  it("goes back for negative times", () => {
    const sigma = reference(dirac([1], 1), { metric });
    const back = expMap(sigma, logMap(sigma, dirac([1.2], 1)), -1);
    expect(back.points[0]!).toBeLessThan(1);
    const ahead = expMap(sigma, logMap(sigma, dirac([1.2], 1)), 1);
    expectNear(ahead.points, [1.2], rounding);
  });

  it("refuses a vector of the same measure in another metric, or without growth", () => {
    const cloud = uniformCloud(seededRandom(1), 5, 2);
    const tangent = logMap(reference(cloud, { metric }), cloud);
    expect(() => expMap(reference(cloud), tangent)).toThrow(/belongs to reference/);
    expect(() => expMap(reference(cloud, { metric: hkMetric(2) }), tangent)).toThrow(/belongs to reference/);
    const { referenceId, velocity } = tangent;
    expect(() => expMap(reference(cloud, { metric }), { referenceId, velocity })).toThrow(
      /0 numbers of growths, the reference 5/,
    );
  });
});

describe("HK rows", () => {
  const sigma = weightedReference(3, 20, hkMetric(0.3));
  const measures = [25, 15, 20].map((count, s) =>
    normalise(randomCloud(seededRandom(30 + s), count, 2), 0.5 + s),
  );
  const tangents = measures.map((mu) => logMap(sigma, mu));
  const embedding = embed(sigma, measures);

  it("are sqrt(w) (v, kappa alpha / 2) and give the tangent vectors back", () => {
    expect(embedding.matrix.cols).toBe(3 * sigma.measure.count);
    tangents.forEach((tangent, s) => {
      const row = rowView(embedding.matrix, s);
      expectNear(row[2]!, Math.sqrt(sigma.measure.weights[0]!) * 0.15 * tangent.growth![0]!, rounding);
      const back = toTangent(sigma, row);
      expectNear(back.velocity, tangent.velocity, rounding);
      expectNear(back.growth!, tangent.growth!, rounding);
      expectNear(toRow(sigma, back), row, rounding);
    });
    expect(() => toTangent(sigma, [1, 2])).toThrow(/48 numbers, got 2/);
  });

  it("have the Euclidean geometry of the tangent space", () => {
    const [x, y] = [rowView(embedding.matrix, 0), rowView(embedding.matrix, 1)];
    const dot = x.reduce((sum, value, p) => sum + value * y[p]!, 0);
    expectNear(dot, tangentInner(sigma, tangents[0]!, tangents[1]!), rounding);
  });

  it("keep the singular measures beside them", () => {
    expect(embedding.singular).toEqual(tangents.map(({ singular }) => singular));
    expect(Math.max(...singularMasses(embedding)), "some mass is out of reach").toBeGreaterThan(0.01);
    expect(stackTangents(sigma, tangents)).toEqual(embedding);
  });
});

describe("the HK distance of tangent vectors", () => {
  it("has kappa^2 (sqrt a - sqrt b)^2 for singular masses a and b at one place, whatever their order", () => {
    const sigma = reference(dirac([0], 1), { metric: hkMetric(1) });
    const [a, b] = [
      measure([[0], [20], [30], [20]], { weights: [1, 4, 1, 5] }),
      measure([[40], [30], [0], [20]], { weights: [0.25, 4, 1, 1] }),
    ];
    const tangents = [a, b].map((mu) => logMap(sigma, mu)) as [TangentVector, TangentVector];
    const squared = (3 - 1) ** 2 + (1 - 2) ** 2 + 0.5 ** 2;
    expectNear(lotDistance(sigma, ...tangents), Math.sqrt(squared), rounding);
    expectNear(lotDistance(sigma, tangents[0], tangents[0]), 0, { atol: 1e-15, why: "equal vectors" });
    const all = lotDistances(stackTangents(sigma, tangents));
    expectNear(all.data, [0, Math.sqrt(squared), Math.sqrt(squared), 0], {
      atol: 1e-7,
      why: "squared distances from a Gram matrix lose half the digits near 0",
    });
  });

  it("to the reference is the root of HK^2 less the residual", () => {
    const sigma = weightedReference(8, 10, hkMetric(0.4));
    const mu = normalise(randomCloud(seededRandom(80), 20, 2), 2);
    const tangent = logMap(sigma, mu);
    const { cost } = metricCost(hkMetric(0.4), sigma.measure, mu);
    const origin = logMap(sigma, sigma.measure);
    expectNear(lotDistance(sigma, origin, tangent) ** 2 + tangent.residual, cost, {
      rtol: 1e-7,
      why: "the plan from the reference to itself is the identity up to its gap, 1e-14, whose root is a distance",
    });
  });
});
