import { describe, expect, it } from "vitest";
import { leadingEigenvalues } from "../../src/numeric/leading-eigenvalues.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const normals = (n: number, seed: number) => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal());
};

describe("leading eigenvalues", () => {
  it("are the largest of a diagonal matrix, with residuals that bound their errors", () => {
    const diagonal = Float64Array.from({ length: 50 }, (_, k) => 0.8 ** k);
    const found = leadingEigenvalues((v) => v.map((x, k) => x * diagonal[k]!), normals(50, 1), {
      count: 4,
      products: 18,
    });
    expect(found).toHaveLength(4);
    found.forEach(({ real, imaginary, residual }, k) => {
      expect(imaginary).toBe(0);
      // of a symmetric matrix an eigenvalue lies within the residual
      expect(Math.abs(real - diagonal[k]!)).toBeLessThan(residual + 1e-12);
      expect(residual).toBeLessThan(0.05);
    });
  });

  it("are complex pairs for a rotation", () => {
    const [c, s] = [0.6, 0.7];
    const spiral = (v: Float64Array) =>
      Float64Array.of(c * v[0]! - s * v[1]!, s * v[0]! + c * v[1]!, 0.5 * v[2]!);
    const found = leadingEigenvalues(spiral, normals(3, 2));
    expectNear(
      found.map(({ real }) => real),
      [c, c, 0.5],
      { atol: 1e-12, why: "rounding" },
    );
    expectNear(
      found.map(({ imaginary }) => Math.abs(imaginary)),
      [s, s, 0],
      { atol: 1e-12, why: "rounding" },
    );
    expectNear(found[0]!.modulus, Math.sqrt(c * c + s * s), { atol: 1e-12, why: "rounding" });
    expectNear(
      found.map(({ residual }) => residual),
      [0, 0, 0],
      { atol: 1e-12, why: "the space is closed" },
    );
  });

  it("leave no half of a pair", () => {
    const spiral = (v: Float64Array) => Float64Array.of(-2 * v[1]!, 2 * v[0]!, v[2]!);
    const of = (count: number) => leadingEigenvalues(spiral, normals(3, 2), { count });
    expect(of(1)).toHaveLength(2);
    expectNear(of(1)[0]!.imaginary + of(1)[1]!.imaginary, 0, { atol: 1e-12, why: "rounding" });
    expect(of(2)).toHaveLength(2);
  });

  it("knows only what the first vector has something of", () => {
    const product = (v: Float64Array) => Float64Array.of(2 * v[0]!, v[1]!);
    expect(leadingEigenvalues(product, Float64Array.of(0, 3)).map(({ real }) => real)).toEqual([1]);
  });

  it.each([
    [Float64Array.of(0, 0), {}, "length of the first vector is 0"],
    [Float64Array.of(1), { products: 0 }, "whole numbers of at least 1"],
  ])("refuses %o with %o", (start, options, message) => {
    expect(() => leadingEigenvalues((v) => v, start, options)).toThrow(message);
  });
});
