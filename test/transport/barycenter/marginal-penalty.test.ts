import { describe, expect, it } from "vitest";
import { conjugate, divergenceAt } from "../../../src/transport/barycenter/marginal-penalty.js";
import { expectNear } from "../../support/expect-near.js";

describe("the divergence at a point", () => {
  it("is p log(p / q) - p + q", () => {
    for (const [p, q] of [
      [1, 2],
      [3, 0.1],
      [0.5, 0.45],
    ] as const) {
      // biome-ignore format: pairs
      expectNear(divergenceAt(p, q), p * Math.log(p / q) - p + q, { rtol: 1e-13, why: "rounding of three terms" });
    }
  });

  it("keeps its digits near p = q", () => {
    for (const t of [1e-3, -1e-6, 1e-9]) {
      const series = 2 * ((t * t) / 2 - t ** 3 / 6 + t ** 4 / 12 - t ** 5 / 20);
      expectNear(divergenceAt(2 * (1 + t), 2), series, {
        rtol: 1e-6,
        why: "1 + 1e-9 has seven digits of 1e-9",
      });
    }
    expect(divergenceAt(0.3, 0.3)).toBe(0);
  });

  it("is q for no mass, and infinite where none is allowed", () => {
    expect([divergenceAt(0, 3), divergenceAt(0, 0), divergenceAt(1, 0)]).toEqual([3, 0, Infinity]);
  });
});

describe("the conjugate", () => {
  it("is rho (1 - exp(-f / rho))", () => {
    for (const [f, rho] of [
      [1, 2],
      [-3, 0.5],
      [0.2, 1],
    ] as const) {
      // biome-ignore format: pairs
      expectNear(conjugate(f, rho), rho * (1 - Math.exp(-f / rho)), { rtol: 1e-14, why: "rounding" });
    }
  });

  it("tends to f with all its digits", () => {
    expectNear(conjugate(0.3, 1e12), 0.3 - 0.045e-12, { rtol: 2e-16, why: "one rounding" });
    expect(conjugate(0.3, Infinity)).toBe(0.3);
  });

  it("is the least of f p + rho KL(p | 1)", () => {
    for (const f of [-2, -0.1, 0.3, 1.5]) {
      const best = conjugate(f, 0.7);
      const values = Array.from({ length: 4000 }, (_, k) => f * (k / 100) + 0.7 * divergenceAt(k / 100, 1));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(best - 1e-12);
      expectNear(Math.min(...values), best, { atol: 1e-3, why: "a grid of step 0.01" });
    }
  });
});
