import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError, MeasureError, ShapeError } from "../../src/errors.js";
import { type Measure, measure, normalise } from "../../src/measure/measure.js";
import { permutation, seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { exact, exactFrom } from "../../src/transport/exact.js";
import { oneD } from "../../src/transport/one-d.js";
import { marginals, topEntries } from "../../src/transport/plan.js";
import { solveDense } from "../../src/transport/simplex/solve-dense.js";
import { expectNear } from "../support/expect-near.js";
import { cloud, moved, unequal } from "./clouds.js";
import { expectFeasible, expectOptimal } from "./expect-optimal.js";

const ROUNDING = "a sum of at most a few hundred rounded products";

/** What exact throws, caught. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("exact: closed forms", () => {
  it("moves a Dirac to a cloud at the mean squared distance", () => {
    const source = measure([[1, 2]]);
    const target = cloud(1, 20, { weight: unequal });
    const result = exact(source, target);
    expectOptimal(source, target, result);
    let mean = 0;
    for (let j = 0; j < 20; j++) {
      mean += target.weights[j]! * squaredDistance(source.points, 0, target.points, j, 2);
    }
    expectNear(result.cost, mean, { rtol: 1e-14, why: ROUNDING });
    expect(result.plan.mass.length).toBe(20);
  });

  it("costs |t|^2 to translate a cloud by t, and its plan is the identity", () => {
    const source = cloud(2, 60, { dim: 3, weight: unequal });
    const target = moved(source, 1, 2.5);
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expectNear(result.cost, 3 * 2.5 ** 2, { rtol: 1e-14, why: ROUNDING });
    expect(result.plan.rows).toEqual(result.plan.cols);
  });

  it("undoes a permutation of distinct points", () => {
    const source = cloud(3, 150);
    const order = permutation(150, seededRandom(4));
    const target = measure(Array.from(order, (i) => Array.from(source.points.subarray(2 * i, 2 * i + 2))));
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expect(result.cost).toBe(0);
    result.plan.cols.forEach((j, e) => {
      expect(order[j]).toBe(result.plan.rows[e]);
    });
  });

  it("finds the gradient of a convex function", () => {
    const source = cloud(5, 200, { weight: unequal });
    // phi(x, y) = x^4 / 4 + exp(y) + (x + y)^2 / 2
    const gradient = (x: number, y: number) => [x ** 3 + x + y, Math.exp(y) + x + y];
    const images = Array.from({ length: 200 }, (_, i) =>
      gradient(source.points[2 * i]!, source.points[2 * i + 1]!),
    );
    const target = measure(images, { weights: source.weights });
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expect(result.plan.rows).toEqual(result.plan.cols);
  });

  it("needs nothing to move a measure to itself", () => {
    const mu = cloud(6, 120, { weight: unequal });
    const result = exact(mu, mu);
    expectOptimal(mu, mu, result);
    expect(result.cost).toBe(0);
  });
});

describe("exact: hard inputs", () => {
  it("serves measures whose points all coincide", () => {
    const source = measure(Array.from({ length: 130 }, () => [3, 4]));
    const target = measure(Array.from({ length: 170 }, () => [0, 0]));
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expectNear(result.cost, 25, { rtol: 1e-14, why: ROUNDING });
  });

  it("solves a lattice against itself moved by one site, where nearly everything ties", () => {
    const lattice = Array.from({ length: 144 }, (_, i) => [i % 12, Math.floor(i / 12)]);
    const source = measure(lattice);
    const target = moved(source, 1, 1);
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expectNear(result.cost, 2, { rtol: 1e-14, why: ROUNDING });
  });

  it("solves lattice points with many repeats and integer masses", () => {
    const random = seededRandom(7);
    const sites = (n: number) => Array.from({ length: n }, () => [random.integer(5), random.integer(5)]);
    const masses = (n: number) => Array.from({ length: n }, () => random.integer(4)); // zeros among them
    const source = normalise(measure(sites(300), { weights: masses(300) }));
    const target = normalise(measure(sites(250), { weights: masses(250) }));
    expectOptimal(source, target, exact(source, target));
  });

  it("agrees with sorting on collinear points of the plane", () => {
    const a = cloud(8, 130, { dim: 1, weight: unequal });
    const b = cloud(9, 170, { dim: 1, scale: 2, weight: unequal });
    const onLine = (mu: Measure) =>
      measure(
        Array.from(mu.points, (t) => [3 * t, 4 * t]),
        { weights: mu.weights },
      );
    const result = exact(onLine(a), onLine(b));
    expectOptimal(onLine(a), onLine(b), result);
    expectNear(result.cost, 25 * oneD(a, b).cost, { rtol: 1e-12, why: ROUNDING });
  });

  it.each([
    [1, 1],
    [1, 2000],
    [2000, 1],
    [2, 1500],
    [1500, 3],
  ])("solves %i against %i points", (n, m) => {
    const source = cloud(10, n, { weight: unequal });
    const target = cloud(11, m, { weight: unequal });
    expectOptimal(source, target, exact(source, target));
  });

  it.each([1e-150, 1e-8, 1e8, 1e120])("works the same in units of %f", (unit) => {
    const source = cloud(12, 120, { weight: unequal });
    const target = cloud(13, 110, { scale: 2, weight: unequal });
    const reference = exact(source, target);
    const result = exact(moved(source, unit, 0), moved(target, unit, 0));
    expect(result.certificate.status).toBe("converged");
    expectNear(result.cost / unit / unit, reference.cost, {
      rtol: 1e-12,
      why: "rounding of the coordinates",
    });
  });

  it("loses no digits to an offset of both clouds by 2^40", () => {
    // Coordinates are multiples of 2^-10, so that the shifted ones are exact.
    const onGrid = (mu: Measure) => ({ ...mu, points: mu.points.map((t) => Math.round(t * 1024) / 1024) });
    const source = onGrid(cloud(14, 100, { weight: unequal }));
    const target = onGrid(cloud(15, 120, { weight: unequal }));
    const near = exact(source, target);
    const far = exact(moved(source, 1, 2 ** 40), moved(target, 1, 2 ** 40));
    expect(far.certificate.status).toBe("converged");
    expectNear(far.cost, near.cost, { rtol: 1e-13, why: ROUNDING });
    expectNear(far.certificate.lower, near.cost, {
      rtol: 1e-12,
      why: "centres are rounded in units of 2^-12",
    });
  });

  it("keeps the masses of points whatever their size, over twelve orders of magnitude", () => {
    const spread = (_: unknown, i: number) => 10 ** -(i % 13);
    const source = cloud(16, 130, { weight: spread });
    const target = cloud(17, 111, { weight: spread });
    const result = exact(source, target);
    expectOptimal(source, target, result);
    const sent = marginals(result.plan);
    expectNear(sent.source, source.weights, { rtol: 1e-3, why: "1e-12 of the mass, known to 1e-15" });
    expectNear(sent.target, target.weights, { rtol: 1e-3, why: "1e-12 of the mass, known to 1e-15" });
  });

  it("gives points of less than 2^-50 of the mass their mass, and points of mass 0 none", () => {
    const source = measure([[0, 0], [1, 0], [0, 1], [5, 5]], { weights: [1e-20, 1, 0, 1e-18] }); // biome-ignore format: one point each
    const target = measure([[0, 2], [3, 0], [9, 9]], { weights: [0.25, 0.75, 1e-30] }); // biome-ignore format: one point each
    const result = exact(source, target);
    expectOptimal(source, target, result);
    const sent = marginals(result.plan);
    expectNear(sent.source, source.weights, { rtol: 1e-15, why: "single entries and sums of two" });
    expectNear(sent.target, target.weights, { rtol: 1e-15, why: "single entries and sums of two" });
  });

  it("gives hundreds of points of about 2^-50 of the mass what is theirs", () => {
    // Each rounds to 0, 1 or 2 units; their sum, 4e-13, is far more than the rounding of a marginal.
    const tiny = (random: { uniform(): number }, i: number) => (i === 0 ? 1 : 10 ** (-15 - random.uniform()));
    const source = cloud(22, 900, { weight: tiny });
    const target = cloud(23, 800, { weight: tiny });
    const result = exact(source, target);
    expectOptimal(source, target, result);
    const sent = marginals(result.plan);
    const why = "marginals are filled up to 8 units in the last place of each mass";
    expectNear(sent.source, source.weights, { rtol: 1e-14, why });
    expectNear(sent.target, target.weights, { rtol: 1e-14, why });
  });

  it("takes any total mass, and masses that differ by rounding", () => {
    const source = normalise(cloud(18, 40, { weight: unequal }), 1e-200);
    const target = normalise(cloud(19, 50, { weight: unequal }), 1e-200 * (1 + 5e-10));
    const result = exact(source, target);
    expect(result.certificate.status).toBe("converged");
    expectNear(marginals(result.plan).source, source.weights, { rtol: 1e-12, why: ROUNDING });
    expectNear(marginals(result.plan).target, target.weights, {
      rtol: 1e-9,
      why: "the masses differ by 5e-10",
    });
    expectNear(result.certificate.targetError, 5e-210, { rtol: 1e-3, why: "the masses differ by 5e-10" });
  });

  it.each([2, 3, 8])(
    "gives the same bits whether it keeps the cost matrix or not, in dimension %i",
    (dim) => {
      const [source, target] = [
        cloud(20, 150, { dim, weight: unequal }),
        cloud(21, 120, { dim, scale: 1.1 }),
      ];
      const kept = solveDense(source, target, {});
      const computed = solveDense(source, target, {}, { largestKept: 0 });
      expect(computed.plan).toEqual(kept.plan);
      expect(computed.certificate.iterations).toBe(kept.certificate.iterations);
      for (const { certificate } of [kept, computed]) expect(certificate.status).toBe("converged");
    },
  );
});

const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
const lattice = fc.integer({ min: -2, max: 2 });
const weight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 1e-6, max: 2, noNaN: true }));

/** Measures of mass 1 in the plane, with ties and zero weights. */
const plane: fc.Arbitrary<Measure> = fc
  .array(fc.tuple(fc.oneof(coordinate, lattice), fc.oneof(coordinate, lattice), weight), {
    minLength: 1,
    maxLength: 12,
  })
  .filter((rows) => rows.some(([, , w]) => w > 0))
  .map((rows) => {
    const points = rows.map(([x, y]) => [x, y]);
    return normalise(measure(points, { weights: rows.map(([, , w]) => w) }));
  });

const LAWS = { seed: 1, numRuns: 200 };

describe("exact: laws", () => {
  it("is optimal by its own certificate", () => {
    fc.assert(
      fc.property(plane, plane, (mu, nu) => expectOptimal(mu, nu, exact(mu, nu))),
      LAWS,
    );
  });

  it("is symmetric", () => {
    fc.assert(
      fc.property(plane, plane, (mu, nu) => {
        expectNear(exact(mu, nu).cost, exact(nu, mu).cost, { rtol: 1e-12, atol: 1e-13, why: ROUNDING });
      }),
      LAWS,
    );
  });

  it("scales with the square of the length", () => {
    fc.assert(
      fc.property(plane, plane, fc.double({ min: 0.01, max: 100, noNaN: true }), (mu, nu, s) => {
        const scaled = exact(moved(mu, s, 0), moved(nu, s, 0)).cost;
        const expected = s * s * exact(mu, nu).cost;
        expectNear(scaled, expected, { rtol: 1e-12, atol: 1e-13 * s * s, why: ROUNDING });
      }),
      LAWS,
    );
  });

  it("is a metric: the root of the cost obeys the triangle inequality", () => {
    fc.assert(
      fc.property(plane, plane, plane, (mu, nu, rho) => {
        const distance = (p: Measure, q: Measure) => Math.sqrt(exact(p, q).cost);
        // Costs are right to about 1e-14, so distances near 0 to its root.
        expect(distance(mu, rho)).toBeLessThanOrEqual(distance(mu, nu) + distance(nu, rho) + 1e-6);
      }),
      LAWS,
    );
  });

  it("is the best permutation for up to six equal masses", () => {
    const cloudOf = (n: number) =>
      fc.array(fc.tuple(coordinate, coordinate), { minLength: n, maxLength: n }).map((p) => measure(p));
    const pairs = fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(cloudOf(n), cloudOf(n)));
    fc.assert(
      fc.property(pairs, ([mu, nu]) => {
        expectNear(exact(mu, nu).cost, bestPermutation(mu, nu), { rtol: 1e-12, atol: 1e-13, why: ROUNDING });
      }),
      LAWS,
    );
  });
});

