import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { measure, moments } from "../../../src/measure/measure.js";
import { matrix } from "../../../src/numeric/matrix.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { exact } from "../../../src/transport/exact.js";
import { gaussian } from "../../../src/transport/gaussian/gaussian.js";
import { coarseSteps } from "../../../src/transport/stochastic/coarse-steps.js";
import { blockScan, scan, treeSearch } from "../../../src/transport/stochastic/nearest-cell.js";
import { boxSampler, gaussianSampler, measureSampler } from "../../../src/transport/stochastic/sampler.js";
import { countShares, errorNoise, squaredError } from "../../../src/transport/stochastic/tally.js";
import { expectNear } from "../../support/expect-near.js";
import { cloud, unequal } from "../clouds.js";

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("searches for the nearest cell", () => {
  it.each([1, 2, 3, 5])("agree in dimension %i, whatever the prices", (dim) => {
    const target = cloud(1, 300, { dim });
    const queries = cloud(2, 400, { dim, scale: 2 });
    const prices = {
      none: new Float64Array(300),
      wild: cloud(3, 300, { dim: 1, scale: 3 }).points,
      optimal: exact(queries, target).potentials.g,
    };
    const searches = [blockScan, treeSearch].map((search) => search(target.points, dim));
    for (const g of Object.values(prices)) {
      const plain = scan(target.points, dim)(queries.points, g);
      for (let i = 0; i < 400; i++) {
        const value =
          squaredDistance(queries.points, i, target.points, plain.indices[i]!, dim) - g[plain.indices[i]!]!;
        expect(plain.values[i]).toBe(value);
      }
      for (const search of searches) {
        const found = search(queries.points, g);
        expectNear(found.values, plain.values, { atol: 1e-12, why: "the tree's coordinates are moved" });
        // what differs is a tie: at optimal prices of a plan that splits points there are such
        found.indices.forEach((j, i) => {
          const value = squaredDistance(queries.points, i, target.points, j, dim) - g[j]!;
          expectNear(value, plain.values[i]!, { atol: 1e-12, why: "a tie" });
        });
      }
    }
  });
});

describe("squaredError", () => {
  it("is unbiased, with the noise that it says", () => {
    const target = measure([[0], [1], [2]], { weights: [0.5, 0.3, 0.2] });
    const count = countShares(target, 0);
    const random = seededRandom(1);
    const g = Float64Array.of(0, 0.1, 0);
    // cells of the uniform law on [0, 3]: borders 0.45 and 1.55
    const masses = [0.15, 1.1 / 3, 1 - 1.55 / 3];
    const truth = masses.reduce((sum, p, j) => sum + (p - target.weights[j]!) ** 2 / target.weights[j]!, 0);
    const rounds = 4000;
    const seen = Float64Array.from({ length: rounds }, () =>
      squaredError(count(boxSampler([0], [3])(random, 10), g), target.weights),
    );
    const mean = seen.reduce((a, b) => a + b) / rounds;
    const sd = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rounds);
    expectNear(mean, truth, { atol: (5 * sd) / Math.sqrt(rounds), why: "five standard errors" });
    const even = Float64Array.from({ length: rounds }, () =>
      squaredError(count(measureSampler(target)(random, 10), new Float64Array(3)), target.weights),
    );
    const spread = Math.sqrt(even.reduce((sum, value) => sum + value ** 2, 0) / rounds);
    expectNear(spread, errorNoise(3, 10), {
      rtol: 0.1,
      why: "of 4000 values with heavy tails; 9 draws for 10",
    });
  });

  it("is unbiased for soft shares too", () => {
    const target = measure([[0], [1], [2]], { weights: [0.5, 0.3, 0.2] });
    const count = countShares(target, 0.5);
    const g = new Float64Array(3);
    const law = boxSampler([0], [3]);
    const many = count(law(seededRandom(2), 200_000), g);
    const truth = squaredError(many, target.weights);
    const random = seededRandom(3);
    const rounds = 4000;
    const seen = Float64Array.from({ length: rounds }, () =>
      squaredError(count(law(random, 5), g), target.weights),
    );
    const mean = seen.reduce((a, b) => a + b) / rounds;
    const sd = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rounds);
    expectNear(mean, truth, {
      atol: (5 * sd) / Math.sqrt(rounds) + 0.01,
      why: "five standard errors, and that of truth",
    });
    expectNear(
      many.sums.reduce((a, b) => a + b),
      200_000,
      { rtol: 1e-12, why: "shares of sum 1" },
    );
  });
});

