import { describe, expect, it } from "vitest";
import { pchip, pchipSlopes, pchipValues } from "../../src/numeric/pchip.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

describe("monotone cubics", () => {
  it("go through their points and rise only where the data do", () => {
    const random = seededRandom(1);
    for (let trial = 0; trial < 20; trial++) {
      const x = Float64Array.from({ length: 12 }, () => random.uniform()).sort();
      const y = Float64Array.from({ length: 12 }, () => random.uniform() ** 4).sort();
      const f = pchip(x, y);
      expectNear(x.map(f), y, { atol: 1e-14, why: "rounding" });
      const places = Float64Array.from({ length: 500 }, (_, k) => x[0]! + ((x[11]! - x[0]!) * k) / 499);
      const values = pchipValues(x, y, places);
      expectNear(values, places.map(f), { atol: 1e-14, why: "the same cubics" });
      for (let k = 1; k < 500; k++) expect(values[k]! - values[k - 1]!).toBeGreaterThan(-1e-14);
    }
  });

  it("are exact on a line and err by h^3 or less on what is smooth and rises", () => {
    const even = (n: number) => Float64Array.from({ length: n + 1 }, (_, k) => k / n);
    expectNear(
      pchip(
        even(5),
        even(5).map((x) => 3 * x - 1),
      )(0.234),
      3 * 0.234 - 1,
      { atol: 1e-15, why: "rounding" },
    );
    const error = (n: number) => {
      const f = pchip(even(n), even(n).map(Math.exp));
      return Math.max(...even(1000).map((x) => Math.abs(f(x) - Math.exp(x))));
    };
    expect(error(10) / error(20)).toBeGreaterThan(7);
    expect(error(20)).toBeLessThan(1e-4);
  });

  it("agrees with SciPy's PchipInterpolator", () => {
    // scipy 1.17.1: p = PchipInterpolator([0, 1, 3, 4, 7], [0, 2, 2.5, 6, 5]), p.derivative() at the points, p elsewhere
    const x = Float64Array.of(0, 1, 3, 4, 7);
    const y = Float64Array.of(0, 2, 2.5, 6, 5);
    const slopes = [2.5833333333333335, 0.4864864864864865, 0.5163934426229508, 0, -1];
    const values = [
      1.262105855855856, 2.242523260965884, 5.276532786885248, 5.962962962962963, 5.421296296296296,
    ];
    expectNear(pchipSlopes(x, y), slopes, { atol: 1e-14, why: "rounding" });
    expectNear(Float64Array.of(0.5, 2, 3.7, 5, 6.5).map(pchip(x, y)), values, {
      atol: 1e-14,
      why: "rounding",
    });
  });

  it.each([
    [[0, 1], [0], "2 places and 1 values"],
    [[0], [0], "at least 2"],
    [[0, 0], [0, 1], "places must increase"],
  ])("refuses %o with %o", (x, y, message) => {
    expect(() => pchip(Float64Array.from(x), Float64Array.from(y))).toThrow(message);
  });
});
