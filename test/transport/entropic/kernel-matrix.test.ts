import { describe, expect, it } from "vitest";
import { squaredEuclidean } from "../../../src/measure/cost.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { withKernelMatrix } from "../../../src/transport/entropic/kernel-matrix.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(4);
const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const [n, m, dim] = [90, 1000, 2];
const problem = { x: draw(n * dim), y: draw(m * dim), dim, cost: squaredEuclidean };
const f = draw(n);
const g = draw(m);
const u = draw(n).map(Math.abs);
const v = draw(m).map(Math.abs);

describe("withKernelMatrix", () => {
  it("multiplies from both sides by exp((f + g - c) / epsilon)", () => {
    const epsilon = 0.8;
    const [rowSums, columnSums] = withKernelMatrix(problem, (matrix) => {
      matrix.compute(f, g, epsilon);
      matrix.u.set(u);
      matrix.v.set(v);
      matrix.sumRows();
      matrix.sumColumns();
      matrix.sumColumns(); // anew, not on top
      return [matrix.rowSums.slice(), matrix.columnSums.slice()] as const;
    });
    const entry = (i: number, j: number) =>
      Math.exp((f[i]! + g[j]! - squaredDistance(problem.x, i, problem.y, j, dim)) / epsilon);
    const tolerance = { rtol: 1e-13, why: "rounding of exponents up to 100 and of 1000 terms" };
    expectNear(
      rowSums,
      f.map((_, i) => v.reduce((sum, factor, j) => sum + entry(i, j) * factor, 0)),
      tolerance,
    );
    expectNear(
      columnSums,
      g.map((_, j) => u.reduce((sum, factor, i) => sum + entry(i, j) * factor, 0)),
      tolerance,
    );
  });

  it("sweeps to the bits of the two products, each row updated once between them", () => {
    withKernelMatrix(problem, (matrix) => {
      matrix.compute(f, g, 1);
      matrix.v.set(v);
      matrix.sumRows();
      for (let i = 0; i < n; i++) matrix.u[i] = 1 / matrix.rowSums[i]!;
      matrix.sumColumns();
      const expected = [matrix.rowSums.slice(), matrix.columnSums.slice()];
      matrix.u.fill(Number.NaN);
      const blocks: (readonly [number, number])[] = [];
      matrix.sweep((from, to) => {
        blocks.push([from, to]);
        for (let i = from; i < to; i++) matrix.u[i] = 1 / matrix.rowSums[i]!;
      });
      expect([matrix.rowSums.slice(), matrix.columnSums.slice()]).toEqual(expected);
      expect(blocks.length).toBeGreaterThan(1);
      expect(blocks[0]![0]).toBe(0);
      expect(blocks.at(-1)![1]).toBe(n);
    });
  });

  it("can be computed again, and gives back what the work returns", () => {
    const [first, soft, again] = withKernelMatrix(problem, (matrix) => {
      matrix.v.set(v);
      return [1, 3, 1].map((epsilon) => {
        matrix.compute(f, g, epsilon);
        matrix.sumRows();
        return matrix.rowSums.slice();
      });
    });
    expect(soft).not.toEqual(first);
    expect(again).toEqual(first);
  });

  it("has rows and columns of zeros for potentials of -Infinity", () => {
    const [rowSums, columnSums] = withKernelMatrix(problem, (matrix) => {
      matrix.compute(f.with(2, -Infinity), g.with(3, -Infinity), 1);
      matrix.u.set(u);
      matrix.v.set(v);
      matrix.sumRows();
      matrix.sumColumns();
      return [matrix.rowSums.slice(), matrix.columnSums.slice()] as const;
    });
    expect(rowSums.indexOf(0)).toBe(2);
    expect(columnSums.indexOf(0)).toBe(3);
  });
});
