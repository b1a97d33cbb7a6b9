import { describe, expect, it } from "vitest";
import { blockShares, linearPattern } from "../../src/learn/linear-pattern.js";
import { matrix, matrixFromRows, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { oracle, rows } from "../modes/oracle.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { rtol: 1e-10, atol: 1e-10, why: "rounding of sums over sixty rows" };

describe("the pattern of a linear score", () => {
  it("is the covariance with the score over its variance, as NumPy has it", () => {
    const { weights, pattern, deviation } = oracle.pattern;
    const found = linearPattern(rows, Float64Array.from(weights));
    expectNear(found.pattern, pattern, ROUNDING);
    expectNear(found.deviation, deviation, ROUNDING);
  });

  it("is what rows are made with, whatever else they share, while weights take that off", () => {
    const random = seededRandom(5);
    const signal = [1, -2, 0];
    const noise = [0, 1, 1]; // shared by two columns: weights subtract the third from the second
    const table = Array.from({ length: 4000 }, () => {
      const [s, n] = [random.normal(), 3 * random.normal()];
      return signal.map((x, k) => s * x + n * noise[k]!);
    });
    const { pattern } = linearPattern(matrixFromRows(table), Float64Array.of(0, -0.5, 0.5));
    expectNear(pattern, signal, { atol: 0.25, why: "sampling: 3 / sqrt(4000), five times" });
  });

  it("has inner product 1 with the weights, so shares of blocks sum to 1", () => {
    const random = seededRandom(6);
    for (let trial = 0; trial < 20; trial++) {
      const weights = Float64Array.from({ length: 12 }, () => random.normal());
      const { pattern } = linearPattern(rows, weights);
      for (const blocks of [12, 6, 4, 1]) {
        const shares = blockShares(weights, pattern, blocks);
        expect(shares.length).toBe(blocks);
        expectNear(
          shares.reduce((a, b) => a + b),
          1,
          ROUNDING,
        );
      }
    }
  });

  it("has as shares the covariances of the parts of the score with it", () => {
    const weights = Float64Array.from(oracle.pattern.weights as number[]);
    const { pattern, mean, deviation } = linearPattern(rows, weights);
    const part = (s: number, from: number, to: number): number => {
      let sum = 0;
      for (let k = from; k < to; k++) sum += weights[k]! * (rowView(rows, s)[k]! - mean[k]!);
      return sum;
    };
    blockShares(weights, pattern, 4).forEach((share, b) => {
      let covariance = 0;
      for (let s = 0; s < rows.rows; s++) covariance += (part(s, 3 * b, 3 * b + 3) * part(s, 0, 12)) / 59;
      expectNear(share, covariance / deviation ** 2, ROUNDING);
    });
  });

  it("is 0 where the score is constant, up to rounding", () => {
    const table = matrixFromRows([
      [0.1, 0.2, 5],
      [0.3, 0, 5],
      [0.2, 0.1, 5],
    ]);
    expect(linearPattern(table, Float64Array.of(1, 1, 0))).toMatchObject({
      deviation: 0,
      pattern: new Float64Array(3),
    });
    expect(linearPattern(table, Float64Array.of(0, 0, 3)).deviation).toBe(0);
  });

  it("refuses one row, other columns, and blocks that are not whole", () => {
    expect(() => linearPattern(matrix(1, 2), new Float64Array(2))).toThrow(/at least 2 rows, got 1/);
    expect(() => linearPattern(rows, new Float64Array(2))).toThrow(/2 columns.* 12/);
    expect(() => blockShares(new Float64Array(12), new Float64Array(12), 5)).toThrow(
      /12 columns are not 5 blocks/,
    );
  });
});
