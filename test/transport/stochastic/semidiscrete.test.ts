import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { matrix } from "../../../src/numeric/matrix.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { exact } from "../../../src/transport/exact.js";
import { gaussian } from "../../../src/transport/gaussian/gaussian.js";
import { semidiscreteAssign, semidiscreteMap } from "../../../src/transport/stochastic/cells.js";
import { boxSampler, gaussianSampler, type Sampler } from "../../../src/transport/stochastic/sampler.js";
import { type SemidiscreteTransport, semidiscrete } from "../../../src/transport/stochastic/semidiscrete.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud } from "../../support/random-measures.js";
import { cloud, unequal } from "../clouds.js";

const normalLine = gaussianSampler(gaussian([0], matrix(1, 1, Float64Array.of(1))));
const three = measure([[-1], [0.5], [2]], { weights: [0.2, 0.5, 0.3] });
/** scipy.stats.norm.ppf([0.2, 0.7]) */
const BORDERS = [-0.8416212335729142, 0.5244005127080407] as const;
/** scipy.stats.norm.pdf of these. */
const DENSITIES = [0.27996193, 0.34769264] as const;
/**
 * E |x|^2 + sum b_j y_j^2 - 2 sum_j y_j E[x; cell j], with E[x; from s to t] = density(s) - density(t).
 */
const THREE_COST =
  1 +
  (0.2 + 0.5 * 0.25 + 0.3 * 4) -
  2 * (-1 * -DENSITIES[0] + 0.5 * (DENSITIES[0] - DENSITIES[1]) + 2 * DENSITIES[1]);

/** Where the cells of neighbouring points of the line meet: |t - y|^2 - g = |t - z|^2 - h. */
function border({ cells }: SemidiscreteTransport, j: number): number {
  const [y, z] = [cells.target.points[j]!, cells.target.points[j + 1]!];
  return (z * z - cells.g[j + 1]! - y * y + cells.g[j]!) / (2 * (z - y)) + cells.shift[0]!;
}

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const SIX_ERRORS = "six standard errors: by chance once in 10^8 seeds";

