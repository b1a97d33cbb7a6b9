import { describe, expect, it } from "vitest";
import { exponential } from "../../src/numeric/elementary.js";
import { seededRandom } from "../../src/numeric/random.js";
import { tableExponential } from "../../src/numeric/table-exponential.js";
import { expectNear } from "../support/expect-near.js";

describe("the exponential by table", () => {
  it("is that of the series", () => {
    const random = seededRandom(3);
    for (let n = 0; n < 20_000; n++) {
      const x = 1400 * random.uniform() - 700;
      expectNear(tableExponential(x), exponential(x), {
        rtol: 4 * 2 ** -52,
        why: "2 units in the last place of each",
      });
    }
  });

  it("is 1 at 0, and what the exponential is beyond its table", () => {
    expect(tableExponential(0)).toBe(1);
    for (const x of [-Infinity, -800, -720, 705, 800, Infinity])
      expect(tableExponential(x)).toBe(exponential(x));
    expect(tableExponential(Number.NaN)).toBeNaN();
  });
});
