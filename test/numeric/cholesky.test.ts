import { expect, it } from "vitest";
import { cholesky, solveLowerRows } from "../../src/numeric/cholesky.js";
import { matrixFromRows, multiply, transpose } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

const A = matrixFromRows([
  [4, 2, -2],
  [2, 10, 2],
  [-2, 2, 5],
]);

it("a Cholesky factor times its transpose is the matrix", () => {
  const l = cholesky(A);
  expectNear(multiply(l, transpose(l)).data, A.data, { atol: 1e-14, why: "rounding" });
  expect(l.data[1]).toBe(0);
});

it("solving with the factor undoes multiplying by it", () => {
  const l = cholesky(A);
  const x = matrixFromRows([
    [1, 2, 3],
    [0, -1, 5],
  ]);
  expectNear(solveLowerRows(l, multiply(x, transpose(l))).data, x.data, { atol: 1e-14, why: "rounding" });
});

it("a matrix that is not positive definite is refused with its pivot", () => {
  const singular = matrixFromRows([
    [1, 1],
    [1, 1],
  ]);
  expect(() => cholesky(singular)).toThrow(/pivot 1 is 0/);
});
