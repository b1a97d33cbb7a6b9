import { describe, expect, it } from "vitest";
import { asymmetricBaseline } from "../../src/measure/baseline.js";
import { matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { solveSymmetric } from "./dense-solve.js";

/** Peaks on a slope, with a little noise. */
function spectrum(n: number, seed: number): { values: Float64Array; slope: Float64Array } {
  const random = seededRandom(seed);
  const slope = Float64Array.from({ length: n }, (_, b) => 2 + b / n);
  const peak = (b: number, at: number, width: number) => Math.max(0, 1 - ((b - at * n) / width) ** 2);
  const values = slope.map((y, b) => y + 5 * peak(b, 0.3, 6) + 3 * peak(b, 0.7, 9) + 0.001 * random.normal());
  return { values, slope };
}

describe("asymmetricBaseline", () => {
  it.each([1, 2, 3, 4, 60])(
    "solves its normal equations, with the weights of its own sides, for %i bands",
    (n) => {
      const { values } = spectrum(n, n);
      const smoothness = 50;
      const asymmetry = 0.01;
      const { line, settled } = asymmetricBaseline(values, { smoothness, asymmetry });
      expect(settled).toBe(true);
      const system = matrix(n, n);
      const right = new Float64Array(n);
      for (let b = 0; b < n; b++) {
        const w = values[b]! > line[b]! ? asymmetry : 1 - asymmetry;
        system.data[b * n + b]! += w;
        right[b] = w * values[b]!;
      }
      for (let middle = 1; middle + 1 < n; middle++) {
        const row = [1, -2, 1];
        for (let p = 0; p < 3; p++)
          for (let q = 0; q < 3; q++)
            system.data[(middle - 1 + p) * n + middle - 1 + q]! += smoothness * row[p]! * row[q]!;
      }
      expectNear(line, solveSymmetric(system, right), {
        rtol: 1e-9,
        why: "two eliminations, condition about 1e5",
      });
    },
  );

  it("goes under the peaks, along the slope", () => {
    const { values, slope } = spectrum(300, 1);
    const { line } = asymmetricBaseline(values, { smoothness: 1e5 });
    expectNear(line, slope, {
      atol: 0.05,
      why: "noise of 0.001, and a tenth of a percent of the peaks of height 5",
    });
  });

  it("is the spectrum itself where that is a line, and turns with it", () => {
    const line = Float64Array.from({ length: 40 }, (_, b) => 3 - 0.1 * b);
    expectNear(asymmetricBaseline(line).line, line, { atol: 1e-6, why: "condition 1e9 of the system" });
    const { values } = spectrum(80, 2);
    const mirrored = asymmetricBaseline(values.toReversed()).line.toReversed();
    expectNear(asymmetricBaseline(values).line, mirrored, { atol: 1e-6, why: "condition 1e9 of the system" });
  });
});
