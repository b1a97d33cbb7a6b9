import { describe, expect, it } from "vitest";
import { topEigen } from "../../src/numeric/eigen.js";
import { gram } from "../../src/numeric/gram.js";
import { type Matrix, matrix, matrixFromRows, multiply, transpose } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { symmetricEigen } from "../../src/numeric/symmetric-eigen.js";
import { expectNear } from "../support/expect-near.js";

/** A Gram matrix of Gaussian rows whose column k has standard deviation spread(k). */
function gramWith(n: number, d: number, spread: (k: number) => number, seed: number): Matrix {
  const random = seededRandom(seed);
  return gram(
    matrix(
      n,
      d,
      Float64Array.from({ length: n * d }, (_, p) => random.normal() * spread(p % d)),
    ),
  );
}

function residual(a: Matrix, values: Float64Array, vectors: Matrix): number {
  const image = multiply(a, vectors);
  let worst = 0;
  image.data.forEach((value, p) => {
    const c = p % vectors.cols;
    worst = Math.max(worst, Math.abs(value - values[c]! * vectors.data[p]!));
  });
  return worst / values[0]!;
}

describe("the eigenvalues of a symmetric matrix", () => {
  it("come largest first, with their vectors in columns", () => {
    const { values, vectors } = symmetricEigen(
      matrixFromRows([
        [2, 1, 0],
        [1, 2, 0],
        [0, 0, -5],
      ]),
    );
    expectNear(values, [3, 1, -5], { atol: 1e-14, why: "rounding" });
    expectNear(Math.abs(vectors.data[0]!), Math.SQRT1_2, { atol: 1e-14, why: "rounding" });
    expectNear(vectors.data[0]!, vectors.data[3]!, { atol: 1e-14, why: "(1, 1, 0) / sqrt 2" });
  });

  it("rebuild it", () => {
    const a = gramWith(20, 30, () => 1, 1);
    const { values, vectors } = symmetricEigen(a);
    const scaled = matrix(
      20,
      20,
      vectors.data.map((v, p) => v * values[p % 20]!),
    );
    expectNear(multiply(scaled, transpose(vectors)).data, a.data, {
      atol: 1e-11,
      why: "rounding at norm 90",
    });
  });

  it("need a square matrix of finite numbers", () => {
    expect(() => symmetricEigen(matrix(2, 3))).toThrow(/2 x 3/);
    expect(() => topEigen(matrixFromRows([[Number.NaN]]), 1)).toThrow(/\(0, 0\) is NaN/);
    expect(() => topEigen(matrix(2, 2), 3)).toThrow(/cannot take 3/);
  });
});

describe("the first eigenvalues of a larger matrix", () => {
  it("agree with the full decomposition", () => {
    const a = gramWith(320, 60, (k) => 1 / (1 + k / 5), 2);
    const full = symmetricEigen(a);
    const { values, vectors } = topEigen(a, 6);
    expectNear(values, full.values.slice(0, 6), {
      rtol: 1e-9,
      why: "the stopping rule of 1e-10 of the largest",
    });
    expect(residual(a, values, vectors)).toBeLessThan(1e-4); // residuals go with the root of the eigenvalue error
    const products = multiply(transpose(vectors), vectors);
    expectNear(
      products.data,
      products.data.map((_, p) => (p % 7 === 0 ? 1 : 0)),
      { atol: 1e-12, why: "rounding of orthonormalisation" },
    );
  });

  it("are found with all their copies when they repeat", () => {
    const a = matrix(310, 310);
    for (let i = 0; i < 310; i++) a.data[i * 310 + i] = i < 7 ? 4 : 1;
    expectNear(topEigen(a, 8).values, [4, 4, 4, 4, 4, 4, 4, 1], { atol: 1e-9, why: "the stopping rule" });
  });

  it("are right also where hardly a gap tells them apart, which the iteration cannot resolve", () => {
    const n = 320;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) a.data[i * n + i] = 1 - 1e-6 * ((7 * i) % n);
    const expected = Float64Array.from({ length: 5 }, (_, c) => 1 - 1e-6 * c);
    expectNear(topEigen(a, 5).values, expected, { rtol: 1e-13, why: "rounding of the full decomposition" });
  });

  it("vanish beyond the rank, and for the zero matrix", () => {
    const { values } = topEigen(
      gramWith(305, 3, () => 1, 3),
      5,
    );
    expect(values[2]).toBeGreaterThan(100);
    expectNear(values.slice(3), [0, 0], { atol: 1e-10, why: "rounding at norm 300" });
    expect(Array.from(topEigen(matrix(301, 301), 2).values)).toEqual([0, 0]);
  });

  it("are the same on every call", () => {
    const a = gramWith(310, 40, () => 1, 4);
    expect(topEigen(a, 3)).toEqual(topEigen(a, 3));
  });
});
