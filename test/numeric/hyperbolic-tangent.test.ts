import { describe, expect, it } from "vitest";
import { hyperbolicTangent } from "../../src/numeric/hyperbolic-tangent.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

describe("the hyperbolic tangent", () => {
  it("is that of the engine to rounding", () => {
    const random = seededRandom(4);
    for (let n = 0; n < 20_000; n++) {
      const x = 50 * (random.uniform() - 0.5);
      expectNear(hyperbolicTangent(x), Math.tanh(x), {
        atol: 7e-16,
        why: "6e-16 here, a unit in the last place there",
      });
    }
  });

  it("is odd, keeps small numbers and ends at 1", () => {
    for (const x of [1e-300, 1e-9, 0.03125, 0.5, 19.99, 25]) {
      expect(hyperbolicTangent(-x)).toBe(-hyperbolicTangent(x));
    }
    expectNear(hyperbolicTangent(1e-9), 1e-9, { rtol: 1e-15, why: "x - x^3 / 3" });
    expect(hyperbolicTangent(Infinity)).toBe(1);
    expect(hyperbolicTangent(0)).toBe(0);
    expect(hyperbolicTangent(Number.NaN)).toBeNaN();
  });
});
