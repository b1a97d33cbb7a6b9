import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { gram } from "../../../src/numeric/gram.js";
import { matrix, matrixFromRows } from "../../../src/numeric/matrix.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { type Gaussian, gaussian } from "../../../src/transport/gaussian/gaussian.js";
import { gaussianBarycenter } from "../../../src/transport/gaussian/gaussian-barycenter.js";
import { gaussianGeodesic, gaussianTransport } from "../../../src/transport/gaussian/gaussian-transport.js";
import { expectNear } from "../../support/expect-near.js";
import { gaussianOracle } from "./gaussian-oracle.js";

function randomLaw(random: Random, dim: number, rank = dim): Gaussian {
  const factor = matrix(
    dim,
    rank,
    Float64Array.from({ length: dim * rank }, () => random.normal()),
  );
  return gaussian(
    Float64Array.from({ length: dim }, () => random.normal()),
    gram(factor),
  );
}

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const costAt = (law: Gaussian, laws: readonly Gaussian[], weights: readonly number[]): number =>
  laws.reduce((sum, one, s) => sum + weights[s]! * gaussianTransport(law, one).cost, 0);

describe("gaussianBarycenter", () => {
  it("has its bracket for the means as they are, not for the mean as it is stored far from 0", () => {
    const place = 1e8;
    const step = 1.5e-8; // about one unit in the last place there
    const means = [place, place + step, place + step];
    const laws = means.map((mean) => gaussian([mean], matrix(1, 1, Float64Array.of(1e-20))));
    const apart = means[1]! - means[0]!;
    const spread = (2 / 9) * apart * apart;
    const { lower, upper } = gaussianBarycenter(laws).certificate;
    expectNear(lower, spread, { rtol: 1e-12, why: "the variances are equal, so the means decide" });
    expect(upper).toBeGreaterThanOrEqual(spread);
  });

  it("on the line averages means and standard deviations", () => {
    const laws = [1, 2, 5].map((sd, s) => gaussian([s], matrixFromRows([[sd ** 2]])));
    const { barycenter, cost, certificate } = gaussianBarycenter(laws, { weights: [0.2, 0.3, 0.5] });
    expect(certificate.status).toBe("converged");
    expectNear(barycenter.mean, [1.3], { rtol: 1e-15, why: "a sum of three" });
    expectNear(barycenter.covariance.data, [3.3 ** 2], { rtol: 1e-14, why: "0.2 + 0.6 + 2.5" });
    const spread = 0.2 * (1.3 ** 2 + 2.3 ** 2) + 0.3 * (0.3 ** 2 + 1.3 ** 2) + 0.5 * (0.7 ** 2 + 1.7 ** 2);
    expectNear(cost, spread, { rtol: 1e-14, why: "a sum of six squares" });
    expect(relativeGap(certificate)).toBeLessThan(1e-11);
  });

  it("of two laws lies on their geodesic", () => {
    const random = seededRandom(2);
    const [one, other] = [randomLaw(random, 4), randomLaw(random, 4)];
    for (const t of [0.1, 0.5, 0.9]) {
      const { barycenter, cost } = gaussianBarycenter([one, other], { weights: [1 - t, t] });
      const transport = gaussianTransport(one, other);
      const between = gaussianGeodesic(transport, t);
      const why = "the fixed point stops at 1e-10";
      expectNear(barycenter.covariance.data, between.covariance.data, { atol: 1e-8, why });
      expectNear(cost, t * (1 - t) * transport.cost, { rtol: 1e-10, why });
    }
  });

  it("solves the fixed-point equation: the mean of the maps to the laws is the identity", () => {
    const random = seededRandom(3);
    const laws = Array.from({ length: 5 }, () => randomLaw(random, 3));
    const weights = [0.1, 0.2, 0.3, 0.15, 0.25];
    const { barycenter } = gaussianBarycenter(laws, { weights, stop: { tolerance: 1e-13 } });
    const mean = new Float64Array(9);
    laws.forEach((law, s) => {
      const { linear } = gaussianTransport(barycenter, law);
      for (let p = 0; p < 9; p++) mean[p]! += weights[s]! * linear.data[p]!;
    });
    expectNear(mean, [1, 0, 0, 0, 1, 0, 0, 0, 1], { atol: 1e-9, why: "condition times 1e-13" });
  });

  it("brackets the least cost, and closes the gap where a law is regular", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      count: fc.integer({ min: 1, max: 6 }),
      dim: fc.integer({ min: 1, max: 4 }),
      flat: fc.boolean(),
    });
    fc.assert(
      fc.property(problem, ({ seed, count, dim, flat }) => {
        const random = seededRandom(seed);
        const laws = Array.from({ length: count }, (_, s) => randomLaw(random, dim, flat && s > 0 ? 1 : dim));
        const raw = laws.map((_, s) => (s % 4 === 3 ? 0 : 0.1 + random.uniform()));
        const total = raw.reduce((a, b) => a + b);
        const weights = raw.map((w) => w / total);
        const { barycenter, cost, certificate } = gaussianBarycenter(laws, { weights });
        expect(certificate.status).toBe("converged");
        expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
        expect(certificate.lower).toBeLessThanOrEqual(cost);
        expect(certificate.upper).toBeGreaterThanOrEqual(cost);
        if (count > 1) expect(relativeGap(certificate)).toBeLessThan(1e-6);
        // no other law does better than the lower bound says, near or far
        for (let trial = 0; trial < 5; trial++) {
          const other =
            trial === 0
              ? laws[0]!
              : gaussianGeodesic(gaussianTransport(barycenter, randomLaw(random, dim)), 0.1);
          expect(costAt(other, laws, weights)).toBeGreaterThanOrEqual(certificate.lower);
        }
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it("of flat laws has a true bracket", () => {
    const axes = [
      [1, 0],
      [0, 1],
    ].map(([x, y]) =>
      gaussian(
        [0, 0],
        matrixFromRows([
          [x!, 0],
          [0, y!],
        ]),
      ),
    );
    // every coupling of x e1 and y e2 costs 1 + 1; the barycentre of two laws costs a quarter of that
    const { cost, certificate } = gaussianBarycenter(axes);
    expectNear(cost, 0.5, { rtol: 1e-7, why: "roots of eigenvalues that are 0" });
    expectNear(certificate.lower, 0.5, { rtol: 1e-7, why: "the bound by pairs is sharp for two laws" });
    const points = [gaussian([0], matrix(1, 1)), gaussian([2], matrix(1, 1))];
    expectNear(gaussianBarycenter(points, { weights: [1, 3] }).barycenter.mean, [1.5], {
      rtol: 1e-15,
      why: "3 / 4 of 2",
    });
  });

  it.each(gaussianOracle.barycentres)("agrees with a minimisation by SciPy, $name", (one) => {
    const laws = one.covariances.map((data) =>
      gaussian(new Float64Array(one.dim), matrix(one.dim, one.dim, Float64Array.from(data))),
    );
    const { barycenter, cost } = gaussianBarycenter(laws, { weights: one.weights });
    expectNear(cost, one.cost, { rtol: 1e-9, why: "the minimum is flat: BFGS with numeric gradients" });
    expectNear(barycenter.covariance.data, one.covariance, {
      atol: 1e-4,
      why: "the root of what BFGS leaves of the cost",
    });
  });

  it("ends by its limit or by the caller with a true bracket", () => {
    const random = seededRandom(6);
    const laws = Array.from({ length: 4 }, () => randomLaw(random, 3));
    const weights = [1, 2, 3, 4];
    const { certificate: best } = gaussianBarycenter(laws, { weights });
    const limited = gaussianBarycenter(laws, { weights, stop: { maxIterations: 1 } }).certificate;
    expect([limited.status, limited.iterations]).toEqual(["iteration-limit", 1]);
    const aborted = gaussianBarycenter(laws, { weights, onProgress: ({ done }) => done < 2 }).certificate;
    expect([aborted.status, aborted.iterations]).toEqual(["aborted", 2]);
    for (const { lower, upper } of [limited, aborted]) {
      expect(lower).toBeLessThanOrEqual(best.upper);
      expect(upper).toBeGreaterThanOrEqual(best.lower);
      expect(upper).toBeLessThan(Infinity);
    }
  });

  it.each([
    ["no laws", [], [], "ShapeError", "no laws"],
    ["too few weights", [randomLaw(seededRandom(1), 2)], [], "ShapeError", "one per measure"],
    ["a negative weight", [randomLaw(seededRandom(1), 2)], [-1], "MeasureError", "weight 0 is -1"],
    ["no weight at all", [randomLaw(seededRandom(1), 2)], [0], "MeasureError", "sum to 0"],
    [
      "laws of different dimensions",
      [randomLaw(seededRandom(1), 2), randomLaw(seededRandom(1), 3)],
      [1, 1],
      "ShapeError",
      "law 1 has dimension 3",
    ],
  ] as const)("refuses %s", (_, laws, weights, tag, word) => {
    const error = caught(() => gaussianBarycenter(laws, { weights }));
    expect(isOtError(error, tag)).toBe(true);
    expect(String(error)).toContain(word);
  });
});
