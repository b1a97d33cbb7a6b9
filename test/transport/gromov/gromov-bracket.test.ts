import { assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { entropicGromovWasserstein } from "../../../src/transport/gromov/entropic-gromov-wasserstein.js";
import { fusedGromovWasserstein } from "../../../src/transport/gromov/fused-gromov-wasserstein.js";
import { gromovWasserstein } from "../../../src/transport/gromov/gromov-wasserstein.js";
import {
  euclideanDistances,
  squaredEuclideanDistances,
} from "../../../src/transport/gromov/intrinsic-distances.js";
import { uniformCloud } from "../../support/random-measures.js";
import { between } from "./spaces.js";

/** All orders of 0 .. n-1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  );
}

/** The least objective of all permutations: of all plans, where the objective is concave and all masses are equal. */
function leastOfPermutations(source: Measure, target: Measure): number {
  const n = source.count;
  const [d1, d2] = [between(source), between(target)];
  let least = Infinity;
  for (const order of orders(n)) {
    let sum = 0;
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) sum += (d1(i, k) - d2(order[i]!, order[k]!)) ** 2;
    least = Math.min(least, sum / n / n);
  }
  return least;
}

describe("the bracket of Gromov-Wasserstein", () => {
  it.each([1, 2, 3, 4, 5, 6])("holds the global optimum of six points, which is found: seed %i", (seed) => {
    const random = seededRandom(seed);
    const source = uniformCloud(random, 6, 2);
    const target = uniformCloud(random, 6, 3);
    const { cost, certificate } = gromovWasserstein(source, target, { random });
    const least = leastOfPermutations(source, target);
    expect(certificate.lower).toBeLessThanOrEqual(least);
    expect(certificate.upper).toBeGreaterThanOrEqual(least * (1 - 1e-14));
    expect(certificate.lower).toBeGreaterThan(0);
    expect(Math.abs(cost - least)).toBeLessThan(1e-13);
  });

  /** Few places, so that points coincide and distances tie; some masses are 0. */
  function latticeCloud(random: Random, count: number, dim: number, unit: number): Measure {
    const weights = Float64Array.from({ length: count }, () => random.integer(4));
    weights[random.integer(count)]! += 1;
    const mass = weights.reduce((sum, w) => sum + w, 0);
    return measure(
      Float64Array.from({ length: count * dim }, () => unit * random.integer(3)),
      { dim, weights: weights.map((w) => w / mass) },
    );
  }

  const problems = record({
    seed: integer({ min: 0, max: 1e6 }),
    n: integer({ min: 1, max: 9 }),
    m: integer({ min: 1, max: 9 }),
    unit: constantFrom(1, 1e-12, 1e12),
    distances: constantFrom(euclideanDistances, squaredEuclideanDistances),
  });

  it("holds every plan that is tried, for ties, duplicates and zero weights", () => {
    assert(
      property(problems, ({ seed, n, m, unit, distances }) => {
        const random = seededRandom(seed);
        const source = latticeCloud(random, n, 2, unit);
        const target = latticeCloud(random, m, 3, unit);
        const { cost, certificate, attempts } = gromovWasserstein(source, target, { distances, random });
        expect(certificate.status).toBe("converged");
        expect(certificate.lower).toBeGreaterThanOrEqual(0);
        for (const value of attempts) expect(certificate.lower).toBeLessThanOrEqual(value);
        expect(cost).toBe(Math.min(...attempts));
        expect(certificate.upper).toBeGreaterThanOrEqual(cost);
        expect(certificate.upper).toBeLessThan(Infinity);
        expect(certificate.sourceError).toBeLessThan(1e-14);
        expect(certificate.targetError).toBeLessThan(1e-14);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("holds fused and entropic plans too", () => {
    let converged = 0;
    assert(
      property(problems, constantFrom(0, 0.3, 0.9, 1), ({ seed, n, m, unit, distances }, alpha) => {
        const random = seededRandom(seed);
        const source = latticeCloud(random, n, 2, unit);
        const target = latticeCloud(random, m, 2, unit);
        const fused = fusedGromovWasserstein(source, target, { distances, alpha });
        expect(fused.certificate.lower).toBeLessThanOrEqual(fused.cost);
        expect(fused.certificate.upper).toBeGreaterThanOrEqual(fused.cost);
        const epsilon = 0.5 * (distances === euclideanDistances ? unit ** 2 : unit ** 4);
        const spread = entropicGromovWasserstein(source, target, { distances, epsilon });
        const { lower, upper, sourceError, targetError, status } = spread.certificate;
        expect(lower).toBeLessThanOrEqual(upper);
        expect(upper).toBeLessThan(Infinity);
        if (status !== "converged") return; // Sinkhorn's iteration takes long where costs are hundreds of epsilons
        converged++;
        expect(sourceError + targetError).toBeLessThan(1e-6);
        expect(lower).toBeLessThanOrEqual(spread.cost * (1 + 1e-6));
      }),
      { numRuns: 100, seed: 2 },
    );
    expect(converged).toBeGreaterThan(80);
  });
});