/** Least mean squared distance over all n! assignments. */
function bestPermutation(mu: Measure, nu: Measure): number {
  const extend = (i: number, free: readonly number[]): number => {
    if (i === mu.count) return 0;
    return Math.min(
      ...free.map(
        (j) =>
          squaredDistance(mu.points, i, nu.points, j, 2) +
          extend(
            i + 1,
            free.filter((other) => other !== j),
          ),
      ),
    );
  };
  return extend(0, [...nu.weights.keys()]) / mu.count;
}

describe("exact: ending early", () => {
  const source = cloud(30, 400, { weight: unequal });
  const target = cloud(31, 400, { scale: 2, weight: unequal });

  it.each([0, 1, 500, 1500])("returns a feasible plan and a true bracket after %i pivots", (maxPivots) => {
    const result = exact(source, target, { maxPivots });
    expect(result.certificate.status).toBe("iteration-limit");
    expect(result.certificate.iterations).toBeLessThanOrEqual(maxPivots);
    expectFeasible(source, target, result);
    const truth = exact(source, target).cost;
    expect(result.certificate.lower).toBeLessThanOrEqual(truth * (1 + 1e-12));
    expect(result.certificate.upper).toBeGreaterThanOrEqual(truth * (1 - 1e-12));
    expect(result.cost).toBeGreaterThan(truth * (1 + 1e-9)); // it did end early
  });

  it("stops when onProgress says so", () => {
    const heard: number[] = [];
    const onProgress = (info: { unit: string; done: number }) => {
      expect(info.unit).toBe("pivots");
      heard.push(info.done);
      return heard.length < 2;
    };
    const result = exact(source, target, { onProgress });
    expect(heard).toEqual([1000, 2000]);
    expect(result.certificate.status).toBe("aborted");
    expect(result.certificate.iterations).toBe(2000);
    expectFeasible(source, target, result);
  });

  it("goes on when onProgress returns nothing", () => {
    const result = exact(source, target, { onProgress: () => undefined });
    expect(result.certificate.status).toBe("converged");
  });
});

