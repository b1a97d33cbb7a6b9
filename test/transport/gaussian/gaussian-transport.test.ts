import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { measure, moments } from "../../../src/measure/measure.js";
import { gram, multiplyTransposed } from "../../../src/numeric/gram.js";
import { type Matrix, matrix, matrixFromRows, multiply } from "../../../src/numeric/matrix.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { type Gaussian, gaussian, gaussianOf, trace } from "../../../src/transport/gaussian/gaussian.js";
import {
  gaussianGeodesic,
  gaussianMap,
  gaussianTransport,
  gelbrichBound,
} from "../../../src/transport/gaussian/gaussian-transport.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud } from "../../support/random-measures.js";
import { cloud, moved } from "../clouds.js";
import { gaussianOracle } from "./gaussian-oracle.js";

/** A random law of the given rank: B B^T with a d x rank matrix B. */
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

const ROUNDING = "a few roundings of decompositions of matrices of size 1, condition below 1e6";

/** A S A^T. */
const conjugated = (a: Matrix, s: Matrix): Matrix => multiply(multiplyTransposed(a, s), a);

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("gaussianTransport", () => {
  it("on the line is the difference of means and of standard deviations", () => {
    const result = gaussianTransport(gaussian([1], matrix(1, 1, Float64Array.of(4))), {
      mean: Float64Array.of(-2),
      covariance: matrix(1, 1, Float64Array.of(25)),
    });
    expectNear(result.cost, 9 + 9, { rtol: 1e-15, why: "whole numbers" });
    expectNear(result.distance, Math.sqrt(18), { rtol: 1e-15, why: "one root" });
    expectNear(result.linear.data, [2.5], { rtol: 1e-15, why: "5 / 2" });
    expect(result.residual).toBe(0);
  });

  it("between commuting covariances acts axis by axis", () => {
    const random = seededRandom(1);
    const { left } = { left: rotation(random, 4) };
    const roots = [3, 1, 0.5, 1e-3];
    const others = [1, 2, 4, 1e-3];
    const law = (sd: readonly number[]) => gaussian([0, 0, 0, 0], spread(left, sd));
    const { cost, linear } = gaussianTransport(law(roots), law(others));
    expectNear(cost, 4 + 1 + 12.25, { rtol: 1e-13, why: ROUNDING });
    expectNear(linear.data, spread(left, [1 / 3, 2, 8, 1].map(Math.sqrt)).data, {
      atol: 1e-9,
      why: "the spread of 1e-6 is known to 1e-16 beside 9, the map there to 1e-10",
    });
  });

  it.each([1, 2, 5])("in dimension %i, maps the source to the target and back", (dim) => {
    const random = seededRandom(dim);
    for (let round = 0; round < 10; round++) {
      const source = randomLaw(random, dim);
      const target = randomLaw(random, dim);
      const there = gaussianTransport(source, target);
      const back = gaussianTransport(target, source);
      const tolerance = { atol: 1e-8, why: "the conditions of the random covariances reach 1e6" };
      expectNear(conjugated(there.linear, source.covariance).data, target.covariance.data, tolerance);
      expectNear(back.cost, there.cost, { rtol: 1e-10, why: ROUNDING });
      const points = Float64Array.from({ length: 7 * dim }, () => random.normal());
      expectNear(gaussianMap(back, gaussianMap(there, points)), points, tolerance);
      // cost = E |x - T x|^2 = |m - n|^2 + tr S + tr T - 2 tr (S A)
      const crossed = 2 * trace(multiply(source.covariance, there.linear));
      const means = source.mean.reduce((sum, value, k) => sum + (value - target.mean[k]!) ** 2, 0);
      const expected = means + trace(source.covariance) + trace(target.covariance) - crossed;
      expectNear(there.cost, expected, tolerance);
    }
  });

  it("keeps the digits of near laws", () => {
    const law = randomLaw(seededRandom(3), 3);
    const factor = 1 + 2 ** -20;
    const other = gaussian(
      law.mean,
      matrix(
        3,
        3,
        law.covariance.data.map((value) => value * factor ** 2),
      ),
    );
    expectNear(gaussianTransport(law, other).cost, 2 ** -40 * trace(law.covariance), {
      rtol: 1e-8,
      why: "roots are right to 1e-15 beside a difference of 1e-6",
    });
    expectNear(gaussianTransport(law, law).cost, 0, { atol: 1e-28, why: "a square of roundings" });
  });

  it("moves a point to a point, and sends a point's law of one place nowhere else", () => {
    const point = (mean: readonly number[]) => gaussian(mean, matrix(2, 2));
    const { cost, linear, residual } = gaussianTransport(point([0, 0]), point([3, 4]));
    expect([cost, residual, ...linear.data]).toEqual([25, 0, 0, 0, 0, 0]);
    const wide = gaussian(
      [0, 0],
      matrixFromRows([
        [2, 0],
        [0, 3],
      ]),
    );
    const spreading = gaussianTransport(point([0, 0]), wide);
    expectNear([spreading.cost, spreading.residual], [5, 5], { rtol: 1e-14, why: "tr T" });
    const gathering = gaussianTransport(wide, point([0, 0]));
    expectNear([gathering.cost, gathering.residual], [5, 0], { atol: 1e-14, why: "tr S" });
  });

  it("from a flat source is the limit of regular ones, with the rest in the residual", () => {
    const random = seededRandom(8);
    for (const rank of [1, 2]) {
      const source = randomLaw(random, 3, rank);
      const target = randomLaw(random, 3);
      const flat = gaussianTransport(source, target);
      const ridge = 1e-8;
      const thick = gaussian(
        source.mean,
        matrix(
          3,
          3,
          source.covariance.data.map((value, p) => value + (p % 4 === 0 ? ridge : 0)),
        ),
      );
      const regular = gaussianTransport(thick, target);
      const why = "the cost moves with the root of the ridge, 1e-4, times roots of variances below 5";
      expectNear(flat.cost, regular.cost, { atol: 2e-3, why });
      expectNear(flat.crossCovariance.data, regular.crossCovariance.data, { atol: 2e-3, why });
      expect(flat.residual).toBeGreaterThan(1e-3);
      // E |y - T(x)|^2 and E |x - T(x)|^2 add up to the cost, as for any barycentric projection
      const image = conjugated(flat.linear, source.covariance);
      const velocity =
        trace(source.covariance) + trace(image) - 2 * trace(multiply(source.covariance, flat.linear));
      const means = source.mean.reduce((sum, value, k) => sum + (value - target.mean[k]!) ** 2, 0);
      expectNear(means + velocity + flat.residual, flat.cost, { rtol: 1e-10, why: ROUNDING });
      const symmetric = flat.linear.data.map(
        (value, p) => value - flat.linear.data[(p % 3) * 3 + Math.floor(p / 3)]!,
      );
      expectNear(symmetric, new Float64Array(9), { atol: 0, why: "the symmetric part is taken" });
    }
  });

  it("scales with the square of the unit, however extreme", () => {
    const random = seededRandom(9);
    const [source, target] = [randomLaw(random, 3), randomLaw(random, 3)];
    const { cost } = gaussianTransport(source, target);
    for (const unit of [1e-140, 1e-6, 1e6, 1e140]) {
      const inUnit = ({ mean, covariance }: Gaussian): Gaussian =>
        gaussian(
          mean.map((value) => value * unit),
          matrix(
            3,
            3,
            covariance.data.map((value) => value * unit * unit),
          ),
        );
      const result = gaussianTransport(inUnit(source), inUnit(target));
      expectNear(result.cost / unit / unit, cost, { rtol: 1e-12, why: ROUNDING });
    }
  });

  it.each(gaussianOracle.maps)("gives the map of POT and the cost of SciPy, $name", (one) => {
    const source = gaussianOf(measure(one.source, { dim: one.dim }));
    const target = gaussianOf(measure(one.target, { dim: one.dim }));
    const result = gaussianTransport(source, target);
    expectNear(result.cost, one.cost, { rtol: 1e-11, why: "matrix roots by two methods" });
    expectNear(result.linear.data, one.linear, { atol: 1e-9, why: "two inverses of root covariances" });
    expectNear(gaussianMap(result, new Float64Array(one.dim)), one.offset, {
      atol: 1e-9,
      why: "two inverses of root covariances",
    });
  });
});