describe("coarseSteps", () => {
  it("moves groups of near cells together, up when they lack mass, and keeps what nothing lacks", () => {
    const clusters = [0, 100].flatMap((at) => Array.from({ length: 8 }, (_, j) => [at + (j % 3), j]));
    const target = measure(clusters);
    const add = coarseSteps(target);
    const prices = new Float64Array(16);
    add(prices, new Float64Array(16), 1);
    expect(prices.every((price) => price === 0)).toBe(true);
    // one cell of the left cluster lacks what one of the right has too much
    const residual = Float64Array.from({ length: 16 }, (_, j) => (j === 2 ? 1 : j === 10 ? -1 : 0));
    add(prices, residual, 0.5);
    expect(prices.subarray(0, 8).every((price) => price >= 0.5)).toBe(true);
    expect(prices.subarray(8).every((price) => price <= -0.5)).toBe(true);
    expect(prices[2]).toBeGreaterThan(0.5); // smaller groups too
  });

  it("does nothing on the line", () => {
    const prices = new Float64Array(20);
    coarseSteps(cloud(4, 20, { dim: 1 }))(prices, new Float64Array(20).fill(1), 1);
    expect(prices.every((price) => price === 0)).toBe(true);
  });
});

describe("samplers", () => {
  const N = 50_000;

  it("draw the normal law, flat or not", () => {
    const covariance = matrix(2, 2, Float64Array.of(4, 2, 2, 1)); // y = x / 2
    const points = gaussianSampler(gaussian([1, -1], covariance))(seededRandom(1), N);
    const seen = moments(measure(points, { dim: 2 }));
    expectNear(seen.mean, [1, -1], { atol: 5 * Math.sqrt(4 / N), why: "five standard errors" });
    expectNear(seen.covariance.data, covariance.data, {
      atol: 5 * 4 * Math.sqrt(2 / N),
      why: "five standard errors",
    });
    for (let p = 0; p < 20; p += 2) {
      expectNear(points[p + 1]! + 1, (points[p]! - 1) / 2, {
        atol: 1e-7,
        why: "the root of a variance of 1e-15",
      });
    }
  });

  it("draw a box", () => {
    const points = boxSampler([-1, 2], [1, 6])(seededRandom(2), N);
    const seen = moments(measure(points, { dim: 2 }));
    expect(
      points.every((value, p) => (p % 2 === 0 ? value >= -1 && value < 1 : value >= 2 && value < 6)),
    ).toBe(true);
    expectNear(seen.mean, [0, 4], { atol: 5 * Math.sqrt(16 / 12 / N), why: "five standard errors" });
    expectNear(seen.covariance.data, [4 / 12, 0, 0, 16 / 12], { atol: 0.03, why: "five standard errors" });
  });

  it("draw the points of a measure by mass, none without", () => {
    const mu = cloud(3, 10, { dim: 1, weight: (random, i) => (i % 3 === 0 ? 0 : unequal(random)) });
    const points = measureSampler(mu)(seededRandom(3), N);
    mu.weights.forEach((w, i) => {
      const frequency = points.filter((value) => value === mu.points[i]).length / N;
      expectNear(frequency, w, { atol: 5 * Math.sqrt((w * (1 - w)) / N), why: "five standard errors" });
    });
  });

  it.each([
    ["corners of different dimension", [0, 0], [1], "1 coordinates"],
    ["an empty side", [0, 1], [1, 1], "side 1"],
    ["an infinite side", [0], [Infinity], "side 0"],
  ] as const)("refuse %s", (_, low, high, word) => {
    const error = caught(() => boxSampler(low, high));
    expect(isOtError(error, "ShapeError")).toBe(true);
    expect(String(error)).toContain(word);
  });
});
