import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { solveLarge } from "../../../src/transport/large/solve-large.js";
import { solveDense } from "../../../src/transport/simplex/solve-dense.js";
import type { SparsePlan } from "../../../src/transport/sparse-plan.js";
import type { Transport } from "../../../src/transport/transport.js";
import { expectNear } from "../../support/expect-near.js";
import { cloud, moved, unequal } from "../clouds.js";
import { expectFeasible, expectOptimal } from "../expect-optimal.js";

/** Optimal by its own certificate, and of the cost that the network simplex finds. */
function expectSolved(source: Measure, target: Measure): void {
  const result = solveLarge(source, target);
  expectOptimal(source, target, result);
  const { cost } = solveDense(source, target, {});
  expectNear(result.cost, cost, { rtol: 1e-12, atol: 1e-14, why: "both are optimal up to rounding" });
  expect(result.plan.mass.length).toBeLessThanOrEqual(source.count + target.count - 1);
}

describe("solveLarge: agreement with the network simplex", () => {
  it.each([
    [900, 900, 2],
    [900, 900, 3],
    [400, 400, 5],
    [700, 500, 2],
    [500, 700, 3],
  ])("solves %i equal against %i equal masses in %i dimensions", (n, m, dim) => {
    expectSolved(cloud(1, n, { dim }), cloud(2, m, { dim, scale: 1.5, shift: 0.5 }));
  });

  it.each([
    [900, 700, 2],
    [500, 600, 3],
    [300, 300, 6],
  ])("solves %i against %i unequal masses in %i dimensions", (n, m, dim) => {
    const options = { dim, weight: unequal };
    expectSolved(cloud(3, n, options), cloud(4, m, { ...options, scale: 1.5, shift: 0.5 }));
  });

  it("solves clouds that are near to each other", () => {
    const random = seededRandom(5);
    const source = cloud(6, 1000);
    expectSolved(source, { ...source, points: source.points.map((x) => x + 0.1 * random.normal()) });
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
    [2, 200],
    [7, 150],
    [13, 13],
  ])("solves %i against %i points", (n, m) => {
    expectSolved(cloud(7, n, { weight: unequal }), cloud(8, m, { weight: unequal }));
    expectSolved(cloud(7, n), cloud(8, m));
  });
});

describe("solveLarge: hard inputs", () => {
  const sites = (seed: number, count: number, side: number) => {
    const random = seededRandom(seed);
    return measure(Array.from({ length: count }, () => [random.integer(side), random.integer(side)]));
  };

  it("solves equal masses with many repeated points", () => {
    expectSolved(sites(1, 600, 12), sites(2, 600, 15));
    expectSolved(sites(3, 600, 12), sites(4, 500, 15));
  });

  it("gives each of several coinciding points its own mass, and points of mass 0 none", () => {
    const weights = [0, 0.25, 0.125, 0.125, 0.5];
    const source = measure([[0, 0], [0, 0], [0, 0], [0, 0], [1, 1]], { weights }); // biome-ignore format: one point each
    const target = measure([[2, 0], [2, 0], [3, 1]], { weights: [0.25, 0.5, 0.25] }); // biome-ignore format: one point each
    expectSolved(source, target);
  });

  it("solves repeated points of unequal mass", () => {
    const weigh = (mu: Measure, seed: number) => {
      const random = seededRandom(seed);
      return normalise({ ...mu, weights: mu.weights.map((_, i) => (i % 7 === 0 ? 0 : random.uniform())) });
    };
    expectSolved(weigh(sites(5, 500, 10), 6), weigh(sites(7, 400, 10), 8));
  });

  it("serves measures whose points all coincide", () => {
    expectSolved(measure(Array(130).fill([3, 4])), measure(Array(170).fill([0, 0])));
  });

  it("solves a lattice against itself moved by half a site, where nearly everything ties", () => {
    const lattice = measure(Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)]));
    expectSolved(lattice, moved(lattice, 1, 0.5));
    expectSolved(lattice, moved(lattice, 1, 1));
  });

  it("does not bid for ever between clusters far from each other whose masses differ", () => {
    const far = (seed: number) => {
      const random = seededRandom(seed);
      return measure(Array.from({ length: 900 }, () => [1000 * random.integer(2), random.normal()]));
    };
    const blurred = (mu: Measure, seed: number) => {
      const random = seededRandom(seed);
      return { ...mu, points: mu.points.map((x) => x + random.normal()) };
    };
    const source = blurred(far(1), 2);
    const target = blurred(far(3), 4);
    expectSolved(source, target);
    // Without larger increments where they are needed it makes 2000 steps per point.
    expect(solveLarge(source, target).certificate.iterations).toBeLessThan(700 * source.count);
  });

  it("solves few points against many, where a row needs more columns than it has on its list", () => {
    expectSolved(cloud(24, 60, { weight: unequal }), cloud(25, 3000, { scale: 1.5, weight: unequal }));
  });

  it("does not go through long lists of light rows for ever where one row holds nearly everything", () => {
    const weight = (_: unknown, i: number) => (i === 0 ? 1 : 1e-9);
    const source = cloud(26, 3000, { weight });
    const target = cloud(27, 3000);
    const { cost, certificate } = solveLarge(source, target);
    expect(certificate.status).toBe("converged");
    const why = "both are optimal up to rounding";
    expectNear(cost, solveDense(source, target, {}).cost, { rtol: 1e-12, why });
    // Where only bids are counted it makes 800 steps per point.
    expect(certificate.iterations).toBeLessThan(200 * source.count);
  });

  it("gives points without mass none, and those that coincide with others neither", () => {
    const weight = (random: { uniform(): number }, i: number) => (i % 3 === 0 ? 0 : 0.05 + random.uniform());
    const source = cloud(28, 400, { weight });
    const target = cloud(29, 300, { weight });
    expectSolved(source, target);
    const twice = { ...source, points: source.points.map((_, p) => source.points[p < 6 ? p % 2 : p]!) };
    expectSolved(twice, target);
  });

  it("takes 0 and -0 for the same coordinate", () => {
    const signs = Array.from({ length: 600 }, (_, i) => [i % 2 === 0 ? 0 : -0, i % 5]);
    expectSolved(measure(signs), cloud(19, 500));
  });

  it("needs nothing to move a measure to itself", () => {
    const mu = cloud(9, 500, { weight: unequal });
    expect(solveLarge(mu, mu).cost).toBe(0);
  });

  it("solves collinear points of the plane", () => {
    const line = (mu: Measure) =>
      measure(
        Array.from(mu.points, (t) => [3 * t, 4 * t]),
        { weights: mu.weights },
      );
    expectSolved(line(cloud(10, 500, { dim: 1 })), line(cloud(11, 500, { dim: 1, scale: 2 })));
  });

  it.each([1e-150, 1e-8, 1e8, 1e120])("works the same in units of %f", (unit) => {
    const source = cloud(12, 300);
    const target = cloud(13, 300, { scale: 2 });
    const result = solveLarge(moved(source, unit, 0), moved(target, unit, 0));
    expect(result.certificate.status).toBe("converged");
    const why = "rounding of the coordinates";
    expectNear(result.cost / unit / unit, solveLarge(source, target).cost, { rtol: 1e-12, why });
  });

  it("takes offsets far larger than the clouds", () => {
    const source = moved(cloud(14, 300), 1, 1e6);
    expectSolved(source, moved(source, 1.5, -1e6));
  });

  it("solves masses over twelve orders of magnitude", () => {
    const weight = (_: unknown, i: number) => 10 ** -(i % 13);
    expectSolved(cloud(15, 400, { weight }), cloud(16, 350, { weight }));
  });

  it("solves points of less than 2^-50 of the mass", () => {
    const weight = (random: { uniform(): number }, i: number) =>
      i < 50 ? 1 : 10 ** (-15 - random.uniform());
    const source = cloud(17, 300, { weight });
    const target = cloud(18, 250, { weight });
    expectOptimal(source, target, solveLarge(source, target));
  });
});

