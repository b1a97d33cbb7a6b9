import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { type Barycenter, barycenter } from "../../../src/transport/barycenter/free-support.js";
import { exact } from "../../../src/transport/exact.js";
import { oneD } from "../../../src/transport/one-d.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";
import { ORACLE } from "./oracle.js";

const ROUNDING = "rounding of coordinates and costs of order 1 to 100";

/** sum_s lambda_s W2^2(nu, mu_s), lambda of sum 1. */
function functional(nu: Measure, measures: readonly Measure[], lambda: readonly number[]): number {
  return measures.reduce((sum, mu, s) => sum + lambda[s]! * exact(nu, mu).cost, 0);
}

function expectBracket({ cost, certificate }: Barycenter): void {
  expect(certificate.lower).toBeGreaterThanOrEqual(0);
  expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  expect(certificate.upper).toBeLessThan(Infinity);
  expectNear(cost, certificate.upper, { rtol: 1e-9, atol: 1e-12, why: "exact transports close their gap" });
}

describe("a free-support barycentre", () => {
  const clouds = [0, 1, 2].map((s) => shifted(randomCloud(seededRandom(s), 20 + 5 * s, 2), [2 * s, -s]));

  it("rests where the cost is 0, though means of images are rounded", () => {
    const coordinate = fc.constantFrom(0.1, 0.7, -0.3, 1e8 + 0.3);
    const weight = fc.constantFrom(0, 1, 0.3, 1 / 7);
    const lists = fc.tuple(
      fc.array(coordinate, { minLength: 5, maxLength: 5 }),
      fc.array(weight, { minLength: 5, maxLength: 5 }).filter((list) => list.some((w) => w > 0)),
      fc.array(weight, { minLength: 2, maxLength: 2 }),
    );
    fc.assert(
      fc.property(lists, ([points, weights, lambda]) => {
        const cloud = normalise(measure(points, { dim: 1, weights }));
        const options = { start: cloud, weights: [1, ...lambda] };
        const { certificate, cost } = barycenter([cloud, cloud, cloud], options);
        expect(certificate.status).toBe("converged");
        expectNear(cost, 0, { atol: 1e-13, why: "(1e-8)^2, where points at 1e8 move by some roundings" });
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("of shifts of one cloud is the cloud at the mean shift, and proved to be", () => {
    const cloud = uniformCloud(seededRandom(6), 16, 2);
    const shifts = [[3, 0], [-3, 0], [0, 6]]; // biome-ignore format: one shift each
    const bar = barycenter(
      shifts.map((t) => shifted(cloud, t)),
      { weights: [1, 2, 1], size: 16, random: seededRandom(1) },
    );
    // mean shift (-0.75, 1.5); mean of |shift|^2 is 15.75, that of the mean 2.8125
    expect(bar.certificate.status).toBe("converged");
    expectNear(exact(bar.measure, shifted(cloud, [-0.75, 1.5])).cost, 0, { atol: 1e-24, why: ROUNDING });
    expectNear(bar.cost, 12.9375, { rtol: 1e-13, why: ROUNDING });
    expectNear([bar.certificate.lower, bar.certificate.upper], [12.9375, 12.9375], {
      rtol: 1e-12,
      why: "for shifts the sum over pairs is the cost",
    });
    expectBracket(bar);
  });

  it("of two points is the point between them", () => {
    const bar = barycenter([measure([[0, 0]]), measure([[4, 3]])], {
      weights: [0.25, 0.75],
      size: 1,
      random: seededRandom(1),
    });
    expectNear(bar.measure.points, [3, 2.25], { rtol: 1e-15, why: ROUNDING });
    expectNear(bar.cost, 0.25 * 0.75 * 25, { rtol: 1e-14, why: ROUNDING });
    expectNear(bar.certificate.lower, bar.cost, { rtol: 1e-13, why: ROUNDING });
  });

  it("with all weight on one measure is that measure", () => {
    const cloud = uniformCloud(seededRandom(7), 30, 3);
    const start = uniformCloud(seededRandom(8), 30, 3);
    const bar = barycenter([clouds, [cloud]].flat().slice(-1).concat(start), { weights: [1, 0], start });
    expectNear(exact(bar.measure, cloud).cost, 0, { atol: 1e-30, why: "the plan is a map" });
    expect(bar.transports).toHaveLength(2);
    expect(bar.certificate.lower).toBe(0);
  });

  it("on the line has the mean of the quantile functions, and is proved to be the minimum", () => {
    const measures = [3, 4, 5].map((s) => uniformCloud(seededRandom(s), 40, 1));
    const sorted = measures.map(({ points }) => points.slice().sort());
    const mean = sorted[0]!.map((x, i) => 0.5 * x + 0.3 * sorted[1]![i]! + 0.2 * sorted[2]![i]!);
    const bar = barycenter(measures, { weights: [5, 3, 2], size: 40, random: seededRandom(1) });
    expectNear(bar.measure.points.slice().sort(), mean, { atol: 1e-14, why: ROUNDING });
    expectNear(bar.certificate.lower, bar.certificate.upper, { rtol: 1e-12, why: ROUNDING });
  });

  it("costs what its transports say, for the measure that is returned", () => {
    for (const maxIterations of [0, 1, 3, 100]) {
      const bar = barycenter(clouds, {
        weights: [1, 1, 2],
        size: 12,
        random: seededRandom(3),
        stop: { maxIterations },
      });
      expectNear(bar.cost, functional(bar.measure, clouds, [0.25, 0.25, 0.5]), {
        rtol: 1e-13,
        why: ROUNDING,
      });
      expect(bar.certificate.status).toBe(maxIterations === 100 ? "converged" : "iteration-limit");
      expectBracket(bar);
    }
  });

  it("gets no dearer by a move", () => {
    const costs = [0, 1, 2, 3, 4, 5, 6].map(
      (maxIterations) =>
        barycenter(clouds, { size: 25, random: seededRandom(4), stop: { maxIterations, tolerance: 0 } }).cost,
    );
    costs.slice(1).forEach((cost, k) => {
      expect(cost).toBeLessThanOrEqual(costs[k]! * (1 + 1e-13));
    });
    expect(costs.at(-1)).toBeLessThan(0.9 * costs[0]!);
  });

  it("has the mass of the measures, and a cost in proportion", () => {
    const options = () => ({ size: 10, random: seededRandom(5) });
    const one = barycenter(clouds, options());
    const eight = barycenter(
      clouds.map((mu) => normalise(mu, 8)),
      options(),
    );
    expectNear(eight.measure.points, one.measure.points, { atol: 1e-9, why: "rounding of the masses" });
    expectNear([eight.cost, eight.certificate.lower], [8 * one.cost, 8 * one.certificate.lower], {
      rtol: 1e-9,
      why: "rounding of the masses",
    });
  });

  it("moves with its measures", () => {
    const start = uniformCloud(seededRandom(5), 10, 2);
    const far = [1e3, -1e3];
    const one = barycenter(clouds, { start });
    const moved = barycenter(
      clouds.map((mu) => shifted(mu, far)),
      { start: shifted(start, far) },
    );
    const why = "coordinates of 1000 lose three digits";
    expectNear(moved.cost, one.cost, { rtol: 1e-9, why });
    expectNear(moved.certificate.lower, one.certificate.lower, { rtol: 1e-9, why });
    expectNear(moved.measure.points, shifted(one.measure, far).points, { atol: 1e-10, why });
  });

  it("uses the solver given for every transport, those of the proof too", () => {
    const measures = [1, 2, 3].map((s) => randomCloud(seededRandom(s), 20, 1));
    let calls = 0;
    const solver = (bar: Measure, mu: Measure) => {
      calls++;
      return oneD(bar, mu);
    };
    const start = uniformCloud(seededRandom(4), 20, 1);
    const bar = barycenter(measures, { start, solver });
    expect(calls).toBe(3 * (bar.certificate.iterations + 1) + 3);
    expect(bar).toEqual(barycenter(measures, { start }));
  });

  it("is the same for the same seed", () => {
    const options = () => ({ size: 10, random: seededRandom(5) });
    expect(barycenter(clouds, options())).toEqual(barycenter(clouds, options()));
  });

  it("ends when it is told to, with transports of its own and a bracket", () => {
    const bar = barycenter(clouds, { size: 25, random: seededRandom(4), onProgress: ({ done }) => done < 2 });
    expect(bar.certificate).toMatchObject({ status: "aborted", iterations: 2 });
    expectNear(bar.cost, functional(bar.measure, clouds, [1 / 3, 1 / 3, 1 / 3]), {
      rtol: 1e-13,
      why: ROUNDING,
    });
    expect(bar.certificate.lower).toBeGreaterThan(0);
    expectBracket(bar);
  });

  it("ends in the middle of its proof when it is told to", () => {
    const bar = barycenter(clouds, {
      size: 9,
      random: seededRandom(4),
      onProgress: ({ unit }) => unit !== "pairs",
    });
    expect(bar.certificate.status).toBe("aborted");
    expectBracket(bar);
  });

  it("of many measures is bounded by groups of them", () => {
    const many = Array.from({ length: 21 }, (_, s) => uniformCloud(seededRandom(s), 12, 4));
    const lower = (groupSize: number) =>
      barycenter(many, { start: many[0]!, stop: { maxIterations: 3 }, groupSize }).certificate.lower;
    const all = lower(Infinity);
    expectNear([lower(7), lower(3)], [(6 / 7) * (21 / 20) * all, (2 / 3) * (21 / 20) * all], {
      rtol: 0.03,
      why: "all distances are alike up to sampling, so a group of g proves (g - 1) / g",
    });
    expect(lower(1)).toBeGreaterThan(0.1 * all);
    expect(lower(1)).toBeLessThan(all);
  });

  it.each(ORACLE.free)("is POT's: $name", ({ dim, measures, weights, start, points, cost }) => {
    const [first, ...rest] = [start, ...measures].map((mu) =>
      measure(mu.points, { dim, weights: mu.weights }),
    );
    const bar = barycenter(rest, { weights, start: first!, stop: { maxIterations: 200 } });
    expect(bar.certificate.status).toBe("converged");
    expectNear(bar.cost, cost, { rtol: 1e-10, why: "the same fixed point" });
    expectNear(bar.measure.points, points, { atol: 1e-9, why: "the same plans, which are unique" });
    expectBracket(bar);
  });

  it("refuses what has no answer, and says what would have one", () => {
    const random = seededRandom(1);
    const [a, b] = [randomCloud(random, 5, 2), randomCloud(random, 6, 2)];
    const options = { size: 4, random };
    expect(() => barycenter([], options)).toThrow(/no measures/);
    expect(() => barycenter([a, randomCloud(random, 5, 3)], options)).toThrow(/dimension 3/);
    expect(() => barycenter([a, normalise(b, 1 + 1e-6)], options)).toThrow(/use normalise\(mu\)/);
    expect(() => barycenter([a, b], { start: normalise(a, 2) })).toThrow(/and on the start/);
    expect(() => barycenter([a, b], { ...options, weights: [1] })).toThrow(
      /1 barycentre weights for 2 measures/,
    );
    expect(() => barycenter([a, b], { ...options, weights: [1, -1] })).toThrow(/weight 1 is -1/);
    expect(() => barycenter([a, b], { ...options, weights: [0, 0] })).toThrow(/sum to 0/);
    expect(() => barycenter([a, b], { ...options, size: 0 })).toThrow(/number of points is 0/);
    expect(() => barycenter([a, b], { ...options, groupSize: 0 })).toThrow(/groupSize is 0/);
    expect(() => barycenter([a, b], { ...options, stop: { tolerance: -1 } })).toThrow(/tolerance is -1/);
  });
});

describe("the bracket of a free-support barycentre", () => {
  /** Coordinates and masses from few values: ties, repeated points and zero weights are common. */
  const clouds = fc.integer({ min: 1, max: 3 }).chain((dim) => {
    const cloud = fc
      .array(
        fc.record({
          x: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dim, maxLength: dim }),
          w: fc.integer({ min: 0, max: 3 }),
        }),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .filter((points) => points.some(({ w }) => w > 0))
      .map((points) =>
        normalise(
          measure(
            points.map(({ x }) => x),
            { weights: points.map(({ w }) => w) },
          ),
        ),
      );
    return fc.record({ measures: fc.array(cloud, { minLength: 1, maxLength: 5 }), other: cloud });
  });

  it("holds the cost of every other measure from below", () => {
    fc.assert(
      fc.property(
        clouds,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 5 }),
        ({ measures, other }, parts, groupSize) => {
          const weights = parts.slice(0, measures.length);
          const total = weights.reduce((sum, part) => sum + part, 0);
          fc.pre(total > 0);
          const bar = barycenter(measures, { weights, groupSize, size: 4, random: seededRandom(1) });
          expectBracket(bar);
          const lambda = weights.map((part) => part / total);
          expect(bar.certificate.lower).toBeLessThanOrEqual(
            functional(other, measures, lambda) * (1 + 1e-12) + 1e-13,
          );
          expect(["converged", "iteration-limit"]).toContain(bar.certificate.status);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