describe("exact: bad input", () => {
  const mu = measure([[0, 0]]);

  it("refuses measures of different dimension", () => {
    const error = thrownBy(() => exact(mu, measure([[0, 0, 0]])));
    expect(error).toBeInstanceOf(ShapeError);
    expect(String(error)).toContain("dimension");
  });

  it("refuses unequal masses and says how to normalise", () => {
    const error = thrownBy(() => exact(mu, measure([[0, 0]], { weights: [1.001] })));
    expect(isOtError(error, "MeasureError")).toBe(true);
    expect(String(error)).toContain("normalise(mu)");
  });

  it.each([
    ["far", measure([[1e200, 0]])],
    [
      "infinitely far",
      measure([
        [1.7e308, 0],
        [-1.7e308, 0],
      ]),
    ],
    ["heavy and far", measure([[1e150, 0]], { weights: [1] })],
  ])("refuses points that are %s apart", (name, far) => {
    const heavy = name.startsWith("heavy") ? 1e20 : 1;
    const error = thrownBy(() => exact(normalise(mu, heavy), normalise(far, heavy)));
    expect(error).toBeInstanceOf(MeasureError);
    expect(String(error)).toContain("overflow");
  });

  it.each([-1, 0.5, Number.NaN])("refuses maxPivots = %f", (maxPivots) => {
    const error = thrownBy(() => exact(mu, mu, { maxPivots }));
    expect(isOtError(error, "ShapeError")).toBe(true);
    expect(String(error)).toContain("maxPivots");
  });
});

