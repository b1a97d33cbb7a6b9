import { describe, expect, it } from "vitest";
import { gram } from "../../src/numeric/gram.js";
import { matrix, multiply } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { solvePositive } from "../../src/numeric/solve-positive.js";
import { expectNear } from "../support/expect-near.js";

describe("the solution of positive definite equations", () => {
  it("fulfils them, for several right sides", () => {
    const random = seededRandom(0);
    const a = gram(
      matrix(
        6,
        20,
        Float64Array.from({ length: 120 }, () => random.normal()),
      ),
    );
    const b = matrix(
      6,
      2,
      Float64Array.from({ length: 12 }, () => random.normal()),
    );
    expectNear(multiply(a, solvePositive(a, b)).data, b.data, {
      atol: 1e-12,
      why: "rounding, condition about 10",
    });
  });

  it("reads the lower triangle only", () => {
    const a = matrix(2, 2, Float64Array.of(4, Number.NaN, 2, 5));
    expectNear(solvePositive(a, matrix(2, 1, Float64Array.of(8, 12))).data, [1, 2], {
      atol: 1e-14,
      why: "rounding",
    });
  });

  it("refuses right sides of another size and matrices that are not positive definite", () => {
    const a = matrix(2, 2, Float64Array.of(1, 1, 1, 1));
    expect(() => solvePositive(a, matrix(3, 1))).toThrow(/3 rows, the matrix 2/);
    expect(() => solvePositive(a, matrix(2, 1))).toThrow(/pivot 1/);
  });
});