const coordinate = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -3, max: 3, noNaN: true }));
const weight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 1e-6, max: 2, noNaN: true }));

/** Measures of mass 1 in the plane, with ties, repeated points and zero weights. */
const plane: fc.Arbitrary<Measure> = fc
  .array(fc.tuple(coordinate, coordinate, weight), { minLength: 1, maxLength: 40 })
  .filter((rows) => rows.some(([, , w]) => w > 0))
  .map((rows) => {
    const points = rows.map(([x, y]) => [x, y]);
    return normalise(measure(points, { weights: rows.map(([, , w]) => w) }));
  });

describe("solveLarge: laws", () => {
  it("costs what the network simplex says and proves it", () => {
    fc.assert(
      fc.property(plane, plane, (mu, nu) => {
        const result = solveLarge(mu, nu);
        expectOptimal(mu, nu, result);
        const why = "both are optimal up to rounding";
        expectNear(result.cost, solveDense(mu, nu, {}).cost, { rtol: 1e-12, atol: 1e-13, why });
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("solveLarge: ending early", () => {
  const unequalPair = withCost(
    cloud(20, 1500, { weight: unequal }),
    cloud(21, 1200, { scale: 1.5, weight: unequal }),
  );
  const equalPair = withCost(cloud(22, 1500), cloud(23, 1500, { scale: 1.5 }));

  function withCost(source: Measure, target: Measure) {
    return { source, target, truth: solveDense(source, target, {}).cost };
  }

  function expectBracket({ source, target, truth }: typeof equalPair, result: Transport<SparsePlan>): void {
    expectFeasible(source, target, result);
    expect(result.certificate.lower).toBeLessThanOrEqual(truth);
    expect(result.certificate.upper).toBeGreaterThan(truth * (1 + 1e-9)); // it did end early
  }

  it.each([
    [1, unequalPair],
    [2, unequalPair],
    [5, unequalPair],
    [1, equalPair],
    [3, equalPair],
  ])("returns a feasible plan and a true bracket when told to stop at call %i", (calls, pair) => {
    const heard: number[] = [];
    const onProgress = (info: { done: number }) => heard.push(info.done) < calls;
    const result = solveLarge(pair.source, pair.target, { onProgress });
    expect(heard.length).toBe(calls);
    expect(result.certificate.status).toBe("aborted");
    expectBracket(pair, result);
  });

  it.each([
    [0, unequalPair],
    [1, equalPair],
    [30_000, unequalPair],
    [30_000, equalPair],
  ])("ends after %i steps, a thousand or so more at most", (maxPivots, pair) => {
    const result = solveLarge(pair.source, pair.target, { maxPivots });
    expect(result.certificate.status).toBe("iteration-limit");
    expect(result.certificate.iterations).toBeGreaterThanOrEqual(maxPivots);
    expect(result.certificate.iterations).toBeLessThanOrEqual(maxPivots + 2000);
    expectBracket(pair, result);
  });
});