describe("exact: the plan", () => {
  it("is sorted, has at most n + m - 1 entries and the dominant ones come first in topEntries", () => {
    const source = cloud(40, 90, { weight: unequal });
    const target = cloud(41, 70, { weight: unequal });
    const { plan } = exact(source, target);
    expect(plan.mass.length).toBeLessThanOrEqual(159);
    for (let e = 1; e < plan.mass.length; e++) {
      const step = (plan.rows[e]! - plan.rows[e - 1]!) * 70 + plan.cols[e]! - plan.cols[e - 1]!;
      expect(step).toBeGreaterThan(0);
    }
    expect(topEntries(plan, 1)[0]!.mass).toBe(Math.max(...plan.mass));
  });
});

describe("exactFrom", () => {
  it("gives what exact gives, in any order of the targets", () => {
    const random = seededRandom(8);
    const gaussian = (count: number) =>
      normalise(
        measure(
          Float64Array.from({ length: 2 * count }, () => random.normal()),
          { dim: 2 },
        ),
      );
    const source = gaussian(250);
    const targets = [gaussian(120), gaussian(1), gaussian(300), gaussian(250)];
    const from = exactFrom(source);
    for (const target of [...targets, ...targets.reverse()]) {
      expect(from(target)).toEqual(exact(source, target));
    }
  });

  it("does so for points with ties and targets of equal masses and of others", () => {
    const random = seededRandom(9);
    const sites = Array.from({ length: 24 * 24 }, (_, i) => [(i % 24) / 7, Math.floor(i / 24) / 7]);
    const source = normalise(measure(sites));
    const scattered = (count: number, equal: boolean) => {
      const points = Array.from({ length: count }, () => [3 * random.uniform(), 3 * random.uniform()]);
      return normalise(measure(points, { weights: points.map(() => (equal ? 1 : 0.1 + random.uniform())) }));
    };
    const targets = [
      scattered(300, true),
      scattered(300, false),
      scattered(576, true),
      scattered(200, false),
    ];
    const from = exactFrom(source);
    for (const target of targets) expect(from(target)).toEqual(exact(source, target));
  });
});
