import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { oneD } from "../../../src/transport/one-d.js";
import { maxSliced } from "../../../src/transport/sliced/max-sliced.js";
import { sliced } from "../../../src/transport/sliced/sliced.js";
import { requireConverged } from "../../../src/transport/transport.js";
import { expectNear } from "../../support/expect-near.js";
import { shifted } from "../../support/random-measures.js";
import { cloud, moved, unequal } from "../clouds.js";
import { expectFeasible } from "../expect-optimal.js";
import { clusters, pairs } from "./pairs.js";

const seeded = (seed: number) => ({ random: seededRandom(seed) });

describe("sliced: laws", () => {
  it("is |t|^2 / d for a translation by t, without sampling error", () => {
    const source = cloud(1, 200, { dim: 5, weight: unequal });
    const { cost, statistical, certificate } = sliced(source, shifted(source, [1, 2, 0, 0, 2]), seeded(1));
    expectNear(cost, 9 / 5, { rtol: 1e-12, why: "the means come in exactly; the rest is 0 up to rounding" });
    expect(statistical.standardError).toBeLessThan(1e-13);
    expectNear(certificate.lower, 9, { rtol: 1e-12, why: "means prove the cost of a translation" });
  });

  it("is |m|^2 / d between N(0, I) and N(m, I)", () => {
    const source = cloud(2, 20_000, { dim: 3 });
    const target = shifted(cloud(3, 20_000, { dim: 3 }), [1, 2, 2]);
    const { cost, statistical } = sliced(source, target, seeded(2));
    expectNear(cost, 3, {
      atol: 4 * statistical.standardError + 0.08,
      why: "sample means are off by 0.01 in each of |m| = 3: 4 x 2 |m| 0.01 / 3",
    });
  });

  it("is (s - 1)^2 between N(0, I) and N(0, s^2 I)", () => {
    const target = cloud(5, 20_000, { dim: 4, scale: 2 });
    const { cost } = sliced(cloud(4, 20_000, { dim: 4 }), target, seeded(3));
    expectNear(cost, 1, { atol: 0.04, why: "2 (s - 1) times four standard errors of 0.005 of a deviation" });
  });

  it("is what oneD gives on the line", () => {
    const source = cloud(6, 30, { dim: 1, weight: unequal });
    const target = cloud(7, 20, { dim: 1, weight: unequal });
    const { statistical, ...transport } = sliced(source, target, seeded(4));
    expect(transport).toEqual(oneD(source, target));
    expect(statistical).toEqual({ standardError: 0, directions: 1, frames: 1 });
  });

  it("does not mind which is the source", () => {
    const source = cloud(8, 50, { dim: 3, weight: unequal });
    const target = cloud(9, 30, { dim: 3, scale: 2, shift: 1, weight: unequal });
    const there = sliced(source, target, seeded(5));
    const back = sliced(target, source, seeded(5));
    const why = "the same directions, sums in another order";
    expectNear(back.cost, there.cost, { rtol: 1e-13, why });
    expectNear(back.certificate.upper, there.certificate.upper, { rtol: 1e-12, why });
    expectNear(back.statistical.standardError, there.statistical.standardError, { rtol: 1e-10, why });
  });

  it("grows with the square of lengths and with the mass", () => {
    const source = cloud(10, 40, { weight: unequal });
    const target = cloud(11, 30, { scale: 3, weight: unequal });
    const { cost, statistical } = sliced(source, target, seeded(6));
    const larger = (mu: Measure) => normalise(moved(mu, 8, 0), 4);
    const scaled = sliced(larger(source), larger(target), seeded(6));
    const why = "powers of two change no digits but those of normalised masses";
    expectNear(scaled.cost, 256 * cost, { rtol: 1e-13, why });
    expectNear(scaled.statistical.standardError, 256 * statistical.standardError, { rtol: 1e-10, why });
  });

  it("is 0 between a measure and itself, and between one and its points split in two", () => {
    const source = cloud(12, 25, { dim: 3, weight: unequal });
    expect(sliced(source, source, seeded(7))).toMatchObject({ cost: 0, certificate: { lower: 0, upper: 0 } });
    const twice = measure([...source.points, ...source.points], {
      dim: 3,
      weights: [...source.weights, ...source.weights].map((w) => w / 2),
    });
    const { cost, certificate } = sliced(source, twice, seeded(7));
    expectNear(cost, 0, { atol: 1e-14, why: "masses halve exactly; remainders of them are rounded" });
    expect(certificate.upper).toBeLessThan(1e-13);
  });

  it("is at most the max-sliced one, that at most W2^2, and d times it at most W2^2", () => {
    for (const dim of [2, 4]) {
      const source = cloud(13, 60, { dim, weight: unequal });
      const target = cloud(14, 45, { dim, scale: 2, shift: 1, weight: unequal });
      const { cost, statistical } = sliced(source, target, seeded(8));
      const highest = maxSliced(source, target, seeded(9)).cost;
      const optimum = exact(source, target).cost;
      expect(cost).toBeLessThan(highest);
      expect(highest).toBeLessThan(optimum);
      expect(dim * (cost - 4 * statistical.standardError)).toBeLessThan(optimum);
    }
  });
});

