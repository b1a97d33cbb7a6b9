import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { gelbrichBound } from "../../../src/transport/gaussian/gaussian-transport.js";
import { marginals } from "../../../src/transport/plan.js";
import { minibatch } from "../../../src/transport/stochastic/minibatch.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud } from "../../support/random-measures.js";
import { cloud, moved, unequal } from "../clouds.js";

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const FIVE_ERRORS = "five standard errors: by chance once in 10^6 seeds";

describe("minibatch", () => {
  it("with whole measures as batches is exact", () => {
    const source = cloud(1, 20);
    const target = cloud(2, 20, { shift: 1 });
    const { cost, certificate, statistical } = minibatch(source, target, {
      batchSize: 20,
      batches: 3,
      random: seededRandom(1),
      replacement: false,
    });
    const truth = exact(source, target);
    expect(certificate.status).toBe("converged");
    expect(certificate.iterations).toBe(3);
    const why = "the same plan, its points in another order";
    expectNear([cost, statistical.mean, statistical.debiased.mean], Array(3).fill(truth.cost), {
      rtol: 1e-12,
      why,
    });
    expectNear([certificate.lower, certificate.upper], Array(2).fill(truth.cost), { rtol: 1e-12, why });
    expectNear(statistical.standardError, 0, { atol: 1e-14, why });
  });

  it("with one point a batch costs what independent points do", () => {
    const source = cloud(3, 30, { weight: unequal });
    const target = cloud(4, 25, { shift: 1, weight: unequal });
    let product = 0;
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < 25; j++) {
        const x = source.points[2 * i]! - target.points[2 * j]!;
        const y = source.points[2 * i + 1]! - target.points[2 * j + 1]!;
        product += source.weights[i]! * target.weights[j]! * (x * x + y * y);
      }
    }
    const { statistical } = minibatch(source, target, {
      batchSize: 1,
      batches: 4000,
      random: seededRandom(2),
    });
    expectNear(statistical.mean, product, { atol: 5 * statistical.standardError, why: FIVE_ERRORS });
    expect(statistical.standardError).toBeLessThan(0.1);
    expect(statistical.interval[1] - statistical.interval[0]).toBeGreaterThan(
      3.9 * statistical.standardError,
    );
  });

  it("between samples of one law has the known bias, and none after debiasing", () => {
    const grid = measure(
      Float64Array.from({ length: 2000 }, (_, i) => (i + 0.5) / 2000),
      { dim: 1 },
    );
    const { statistical } = minibatch(grid, grid, { batchSize: 10, batches: 800, random: seededRandom(3) });
    // two independent samples of N points of the uniform law on [0, 1]: E W2^2 = 1 / (3 (N + 1))
    expectNear(statistical.mean, 1 / 33, { atol: 5 * statistical.standardError, why: FIVE_ERRORS });
    expect(statistical.standardError).toBeLessThan(0.002);
    expectNear(statistical.debiased.mean, 0, {
      atol: 5 * statistical.debiased.standardError,
      why: FIVE_ERRORS,
    });
  });

  it("is biased less by larger batches", () => {
    const source = cloud(5, 200, { weight: unequal });
    const target = cloud(6, 200, { shift: 0.5, weight: unequal });
    const truth = exact(source, target).cost;
    const means = [5, 20, 80].map(
      (batchSize) => minibatch(source, target, { batchSize, batches: 200, random: seededRandom(4) }).cost,
    );
    expect(means[0]).toBeGreaterThan(means[1]!);
    expect(means[1]).toBeGreaterThan(means[2]!);
    expect(means[2]).toBeGreaterThan(truth);
  });

  it("returns the mean of the plans, whose marginals tend to the measures", () => {
    const source = cloud(7, 30, { weight: (random, i) => (i % 5 === 0 ? 0 : unequal(random)) });
    const target = cloud(8, 40, { shift: 1, weight: unequal });
    const { plan, cost, statistical, certificate } = minibatch(source, target, {
      batchSize: 16,
      batches: 500,
      random: seededRandom(5),
    });
    expectNear(cost, statistical.mean, { rtol: 1e-12, why: "two orders of one sum" });
    const { source: sent } = marginals(plan);
    // each is a frequency of 8000 draws: five standard deviations
    for (let i = 0; i < 30; i++) {
      const p = source.weights[i]!;
      expectNear(sent[i]!, p, {
        atol: 5 * Math.sqrt((p * (1 - p)) / 8000),
        why: "a frequency of 8000 draws",
      });
    }
    expect(certificate.sourceError).toBeLessThan(0.1);
  });

  it("brackets W2^2 itself, never worse than the moments below", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      n: fc.integer({ min: 1, max: 30 }),
      m: fc.integer({ min: 1, max: 30 }),
      dim: fc.integer({ min: 1, max: 3 }),
      batchSize: fc.integer({ min: 1, max: 12 }),
      batches: fc.integer({ min: 2, max: 6 }),
      lattice: fc.boolean(),
    });
    fc.assert(
      fc.property(problem, ({ seed, n, m, dim, batchSize, batches, lattice }) => {
        const random = seededRandom(seed);
        const snap = (mu: Measure): Measure => (lattice ? { ...mu, points: mu.points.map(Math.round) } : mu);
        const source = snap(randomCloud(random, n, dim));
        const target = snap(moved(randomCloud(random, m, dim), 2, 1));
        const { certificate, statistical } = minibatch(source, target, { batchSize, batches, random });
        const truth = exact(source, target).certificate;
        expect(certificate.lower).toBeLessThanOrEqual(truth.upper);
        expect(certificate.upper).toBeGreaterThanOrEqual(truth.lower);
        expect(certificate.upper).toBeLessThan(Infinity);
        expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
        // clouds of n <= d points have singular covariances, whose roots are known to 1e-8
        expect(certificate.lower).toBeGreaterThanOrEqual(gelbrichBound(source, target) * (1 - 1e-6) - 1e-6);
        expect(statistical.debiased.count).toBe(batches);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it("is the same for the same seed, and another for another", () => {
    const run = (seed: number) =>
      minibatch(cloud(9, 50), cloud(10, 60), { batchSize: 8, batches: 5, random: seededRandom(seed) });
    expect(run(1)).toEqual(run(1));
    expect(run(1).cost).not.toBe(run(2).cost);
  });

  it("counts the mass", () => {
    const heavy = (mu: Measure): Measure => ({ ...mu, weights: mu.weights.map((w) => 4 * w) });
    const [source, target] = [cloud(11, 20), cloud(12, 20)];
    const options = { batchSize: 5, batches: 4 };
    const one = minibatch(source, target, { ...options, random: seededRandom(1) });
    const four = minibatch(heavy(source), heavy(target), { ...options, random: seededRandom(1) });
    expectNear(four.cost, 4 * one.cost, { rtol: 1e-14, why: "a power of two" });
    expectNear(four.statistical.debiased.mean, 4 * one.statistical.debiased.mean, {
      rtol: 1e-12,
      why: "a power of two, and differences",
    });
  });

  it("ends with the caller, with what is done", () => {
    const { certificate, statistical } = minibatch(cloud(13, 30), cloud(14, 30), {
      batchSize: 5,
      batches: 50,
      random: seededRandom(1),
      onProgress: ({ done }) => done < 1,
    });
    expect([certificate.status, certificate.iterations]).toEqual(["aborted", 1]);
    expect(certificate.upper).toBeLessThan(Infinity);
    expect(statistical.standardError).toBe(Infinity); // nothing is known from one value
    expect(statistical.interval).toEqual([-Infinity, Infinity]);
  });

  it("passes on that a batch was not solved", () => {
    const { certificate } = minibatch(cloud(15, 80), cloud(16, 80), {
      batchSize: 60,
      batches: 2,
      random: seededRandom(1),
      solver: (source, target) => exact(source, target, { maxPivots: 1 }),
    });
    expect(certificate.status).toBe("iteration-limit");
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  });

  const mu = cloud(17, 10);
  const options = { batchSize: 4, batches: 3, random: seededRandom(1) };
  it.each([
    [
      "no points a batch",
      () => minibatch(mu, mu, { ...options, batchSize: 0 }),
      "ShapeError",
      "batchSize is 0",
    ],
    ["half a batch", () => minibatch(mu, mu, { ...options, batches: 2.5 }), "ShapeError", "batches is 2.5"],
    [
      "one pair, which has no error",
      () => minibatch(mu, mu, { ...options, batches: 1 }),
      "ShapeError",
      "at least 2",
    ],
    [
      "different dimensions",
      () => minibatch(mu, cloud(1, 10, { dim: 3 }), options),
      "ShapeError",
      "dimension",
    ],
    [
      "different masses",
      () => minibatch(mu, { ...mu, weights: mu.weights.map((w) => 2 * w) }, options),
      "MeasureError",
      "normalise",
    ],
    [
      "batches larger than the measure, without replacement",
      () => minibatch(mu, mu, { ...options, batchSize: 11, replacement: false }),
      "ShapeError",
      "replacement: true",
    ],
    [
      "unequal masses, without replacement",
      () => minibatch(cloud(1, 10, { weight: unequal }), mu, { ...options, replacement: false }),
      "MeasureError",
      "replacement: true",
    ],
  ] as const)("refuses %s", (_, run, tag, word) => {
    const error = caught(run);
    expect(isOtError(error, tag)).toBe(true);
    expect(String(error)).toContain(word);
  });
});
