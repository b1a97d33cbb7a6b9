import { describe, expect, it } from "vitest";
import { drawCoefficients, fitRowGaussian } from "../../src/generation/gaussian-coefficients.js";
import { fitPca } from "../../src/learn/pca.js";
import { columnMeans, type Matrix, matrix, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

/** Rows of independent columns with standard deviations 3, 1, 0.1 and 0. */
function cloud(rows: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const scales = [3, 1, 0.1, 0];
  const data = Float64Array.from({ length: 4 * rows }, (_, p) => 5 + scales[p % 4]! * random.normal());
  return matrix(rows, 4, data);
}

function rowOf(rows: Matrix, coefficients: Float64Array): Float64Array {
  const row = new Float64Array(rows.cols);
  coefficients.forEach((c, s) => {
    rowView(rows, s).forEach((value, p) => {
      row[p]! += c * value;
    });
  });
  return row;
}

function covariance(rows: readonly Float64Array[], p: number, q: number): number {
  const mean = (k: number) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0);
  const [one, other] = [mean(p), mean(q)];
  return rows.reduce((sum, row) => sum + (row[p]! - one) * (row[q]! - other), 0) / (rows.length - 1);
}

describe("the normal law of rows", () => {
  const rows = cloud(30, 1);
  const law = fitRowGaussian(rows, { components: 3 });
  const random = seededRandom(2);
  const coefficients = Array.from({ length: 20_000 }, () => drawCoefficients(law, random));
  const drawn = coefficients.map((one) => rowOf(rows, one));

  it("is drawn from by coefficients that sum to 1", () => {
    for (const one of coefficients.slice(0, 20)) {
      expectNear(
        one.reduce((sum, c) => sum + c, 0),
        1,
        { atol: 1e-13, why: "rounding of a sum of 30" },
      );
    }
  });

  it("has the mean and the covariance of the rows", () => {
    const found = matrix(drawn.length, 4, Float64Array.from(drawn.flatMap((row) => [...row])));
    const why = "4 standard errors of 20,000 draws (fixed seed)";
    const deviation = (p: number) => Math.sqrt(covariance(pieces(rows), p, p));
    columnMeans(found).forEach((mean, p) => {
      expectNear(mean, columnMeans(rows)[p]!, { atol: (4 * deviation(p)) / Math.sqrt(20_000) + 1e-12, why });
    });
    for (let p = 0; p < 4; p++) {
      for (let q = 0; q <= p; q++) {
        const atol = 4 * Math.sqrt(2 / 20_000) * deviation(p) * deviation(q) + 1e-12;
        expectNear(covariance(drawn, p, q), covariance(pieces(rows), p, q), { atol, why });
      }
    }
  });

  it("of one component lies on the line of that component", () => {
    const line = fitRowGaussian(rows, { components: 1 });
    const { mean, components } = fitPca(rows, { components: 1 });
    const axis = rowView(components, 0);
    const step = rowOf(rows, drawCoefficients(line, seededRandom(7))).map((value, p) => value - mean[p]!);
    const along = step.reduce((sum, value, p) => sum + value * axis[p]!, 0);
    expectNear(
      step,
      axis.map((value) => along * value),
      { atol: 1e-12, why: "rounding of 30 terms of size 5" },
    );
  });

  it("has as few components as hold 95 % of the variance where nobody says how many", () => {
    const { explained, directions } = fitRowGaussian(rows);
    const shares = [...explained];
    expect(directions.rows).toBe(shares.length);
    const sum = shares.reduce((total, share) => total + share, 0);
    expect(sum).toBeGreaterThanOrEqual(0.95);
    expect(sum - shares.at(-1)!).toBeLessThan(0.95);
  });

  it.each([1e80, 1e-170, 1e-160])("has the same coefficients in units of %s, up to rounding", (unit) => {
    const scaled = { ...rows, data: rows.data.map((x) => (x - 5) * unit) };
    const plain = { ...rows, data: rows.data.map((x) => x - 5) };
    const [found, expected] = [scaled, plain].map((some) => fitRowGaussian(some, { components: 3 }));
    expectNear(found!.directions.data, expected!.directions.data, {
      atol: 1e-9,
      why: "two solutions of an eigenproblem whose third value is 1e-3 of the first",
    });
  });

  it.each([1e7, 1e9, 1e12])("sums to 1 where the mean is %s times the spread", (offset) => {
    const far = { ...rows, data: rows.data.map((x) => x + offset) };
    const law = fitRowGaussian(far);
    for (let seed = 0; seed < 50; seed++) {
      const sum = drawCoefficients(law, seededRandom(seed)).reduce((total, c) => total + c, 0);
      expectNear(sum, 1, { atol: 1e-13, why: "rounding of a sum of 30" });
    }
  });

  it("needs two rows that differ", () => {
    expect(() => fitRowGaussian(cloud(1, 0))).toThrow(/at least 2 rows, got 1/);
    const equal = matrix(3, 2, Float64Array.of(1, 2, 1, 2, 1, 2));
    expect(() => fitRowGaussian(equal)).toThrow("all 3 rows are equal: there is no variance to draw from");
    expect(() => fitRowGaussian(cloud(5, 0), { components: 0 })).toThrow(/components/);
  });
});

function pieces(rows: Matrix): Float64Array[] {
  return Array.from({ length: rows.rows }, (_, s) => rowView(rows, s));
}
