import { describe, expect, it } from "vitest";
import { normals } from "../../src/numeric/normals.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const COUNT = 1_000_000;
const draws = new Float64Array(COUNT);
normals(seededRandom(1))(draws);

/** P(Z <= x) by Simpson's rule from 0, error below 1e-12. */
function normalDistribution(x: number): number {
  const parts = 400;
  const bell = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = bell(0) + bell(x);
  for (let p = 1; p < parts; p++) sum += (p % 2 === 1 ? 4 : 2) * bell((p * x) / parts);
  return 1 / 2 + (sum * x) / (3 * parts);
}

describe("normal numbers in bulk", () => {
  it("have the moments of the normal law", () => {
    const moments = [0, 0, 0, 0, 0, 0, 0];
    for (const x of draws) for (let k = 1; k <= 6; k++) moments[k]! += x ** k / COUNT;
    const exact = [0, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (let k = 1; k <= 6; k++) {
      const deviation = Math.sqrt((exact[2 * k]! - exact[k]! ** 2) / COUNT);
      expectNear(moments[k]!, exact[k]!, { atol: 4.5 * deviation, why: "4.5 standard errors of the moment" });
    }
  });

  it("fill bins of the line as often as the normal law does, through the rims of strips and into the tail", () => {
    const width = 0.05;
    const bins = 180; // from -4.5 to 4.5, and what lies beyond in the outermost two
    const counts = new Float64Array(bins);
    for (const x of draws) counts[Math.min(bins - 1, Math.max(0, Math.floor(x / width) + bins / 2))]!++;
    let chiSquare = 0;
    for (let b = 0; b < bins; b++) {
      const from = b === 0 ? 0 : normalDistribution((b - bins / 2) * width);
      const to = b === bins - 1 ? 1 : normalDistribution((b + 1 - bins / 2) * width);
      const expected = COUNT * (to - from);
      chiSquare += (counts[b]! - expected) ** 2 / expected;
    }
    // chi square of 179 degrees: mean 179, deviation 18.9
    expectNear(chiSquare, bins - 1, { atol: 5 * 18.9, why: "5 standard deviations" });
  });

  it("are independent of those that follow them, which have the other bytes of the same word", () => {
    for (let lag = 1; lag <= 8; lag++) {
      let product = 0;
      let squares = 0;
      for (let p = 0; p + lag < COUNT; p++) {
        const [x, y] = [draws[p]!, draws[p + lag]!];
        product += x * y;
        squares += (x * x - 1) * (y * y - 1);
      }
      expectNear(product / COUNT, 0, { atol: 5 / Math.sqrt(COUNT), why: "5 standard errors of 1 / sqrt(n)" });
      expectNear(squares / COUNT, 0, {
        atol: 10 / Math.sqrt(COUNT),
        why: "5 standard errors of 2 / sqrt(n)",
      });
    }
  });

  it("are hardly ever equal: their grids are those of 31 bits in 256 strips", () => {
    const some = draws.slice(0, 100_000).sort();
    let ties = 0;
    for (let p = 1; p < some.length; p++) if (some[p] === some[p - 1]) ties++;
    // n^2 / 2 pairs, of the same strip with 1/256 and then of the same place with 2^-32: 0.005 expected
    expect(ties).toBeLessThanOrEqual(1);
  });

  it("repeat themselves for the same stream and write no further than asked to", () => {
    const again = new Float64Array(3000);
    normals(seededRandom(1))(again, 2500);
    expect(again.subarray(0, 2048)).toEqual(draws.subarray(0, 2048)); // whole blocks; the last one is cut
    expect(Array.from(again.subarray(2500))).toEqual(new Array(500).fill(0));
  });
});