describe("semidiscrete: closed forms", () => {
  it("finds the quantiles of the normal law for three points", () => {
    const result = semidiscrete(normalLine, three, {
      random: seededRandom(1),
      stop: { tolerance: 0.005 },
      samples: 100_000,
    });
    const { certificate, statistical, cells, cost } = result;
    expect(certificate.status).toBe("converged");
    for (const j of [0, 1]) {
      const why = "masses are right to 0.005 sqrt(b) or so, borders to that over the density, 0.28";
      expectNear(border(result, j), BORDERS[j]!, { atol: 0.015, why });
    }
    expectNear(
      cells.g.reduce((sum, g, j) => sum + g * three.weights[j]!, 0),
      0,
      { atol: 1e-14, why: "centred" },
    );
    const { mean, standardError } = statistical.dual;
    expectNear(mean, THREE_COST, { atol: 6 * standardError, why: SIX_ERRORS });
    expectNear(statistical.cost.mean, THREE_COST, {
      atol: 6 * statistical.cost.standardError + 0.02,
      why: SIX_ERRORS,
    });
    expectNear(cost, THREE_COST, { atol: 6 * statistical.cost.standardError + 0.02, why: SIX_ERRORS });
    expect(standardError).toBeLessThan(0.005);
    expect(statistical.marginalError.interval[1]).toBeLessThan(0.03);
    expect(statistical.marginalError.interval[0]).toBe(0);
  });

  it("cuts a square into four by its symmetries", () => {
    const corners = measure([
      [-0.5, -0.5],
      [-0.5, 0.5],
      [0.5, -0.5],
      [0.5, 0.5],
    ]);
    const { cells, statistical, certificate } = semidiscrete(boxSampler([-1, -1], [1, 1]), corners, {
      random: seededRandom(2),
    });
    expect(certificate.status).toBe("converged");
    expectNear(cells.g, [0, 0, 0, 0], {
      atol: 0.05,
      why: "masses are right to 1 %, 0.0025, and change by g / 8 a border",
    });
    expectNear(statistical.dual.mean, 1 / 6, { atol: 6 * statistical.dual.standardError, why: SIX_ERRORS });
  });

  it("translates: prices of a law far away are those of the law at home", () => {
    const far = 1e9; // squared distances of 1e18 know no differences below 128
    const target = cloud(3, 40, { weight: unequal });
    const law = gaussianSampler(gaussian([far, -far], matrix(2, 2, Float64Array.of(1, 0.3, 0.3, 0.5))));
    const home = gaussianSampler(gaussian([0, 0], matrix(2, 2, Float64Array.of(1, 0.3, 0.3, 0.5))));
    const options = { stop: { tolerance: 0.05 } };
    const moved = semidiscrete(law, target, { ...options, random: seededRandom(3) });
    const stayed = semidiscrete(home, target, { ...options, random: seededRandom(4) });
    expect(moved.certificate.status).toBe("converged");
    // Prices of the one for the translated law: g_j - 2 <s, y_j> differ by the difference of the shifts.
    const shift = moved.cells.shift.map((value, k) => value - [far, -far][k]! - stayed.cells.shift[k]!);
    const expected = stayed.cells.g.map((g, j) => {
      const y = target.points.subarray(2 * j, 2 * j + 2);
      return g + 2 * (shift[0]! * y[0]! + shift[1]! * y[1]!);
    });
    const mean = expected.reduce((sum, g, j) => sum + g * target.weights[j]!, 0);
    expectNear(
      moved.cells.g,
      expected.map((g) => g - mean),
      {
        atol: 0.2,
        why: "two solutions to 5 % of the masses, margins being about 0.3",
      },
    );
    const { lower, upper } = moved.certificate;
    expect(lower).toBeGreaterThan(1.9e18);
    expect(upper).toBeGreaterThanOrEqual(lower);
    expectNear(moved.statistical.dual.mean / far ** 2, 2, {
      rtol: 1e-6,
      why: "|s|^2 and terms of 1e-9 of it",
    });
  });
});

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly epsilon: number;
  readonly source: { readonly points: readonly number[]; readonly weights: readonly number[] };
  readonly target: { readonly points: readonly number[]; readonly weights: readonly number[] };
  readonly byStochasticGradient: readonly number[];
  readonly bySinkhorn: readonly number[];
  readonly cost: number;
}

const oracle: { readonly cases: readonly OracleCase[] } = JSON.parse(
  readFileSync(new URL("../../oracle/semidiscrete.json", import.meta.url), "utf8"),
);

