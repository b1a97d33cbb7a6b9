import { describe, expect, it } from "vitest";
import { isotonicInPlace } from "../../src/numeric/isotonic.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

describe("isotonic regression", () => {
  it("leaves what does not fall, and takes means over what does", () => {
    expect([...isotonicInPlace(Float64Array.of(1, 1, 2, 5))]).toEqual([1, 1, 2, 5]);
    expect([...isotonicInPlace(Float64Array.of(3, 1, 2, 10, 8))]).toEqual([2, 2, 2, 9, 9]);
    expect([...isotonicInPlace(Float64Array.of(4, 3, 2, 1))]).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect([...isotonicInPlace(new Float64Array(0))]).toEqual([]);
  });

  it("is the projection: what it takes off is at right angles to it, and to no nondecreasing sequence at less", () => {
    const random = seededRandom(1);
    const values = Float64Array.from({ length: 50 }, (_, i) => i / 25 + random.normal());
    const fitted = isotonicInPlace(values.slice());
    const rest = values.map((value, i) => value - fitted[i]!);
    const product = (other: Float64Array) => rest.reduce((sum, r, i) => sum + r * other[i]!, 0);
    expectNear(product(fitted), 0, { atol: 1e-12, why: "rounding of 50 terms" });
    for (let from = 0; from < 50; from++) {
      const step = Float64Array.from({ length: 50 }, (_, i) => (i >= from ? 1 : 0));
      expect(product(step)).toBeLessThan(1e-12); // the steps span the cone of nondecreasing sequences
    }
  });
});
