import { describe, expect, it } from "vitest";
import { columnGram, gram, multiplyTransposed, squaredDistances } from "../../src/numeric/gram.js";
import { type Matrix, matrix, matrixFromRows, multiply, transpose } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { atol: 1e-10, rtol: 1e-12, why: "rounding of sums of a few thousand products" };

function randomMatrix(rows: number, cols: number, seed: number, offset = 0): Matrix {
  const random = seededRandom(seed);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal() + offset),
  );
}

function distancesByHand(a: Matrix, b: Matrix): number[] {
  const out: number[] = [];
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      let sum = 0;
      for (let k = 0; k < a.cols; k++) sum += (a.data[i * a.cols + k]! - b.data[j * b.cols + k]!) ** 2;
      out.push(sum);
    }
  }
  return out;
}

describe("products of rows", () => {
  it.each([
    [1, 1],
    [2, 3],
    [5, 7],
    [4, 1025],
    [7, 2049],
  ])("of a %i x %i matrix are A A^T, whatever the block borders", (rows, cols) => {
    const a = randomMatrix(rows, cols, rows * cols);
    expectNear(gram(a).data, multiply(a, transpose(a)).data, ROUNDING);
    expectNear(columnGram(transpose(a)).data, gram(a).data, ROUNDING);
  });

  it("of two matrices are A B^T", () => {
    const a = randomMatrix(5, 1030, 1);
    const b = randomMatrix(3, 1030, 2);
    expectNear(multiplyTransposed(a, b).data, multiply(a, transpose(b)).data, ROUNDING);
  });

  it("are symmetric to the last bit", () => {
    const g = gram(randomMatrix(9, 50, 3));
    expect(transpose(g).data).toEqual(g.data);
  });

  it("need rows of equal length", () => {
    expect(() => multiplyTransposed(matrix(2, 3), matrix(2, 4))).toThrow(/3 and of 4/);
  });
});

describe("squared distances", () => {
  it.each([2, 16, 17, 400])("of rows with %i columns are the sums of squared differences", (cols) => {
    const a = randomMatrix(7, cols, cols);
    const b = randomMatrix(4, cols, cols + 1);
    expectNear(squaredDistances(a, b).data, distancesByHand(a, b), ROUNDING);
    expectNear(squaredDistances(a).data, distancesByHand(a, a), ROUNDING);
  });

  it("of equal rows are exactly 0, also between two matrices", () => {
    const a = randomMatrix(3, 40, 5, 1e6);
    const twice = matrixFromRows([...[0, 1, 2, 1, 0].map((i) => a.data.slice(i * 40, i * 40 + 40))]);
    const d = squaredDistances(twice);
    expect([d.data[0], d.data[4], d.data[1 * 5 + 3]]).toEqual([0, 0, 0]);
    expect(squaredDistances(a, twice).data[0]).toBe(0);
  });

  it("of nearly equal rows keep their digits, though the squares of the rows cancel", () => {
    const a = randomMatrix(2, 40, 6);
    a.data.set(
      a.data.subarray(0, 40).map((x) => x + 1e-7),
      40,
    );
    const far = matrixFromRows([a.data.slice(0, 40), a.data.slice(40), new Float64Array(40).fill(9)]);
    const exact = distancesByHand(far, far);
    expectNear(squaredDistances(far).data, exact, {
      rtol: 1e-9,
      why: "the pairs that cancel are recomputed",
    });
  });
});