describe("semidiscrete from a measure", () => {
  it.each(oracle.cases)("agrees with POT, $name", ({ dim, epsilon, source, target, ...expected }) => {
    const mu = measure(source.points, { dim, weights: source.weights });
    const nu = measure(target.points, { dim, weights: target.weights });
    const { cells, cost, plan, certificate } = semidiscrete(mu, nu, {
      random: seededRandom(5),
      epsilon,
      stop: { tolerance: 0.005 },
    });
    expect(certificate.status).toBe("converged");
    expect(plan.kind).toBe("entropic");
    const raw = cells.g.map((g, j) => {
      let along = 0;
      for (let k = 0; k < dim; k++) along += cells.shift[k]! * nu.points[j * dim + k]!;
      return g - 2 * along;
    });
    const mean = raw.reduce((sum, g, j) => sum + g * nu.weights[j]!, 0);
    for (const prices of [expected.byStochasticGradient, expected.bySinkhorn]) {
      expectNear(
        raw.map((g) => g - mean),
        prices,
        {
          atol: 0.1,
          why: "masses right to half a percent; prices of small cells by their share of epsilon",
        },
      );
    }
    expectNear(cost, expected.cost, { rtol: 0.01, why: "the plan's columns are right to half a percent" });
    const truth = exact(mu, nu).cost;
    expect(certificate.lower).toBeLessThanOrEqual(truth);
    expect(certificate.upper).toBeGreaterThanOrEqual(truth);
  });

  it("brackets the whole problem, closely", () => {
    const source = cloud(7, 3000, { weight: unequal });
    const target = cloud(8, 60, { shift: 1, scale: 1.5, weight: unequal });
    const { certificate, sample, statistical } = semidiscrete(source, target, { random: seededRandom(6) });
    expect(sample).toBe(source);
    const truth = exact(source, target).cost;
    expect(certificate.lower).toBeLessThanOrEqual(truth);
    expect(certificate.upper).toBeGreaterThanOrEqual(truth);
    expect(certificate.upper - certificate.lower).toBeLessThan(0.01 * truth);
    expectNear(statistical.dual.mean, truth, { atol: 6 * statistical.dual.standardError, why: SIX_ERRORS });
  });

  it("leaves no errors of the size of the whole cloud, which frequencies hardly show but costs do", () => {
    const side = 70;
    const grid = measure(
      Float64Array.from({ length: 2 * side * side }, (_, p) =>
        p % 2 === 0 ? (Math.floor(p / 2 / side) + 0.5) / side : ((((p - 1) / 2) % side) + 0.5) / side,
      ),
      { dim: 2 },
    );
    const random = seededRandom(19);
    const target = measure(
      Float64Array.from({ length: 800 }, () => random.uniform()),
      { dim: 2 },
    );
    const { certificate } = semidiscrete(grid, target, { random: seededRandom(8) });
    expect(certificate.status).toBe("converged");
    const truth = exact(grid, target).cost;
    expect(certificate.lower).toBeLessThanOrEqual(truth);
    // gradient steps for single cells alone stop 4 to 16 % below, with masses nearly as good
    expect(certificate.lower).toBeGreaterThan(0.95 * truth);
  });

  it("counts the mass", () => {
    const heavy = (mu: Measure): Measure => ({ ...mu, weights: mu.weights.map((w) => 8 * w) });
    const [source, target] = [cloud(9, 100), cloud(10, 10)];
    const options = { stop: { maxIterations: 20 }, samples: 500 };
    const one = semidiscrete(source, target, { ...options, random: seededRandom(1) });
    const eight = semidiscrete(heavy(source), heavy(target), { ...options, random: seededRandom(1) });
    expect(eight.cells.g).toEqual(one.cells.g);
    const tolerance = { rtol: 1e-12, why: "a power of two, but for sums in another order" };
    expectNear(eight.cost, 8 * one.cost, tolerance);
    expectNear(eight.certificate.upper, 8 * one.certificate.upper, tolerance);
    expectNear(eight.statistical.dual.mean, 8 * one.statistical.dual.mean, tolerance);
    expectNear(
      eight.statistical.marginalError.observed,
      8 * one.statistical.marginalError.observed,
      tolerance,
    );
  });
});