describe("sliced: the bracket of W2^2", () => {
  it("holds for all masses, ties and repeated points", () => {
    fc.assert(
      fc.property(pairs, fc.nat(1000), ([source, target], seed) => {
        const transport = sliced(source, target, { ...seeded(seed), directions: 5 });
        expectFeasible(source, target, transport);
        const optimum = exact(source, target).certificate;
        expect(transport.certificate.lower).toBeLessThanOrEqual(optimum.upper);
        expect(transport.certificate.upper).toBeGreaterThanOrEqual(optimum.lower);
        expect(transport.statistical.standardError).not.toBeNaN();
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("holds for masses from 1e-12 to 1 and lengths from 1e-6 to 1e6", () => {
    const spread = (seed: number) => {
      const random = seededRandom(seed);
      const power = (most: number) => 10 ** (most * (2 * random.uniform() - 1));
      const weights = Float64Array.from({ length: 60 }, () => power(6));
      const points = Float64Array.from({ length: 180 }, () => random.normal() * power(6));
      return normalise(measure(points, { dim: 3, weights }));
    };
    const [source, target] = [spread(30), spread(31)];
    const transport = sliced(source, target, seeded(3));
    expectFeasible(source, target, transport);
    const optimum = exact(source, target).cost;
    expect(transport.certificate.lower).toBeLessThanOrEqual(optimum);
    expect(transport.certificate.upper).toBeGreaterThanOrEqual(optimum);
  });

  it("takes more than 50,000 points, where no scan of all pairs is possible", () => {
    const source = cloud(32, 60_000, { weight: unequal });
    const target = shifted(cloud(33, 55_000, { scale: 2, weight: unequal }), [3, 0]);
    const { cost, certificate, plan } = sliced(source, target, { ...seeded(4), directions: 10 });
    expectNear(cost, 5.5, { atol: 0.1, why: "9 / 2 and (2 - 1)^2, up to sampling of means and deviations" });
    expectNear(certificate.lower, 11, {
      atol: 0.2,
      why: "9 and 2 (2 - 1)^2, which a frame proves for Gaussians",
    });
    expect(certificate.upper).toBeGreaterThan(certificate.lower);
    expect(plan.mass.length).toBeLessThan(115_000);
    expect(certificate.sourceError + certificate.targetError).toBeLessThan(1e-11);
  });

  it("goes below 0 nowhere and is finite for a pair of single points", () => {
    const { cost, certificate } = sliced(measure([[1, 2]]), measure([[4, 6]]), seeded(5));
    expectNear(cost, 12.5, { rtol: 1e-14, why: "25 / 2" });
    expectNear([certificate.lower, certificate.upper], [25, 25], { rtol: 1e-13, why: "outward rounding" });
  });
});

describe("sliced: its options", () => {
  const [source, target] = clusters(40);

  it("gives the same bytes for the same seed, others for another", () => {
    expect(sliced(source, target, seeded(1))).toEqual(sliced(source, target, seeded(1)));
    expect(sliced(source, target, seeded(1)).cost).not.toBe(sliced(source, target, seeded(2)).cost);
  });

  it("rounds directions up to whole frames", () => {
    const three = cloud(41, 5, { dim: 3 });
    const { statistical, certificate } = sliced(three, moved(three, 2, 0), seeded(1));
    expect(statistical).toMatchObject({ directions: 102, frames: 34 });
    expect(certificate.iterations).toBe(102);
    requireConverged({ certificate });
  });

  it("tells after every frame, and ends with the mean so far", () => {
    const told: number[] = [];
    const onProgress = ({ done, total }: { done: number; total?: number }) => {
      told.push(done, total!);
      return done < 20;
    };
    const aborted = sliced(source, target, { ...seeded(1), onProgress });
    expect(told).toEqual(Array.from({ length: 10 }, (_, f) => [2 * f + 2, 100]).flat());
    expect(aborted.certificate.status).toBe("aborted");
    const short = sliced(source, target, { ...seeded(1), directions: 20 });
    expect(aborted.cost).toBe(short.cost);
    expect(aborted.statistical).toEqual(short.statistical);
    const first = sliced(source, target, { ...seeded(1), onProgress: () => false });
    expect(first.statistical.directions).toBe(2);
    expect(Number.isFinite(first.cost)).toBe(true);
  });

  it.each([0, -1, 2.5, Number.NaN, Infinity])("refuses %f directions", (directions) => {
    const caught = errorOf(() => sliced(source, target, { ...seeded(1), directions }));
    expect(isOtError(caught, "ShapeError")).toBe(true);
    expect(String(caught)).toContain(`directions is ${directions}`);
  });

  it("refuses other dimensions and other masses", () => {
    expect(
      isOtError(
        errorOf(() => sliced(source, cloud(1, 3, { dim: 3 }), seeded(1))),
        "ShapeError",
      ),
    ).toBe(true);
    expect(
      isOtError(
        errorOf(() => sliced(source, normalise(target, 2), seeded(1))),
        "MeasureError",
      ),
    ).toBe(true);
  });

  it("takes weights that sum to 1 in single precision only where both do", () => {
    const rough = (mu: Measure) => ({ ...mu, weights: Float64Array.from(Float32Array.from(mu.weights)) });
    expect(String(errorOf(() => sliced(source, rough(target), seeded(1))))).toContain("normalise");
    const { cost } = sliced(normalise(rough(source)), normalise(rough(target)), seeded(1));
    const { cost: fine } = sliced(source, target, seeded(1));
    expectNear(cost, fine, { rtol: 1e-6, why: "masses in single precision" });
  });
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