describe("gaussianGeodesic", () => {
  it.each([
    ["regular", 3],
    ["flat", 1],
  ])("has distances proportional to time, %s laws", (_, rank) => {
    const random = seededRandom(12);
    const transport = gaussianTransport(randomLaw(random, 3, rank), randomLaw(random, 3, rank));
    for (const t of [0, 0.25, 0.7, 1]) {
      const between = gaussianGeodesic(transport, t);
      const why = "laws on the way are flat or nearly so: roots of roundings of the covariance";
      const tolerance = { atol: 1e-6, why };
      expectNear(gaussianTransport(transport.source, between).distance, t * transport.distance, tolerance);
      expectNear(
        gaussianTransport(between, transport.target).distance,
        (1 - t) * transport.distance,
        tolerance,
      );
    }
  });

  it("refuses times outside it", () => {
    const transport = gaussianTransport(randomLaw(seededRandom(1), 2), randomLaw(seededRandom(2), 2));
    for (const t of [-0.1, 1.1, Number.NaN]) {
      expect(
        isOtError(
          caught(() => gaussianGeodesic(transport, t)),
          "ShapeError",
        ),
      ).toBe(true);
    }
  });
});

describe("gelbrichBound", () => {
  it("is never above the exact cost, for any measures", () => {
    const sizes = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      n: fc.integer({ min: 2, max: 30 }),
      m: fc.integer({ min: 2, max: 30 }),
      dim: fc.integer({ min: 1, max: 4 }),
      shift: fc.double({ min: -3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(sizes, ({ seed, n, m, dim, shift }) => {
        const random = seededRandom(seed);
        const source = randomCloud(random, n, dim);
        const target = moved(randomCloud(random, m, dim), 0.7, shift);
        const truth = exact(source, target).certificate.upper;
        const scale = trace(moments(source).covariance) + trace(moments(target).covariance);
        // clouds of n <= d points have singular covariances, whose roots are known to 1e-8
        expect(gelbrichBound(source, target)).toBeLessThanOrEqual(truth + 1e-7 * scale);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("is the cost of an affine image under a symmetric positive matrix", () => {
    const source = cloud(4, 60, { dim: 3 });
    const factor = [2, 0.5, 0, 0.5, 1, 0.2, 0, 0.2, 0.7];
    const points = gaussianMap(
      { source: law([0, 0, 0]), target: law([1, 2, 3]), linear: matrix(3, 3, Float64Array.from(factor)) },
      source.points,
    );
    const target = { ...source, points };
    expectNear(gelbrichBound(source, target), exact(source, target).cost, { rtol: 1e-12, why: ROUNDING });
  });

  it("counts the mass", () => {
    const mu = cloud(5, 20);
    const nu = cloud(6, 20, { shift: 1 });
    const heavy = (one: typeof mu) => ({ ...one, weights: one.weights.map((w) => 3 * w) });
    expectNear(gelbrichBound(heavy(mu), heavy(nu)), 3 * gelbrichBound(mu, nu), {
      rtol: 1e-13,
      why: ROUNDING,
    });
    expect(
      isOtError(
        caught(() => gelbrichBound(mu, heavy(nu))),
        "MeasureError",
      ),
    ).toBe(true);
  });
});

describe("gaussian", () => {
  const eye = matrixFromRows([
    [1, 0],
    [0, 1],
  ]);
  it.each([
    ["a covariance of another size", [0, 0, 0], eye, "ShapeError", "2 x 2"],
    ["no coordinates", [], matrix(0, 0), "ShapeError", "d >= 1"],
    ["a mean that is not finite", [0, Number.NaN], eye, "MeasureError", "NaN"],
    [
      "an entry that is not finite",
      [0, 0],
      matrixFromRows([
        [1, 0],
        [0, Infinity],
      ]),
      "ShapeError",
      "(1, 1)",
    ],
    [
      "an asymmetric covariance",
      [0, 0],
      matrixFromRows([
        [1, 0.1],
        [0, 1],
      ]),
      "ShapeError",
      "symmetric",
    ],
    [
      "a negative eigenvalue",
      [0, 0],
      matrixFromRows([
        [1, 2],
        [2, 1],
      ]),
      "MeasureError",
      "eigenvalue -",
    ],
    ["a negative variance", [0], matrixFromRows([[-1]]), "MeasureError", "eigenvalue -"],
    ["squares that overflow", [1e200, 0], eye, "MeasureError", "larger unit of length"],
    ["squares that underflow", [0], matrixFromRows([[1e-320]]), "MeasureError", "smaller unit of length"],
  ] as const)("refuses %s", (_, mean, covariance, tag, word) => {
    const error = caught(() => gaussian(mean, covariance));
    expect(isOtError(error, tag)).toBe(true);
    expect(String(error)).toContain(word);
  });

  it("refuses laws of different dimensions, and points that are not whole", () => {
    const [line, plane] = [law([0]), law([0, 0])];
    expect(
      isOtError(
        caught(() => gaussianTransport(line, plane)),
        "ShapeError",
      ),
    ).toBe(true);
    const transport = gaussianTransport(plane, plane);
    expect(
      isOtError(
        caught(() => gaussianMap(transport, new Float64Array(3))),
        "ShapeError",
      ),
    ).toBe(true);
  });
});

/** The standard normal law moved to a mean. */
function law(mean: readonly number[]): Gaussian {
  const dim = mean.length;
  return gaussian(
    mean,
    matrix(
      dim,
      dim,
      Float64Array.from({ length: dim * dim }, (_, p) => (p % (dim + 1) === 0 ? 1 : 0)),
    ),
  );
}

/** An orthogonal matrix: Gram and Schmidt on random rows. */
function rotation(random: Random, dim: number): Matrix {
  const rows: Float64Array[] = [];
  while (rows.length < dim) {
    let row = Float64Array.from({ length: dim }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of rows) {
        const inner = row.reduce((sum, value, k) => sum + value * other[k]!, 0);
        row = row.map((value, k) => value - inner * other[k]!);
      }
    }
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    rows.push(row.map((value) => value / length));
  }
  return matrixFromRows(rows);
}

/** R^T diag(sd^2) R. */
function spread(rotated: Matrix, sd: readonly number[]): Matrix {
  const scaled = matrix(
    rotated.rows,
    rotated.cols,
    rotated.data.map((value, p) => value * sd[Math.floor(p / rotated.cols)]! ** 2),
  );
  return multiply(matrixFromRows(transposed(rotated)), scaled);
}

function transposed(a: Matrix): number[][] {
  return Array.from({ length: a.cols }, (_, j) =>
    Array.from({ length: a.rows }, (_, i) => a.data[i * a.cols + j]!),
  );
}
