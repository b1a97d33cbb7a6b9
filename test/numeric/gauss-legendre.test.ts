import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.js";
import { gaussLegendre } from "../../src/numeric/gauss-legendre.js";
import { expectNear } from "../support/expect-near.js";

describe("quadrature of Gauss and Legendre", () => {
  it("is exact for polynomials of degree 2 n - 1", () => {
    for (const count of [1, 2, 3, 5, 8, 64, 101]) {
      const { nodes, weights } = gaussLegendre(count);
      for (let degree = 0; degree < 2 * count; degree++) {
        let sum = 0;
        for (let n = 0; n < count; n++) sum += weights[n]! * nodes[n]! ** degree;
        const exact = degree % 2 === 0 ? 2 / (degree + 1) : 0;
        expectNear(sum, exact, { atol: 1e-14 * count, why: "rounding of the nodes" });
      }
    }
  });

  it("misses the degree after that by what theory says", () => {
    const { nodes, weights } = gaussLegendre(2);
    const sum = nodes.reduce((total, x, n) => total + weights[n]! * x ** 4, 0);
    expectNear(sum, 2 / 9, { atol: 1e-15, why: "nodes at +-1/sqrt 3: 2/9 where the integral is 2/5" });
  });

  it("has increasing nodes, symmetric to the bit", () => {
    const { nodes } = gaussLegendre(64);
    for (let n = 0; n < 64; n++) {
      expect(nodes[n]).toBe(-nodes[63 - n]!);
      if (n > 0) expect(nodes[n]!).toBeGreaterThan(nodes[n - 1]!);
    }
    expectNear(nodes[63]!, 0.9993050417357721, { atol: 2e-16, why: "the printed digits" });
  });

  it("refuses counts that are none", () => {
    expect(() => gaussLegendre(0)).toThrow(ShapeError);
    expect(() => gaussLegendre(2.5)).toThrow(/2\.5 nodes/);
  });
});
