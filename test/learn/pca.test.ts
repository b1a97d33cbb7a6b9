import { PCA } from "ml-pca";
import { describe, expect, it } from "vitest";
import { fitPca, inversePca, transformPca } from "../../src/learn/pca.js";
import { type Matrix, matrix, matrixFromRows, rowView, selectRows } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { allRows, oracle, range } from "./oracle.js";

const SOLVERS = { rtol: 1e-9, atol: 1e-9, why: "two eigenvalue solvers, errors of 1e-10 of the largest" };

function nested(a: Matrix): number[][] {
  return range(0, a.rows).map((i) => Array.from(rowView(a, i)));
}

describe("principal components", () => {
  it.each([
    ["tall", allRows],
    ["wide", selectRows(allRows, range(0, 40))],
  ] as const)("of %s data are those of scikit-learn", (shape, rows) => {
    const model = fitPca(rows, { components: 5 });
    expectNear(model.variances, oracle.pca[shape].variances, SOLVERS);
    expectNear(model.explained, oracle.pca[shape].explained, SOLVERS);
    expectNear(rowView(model.components, 0).map(Math.abs), oracle.pca[shape].first, SOLVERS);
  });

  it("have the variances of ml-pca", () => {
    const model = fitPca(allRows, { components: 10 });
    const other = new PCA(nested(allRows)).getEigenvalues();
    expectNear(model.variances, other.slice(0, 10), SOLVERS);
  });

  it.each([1e-170, 1e-40, 1e40, 1e150])("are the same in units of %s", (unit) => {
    const rows = selectRows(allRows, range(0, 40));
    const plain = fitPca(rows, { components: 3 });
    const scaled = fitPca({ ...rows, data: rows.data.map((x) => x * unit) }, { components: 3 });
    expectNear(scaled.components.data, plain.components.data, SOLVERS);
    expectNear(scaled.explained, plain.explained, SOLVERS);
    expectNear(
      scaled.deviations.map((x) => x / unit),
      plain.deviations,
      SOLVERS,
    );
    expectNear(plain.deviations, plain.variances.map(Math.sqrt), SOLVERS);
  });

  it("are orthonormal, and the largest entry of each is positive", () => {
    const { components } = fitPca(selectRows(allRows, range(0, 50)), { components: 6 });
    for (let c = 0; c < 6; c++) {
      const axis = rowView(components, c);
      const signed = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
      expect(signed).toBeGreaterThan(0);
      for (let e = 0; e < 6; e++) {
        const inner = rowView(components, e).reduce((sum, value, k) => sum + value * axis[k]!, 0);
        expectNear(inner, c === e ? 1 : 0, { atol: 1e-12, why: "rounding" });
      }
    }
  });

  it("rebuild the data when all of them are kept", () => {
    const rows = selectRows(allRows, range(0, 20));
    const model = fitPca(rows, { components: 100 });
    expect(model.components.rows).toBe(19);
    const back = inversePca(model, transformPca(model, rows));
    expectNear(back.data, rows.data, { atol: 1e-9, why: "rounding of values up to 16" });
    expectNear(
      model.explained.reduce((a, b) => a + b),
      1,
      { atol: 1e-12, why: "rounding" },
    );
  });

  it("are as many as the rank of the data, however many are asked for", () => {
    const random = seededRandom(1);
    const factors = range(0, 30).map(() => [random.normal(), random.normal()]);
    const rows = matrixFromRows(factors.map(([u, v]) => [u!, v!, u! + v!, u! - v!, 7]));
    expect(fitPca(rows, { components: 5 }).components.rows).toBe(2);
    const wide = matrixFromRows(factors.map(([u, v]) => range(0, 50).map((k) => u! * k + v!)));
    expect(fitPca(wide, { components: 5 }).components.rows).toBe(2);
  });

  it("of constant data there are none", () => {
    const model = fitPca(matrix(3, 2, new Float64Array(6).fill(5)), { components: 2 });
    expect(model.components.rows).toBe(0);
    expect(model.totalVariance).toBe(0);
    expect(transformPca(model, matrix(4, 2)).cols).toBe(0);
  });

  it("do not feel a large common offset", () => {
    const rows = selectRows(allRows, range(0, 30));
    const moved = matrix(
      30,
      64,
      rows.data.map((x) => x + 1e6),
    );
    expectNear(fitPca(moved, { components: 3 }).variances, fitPca(rows, { components: 3 }).variances, {
      rtol: 1e-8,
      why: "digits lost to the offset in the data themselves, 1e-10 of a unit",
    });
  });

  it("refuse a single row, numbers that are not finite, and rows of other length", () => {
    expect(() => fitPca(matrix(1, 3), { components: 1 })).toThrow(/at least 2 rows/);
    expect(() => fitPca(matrixFromRows([[1], [Number.NaN]]), { components: 1 })).toThrow(
      /row 1, column 0 is NaN/,
    );
    expect(() => fitPca(allRows, { components: 0 })).toThrow(/components is 0/);
    const empty = { rows: 10_001, cols: 10_001, data: new Float64Array(0) };
    expect(() => fitPca(empty, { components: 1 })).toThrow(/10001 x 10001 are too large/);
    const model = fitPca(allRows, { components: 2 });
    expect(() => transformPca(model, matrix(2, 3))).toThrow(/64 columns.* 3/);
  });
});