describe("semidiscrete: what it returns", () => {
  it("brackets the problem of its sample for any number of steps, with zero weights, ties and repeated points", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      count: fc.integer({ min: 1, max: 25 }),
      dim: fc.integer({ min: 1, max: 3 }),
      samples: fc.integer({ min: 1, max: 60 }),
      maxIterations: fc.integer({ min: 0, max: 12 }),
      epsilon: fc.constantFrom(0, 0, 0.3),
      lattice: fc.boolean(),
    });
    fc.assert(
      fc.property(problem, ({ seed, count, dim, samples, maxIterations, epsilon, lattice }) => {
        const random = seededRandom(seed);
        const snapped = (points: Float64Array) => (lattice ? points.map(Math.round) : points);
        const raw = randomCloud(random, count, dim);
        const target = { ...raw, points: snapped(raw.points) };
        const law: Sampler = (stream, n) =>
          snapped(Float64Array.from({ length: n * dim }, () => 1 + 0.5 * stream.normal()));
        const { certificate, sample, plan, statistical, cells } = semidiscrete(law, target, {
          random,
          samples,
          epsilon,
          stop: { maxIterations },
        });
        const truth = exact(sample, target).certificate;
        expect(certificate.lower).toBeLessThanOrEqual(truth.upper);
        expect(certificate.upper).toBeGreaterThanOrEqual(truth.lower);
        expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
        expect(certificate.upper).toBeLessThan(Infinity);
        expect(plan.shape).toEqual([samples, count]);
        expectNear(certificate.sourceError, 0, { atol: 1e-12, why: "each sample sends all its mass" });
        expect(cells.g.every(Number.isFinite)).toBe(true);
        expect(statistical.samples).toBe(samples);
        const { observed, interval } = statistical.marginalError;
        expect(interval[0]).toBeLessThanOrEqual(observed);
        expect(interval[1]).toBeGreaterThanOrEqual(observed * (1 - 1e-15));
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("covers the truth with its intervals, for prices that are far from optimal", () => {
    let covered = 0;
    for (let seed = 0; seed < 40; seed++) {
      const result = semidiscrete(normalLine, three, {
        random: seededRandom(seed),
        stop: { maxIterations: 0 },
        samples: 2000,
      });
      expect(result.certificate.status).toBe("iteration-limit");
      const masses = cellMasses([border(result, 0), border(result, 1)]);
      const error = masses.reduce((sum, mass, j) => sum + Math.abs(mass - three.weights[j]!), 0);
      const [low, high] = result.statistical.marginalError.interval;
      expect(error).toBeGreaterThanOrEqual(low);
      expect(error).toBeLessThanOrEqual(high);
      const [, most] = result.statistical.dual.interval;
      if (most >= dualValue(result)) covered++;
    }
    // one-sided: 97.5 % expected; fewer than 34 of 40 by chance once in 10^4 times
    expect(covered).toBeGreaterThanOrEqual(34);
  });

  it("is the same for the same seed, and another for another", () => {
    const target = cloud(11, 30);
    const run = (seed: number) =>
      semidiscrete(boxSampler([-1, -1], [1, 1]), target, {
        random: seededRandom(seed),
        stop: { maxIterations: 10 },
        samples: 100,
      });
    expect(run(1)).toEqual(run(1));
    expect(run(1).cost).not.toBe(run(2).cost);
  });

  it("goes on from an earlier result", () => {
    const target = cloud(12, 50);
    const law = boxSampler([-1, -1], [1, 1]);
    const first = semidiscrete(law, target, { random: seededRandom(1), stop: { tolerance: 0.03 } });
    const again = semidiscrete(law, target, {
      random: seededRandom(2),
      stop: { tolerance: 0.04 },
      start: first,
    });
    expect(again.certificate.status).toBe("converged");
    expect(again.certificate.iterations).toBeLessThan(first.certificate.iterations);
    expect(again.certificate.iterations).toBe(1);
  });

  it("ends with the caller, and at the limit", () => {
    const target = cloud(13, 20);
    const law = boxSampler([-1, -1], [1, 1]);
    const seen: number[] = [];
    const aborted = semidiscrete(law, target, {
      random: seededRandom(1),
      stop: { tolerance: 0, maxIterations: 10 },
      onProgress: ({ done, error }) => {
        seen.push(error!);
        return done < 4;
      },
    });
    expect([aborted.certificate.status, aborted.certificate.iterations]).toEqual(["aborted", 4]);
    expect(seen.every((error) => error > 0 && error < Infinity)).toBe(true);
    const limited = semidiscrete(law, target, {
      random: seededRandom(1),
      stop: { tolerance: 0, maxIterations: 3 },
    });
    expect([limited.certificate.status, limited.certificate.iterations]).toEqual(["iteration-limit", 3]);
  });

  it.each([1e-150, 1e-6, 1e6, 1e149])("has the same answers in units of %d", (unit) => {
    const target = cloud(18, 20);
    const run = (scale: number, epsilon: number) =>
      semidiscrete(
        boxSampler([-scale, -scale], [scale, scale]),
        { ...target, points: target.points.map((x) => x * scale) },
        {
          random: seededRandom(1),
          stop: { maxIterations: 5 },
          samples: 200,
          epsilon: epsilon * scale * scale,
        },
      );
    for (const epsilon of [0, 1e-3, 1]) {
      const [one, other] = [run(1, epsilon), run(unit, epsilon)];
      const pairs = [
        [other.cost, one.cost],
        [other.certificate.lower, one.certificate.lower],
        [other.certificate.upper, one.certificate.upper],
      ];
      for (const [found, expected] of pairs) {
        expectNear(found! / unit / unit, expected!, {
          rtol: 1e-6,
          why: "rounding of coordinates, along five steps",
        });
      }
    }
  });

  it("to one point is the only plan", () => {
    const { certificate, cost, statistical } = semidiscrete(normalLine, measure([[3]]), {
      random: seededRandom(1),
    });
    expect(certificate.status).toBe("converged");
    expectNear([certificate.lower, certificate.upper], [cost, cost], { rtol: 1e-12, why: "rounding" });
    expectNear(statistical.cost.mean, 10, { atol: 6 * statistical.cost.standardError, why: SIX_ERRORS });
    expect(statistical.marginalError.observed).toBe(0);
  });
});

/** Masses of the three intervals under the normal law, by Simpson's rule on [-8, t]. */
function cellMasses(borders: readonly [number, number] | readonly number[]): number[] {
  const below = borders.map((t) => simpson(-8, t, (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)));
  return [below[0]!, below[1]! - below[0]!, 1 - below[1]!];
}

/** E min_j (|x - y_j|^2 - G_j) + sum b_j G_j for the prices G of the cost as it is. */
function dualValue({ cells }: SemidiscreteTransport): number {
  const y = cells.target.points;
  const prices = cells.g.map((g, j) => g - 2 * cells.shift[0]! * y[j]!);
  const value = (x: number): number => Math.min(...prices.map((g, j) => (x - y[j]!) ** 2 - g));
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return (
    simpson(-8, 8, (x) => value(x) * density(x)) +
    prices.reduce((sum, g, j) => sum + g * cells.target.weights[j]!, 0)
  );
}

function simpson(from: number, to: number, f: (x: number) => number): number {
  const steps = 4000;
  const h = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let k = 1; k < steps; k++) sum += (k % 2 === 1 ? 4 : 2) * f(from + k * h);
  return (sum * h) / 3;
}

describe("semidiscreteMap and semidiscreteAssign", () => {
  const target = cloud(14, 30, { weight: (random, j) => (j % 6 === 0 ? 0 : unequal(random)) });
  const queries = cloud(15, 200, { scale: 2 }).points;
  const law = boxSampler([-1, -1], [1, 1]);

  it("send points to the target point of their cell, seen or not", () => {
    const result = semidiscrete(law, target, { random: seededRandom(1), stop: { maxIterations: 30 } });
    const { cells } = result;
    const assigned = semidiscreteAssign(result, queries);
    const images = semidiscreteMap(result, queries);
    for (let i = 0; i < 200; i++) {
      const values = Array.from(cells.g, (g, p) => {
        const moved = Float64Array.of(
          queries[2 * i]! - cells.shift[0]!,
          queries[2 * i + 1]! - cells.shift[1]!,
        );
        return squaredDistance(moved, 0, cells.target.points, p, 2) - g;
      });
      const best = cells.indices[values.indexOf(Math.min(...values))]!;
      expect(assigned[i]).toBe(best);
      expect(Array.from(images.subarray(2 * i, 2 * i + 2))).toEqual(
        Array.from(target.points.subarray(2 * best, 2 * best + 2)),
      );
    }
    expect(Array.from(assigned).every((j) => target.weights[j]! > 0)).toBe(true);
    // the plan of the sample is the same assignment
    expect(result.plan.kind === "sparse" && Array.from(result.plan.cols)).toEqual(
      Array.from(semidiscreteAssign(result, result.sample.points)),
    );
  });

  it("with epsilon > 0 give the entropic map, which tends to the other as epsilon falls", () => {
    const sharp = semidiscrete(law, target, { random: seededRandom(1), stop: { maxIterations: 30 } });
    const soft = (epsilon: number) => ({ cells: { ...sharp.cells, epsilon } });
    const images = semidiscreteMap(soft(0.5), queries);
    const { target: places, g, shift } = sharp.cells;
    for (let i = 0; i < 200; i++) {
      const shares = Array.from(g, (price, p) => {
        const x = queries[2 * i]! - shift[0]! - places.points[2 * p]!;
        const y = queries[2 * i + 1]! - shift[1]! - places.points[2 * p + 1]!;
        return places.weights[p]! * Math.exp((price - x * x - y * y) / 0.5);
      });
      const total = shares.reduce((a, b) => a + b);
      for (const k of [0, 1]) {
        const mean = shares.reduce((sum, share, p) => sum + (share / total) * places.points[2 * p + k]!, 0);
        expectNear(images[2 * i + k]!, mean, { atol: 1e-12, why: "a mean of 25 points of size 3" });
      }
    }
    expectNear(semidiscreteMap(soft(1e-9), queries), semidiscreteMap(sharp, queries), {
      atol: 1e-12,
      why: "no query lies within 1e-8 of a border",
    });
    expect(semidiscreteAssign(soft(1e-9), queries)).toEqual(semidiscreteAssign(sharp, queries));
  });

  it("refuse what does not fill whole points", () => {
    const result = semidiscrete(law, target, {
      random: seededRandom(1),
      stop: { maxIterations: 1 },
      samples: 10,
    });
    for (const verb of [semidiscreteMap, semidiscreteAssign]) {
      expect(
        isOtError(
          caught(() => verb(result, new Float64Array(3))),
          "ShapeError",
        ),
      ).toBe(true);
    }
  });
});

describe("semidiscrete refuses", () => {
  const random = seededRandom(1);
  const target = cloud(16, 10);
  const law = boxSampler([0, 0], [1, 1]);
  const other = semidiscrete(law, cloud(17, 9), { random, stop: { maxIterations: 1 }, samples: 10 });
  it.each([
    [
      "a negative epsilon",
      () => semidiscrete(law, target, { random, epsilon: -1 }),
      "ShapeError",
      "epsilon is -1",
    ],
    [
      "an epsilon that is no number",
      () => semidiscrete(law, target, { random, epsilon: Number.NaN }),
      "ShapeError",
      "NaN",
    ],
    [
      "an epsilon far too small, naming one that works",
      () => semidiscrete(law, target, { random, epsilon: 1e-14 }),
      "ShapeError",
      "works, and so does 0",
    ],
    ["an empty batch", () => semidiscrete(law, target, { random, batchSize: 0 }), "ShapeError", "at least 1"],
    ["no samples", () => semidiscrete(law, target, { random, samples: 0.5 }), "ShapeError", "0.5"],
    [
      "a wrong stop",
      () => semidiscrete(law, target, { random, stop: { tolerance: -1 } }),
      "ShapeError",
      "tolerance",
    ],
    [
      "a sampler of another dimension",
      () => semidiscrete(boxSampler([0], [1]), target, { random }),
      "ShapeError",
      "dimension 2, that of the target",
    ],
    [
      "a sampler that gives no numbers",
      () => semidiscrete((_, n) => new Float64Array(2 * n).fill(Number.NaN), target, { random }),
      "MeasureError",
      "NaN",
    ],
    [
      "squares that overflow",
      () => semidiscrete((_, n) => new Float64Array(2 * n).fill(1e200), target, { random }),
      "MeasureError",
      "overflow",
    ],
    [
      "a sampler and a target of mass 2",
      () => semidiscrete(law, { ...target, weights: target.weights.map((w) => 2 * w) }, { random }),
      "MeasureError",
      "normalise",
    ],
    [
      "measures of different mass",
      () => semidiscrete(target, { ...target, weights: target.weights.map((w) => 2 * w) }, { random }),
      "MeasureError",
      "normalise",
    ],
    [
      "a start for other points",
      () => semidiscrete(law, target, { random, start: other }),
      "ShapeError",
      "same target",
    ],
  ] as const)("%s", (_, run, tag, word) => {
    const error = caught(run);
    expect(isOtError(error, tag)).toBe(true);
    expect(String(error)).toContain(word);
  });
});
