import { describe, expect, it } from "vitest";
import { neighbourhood } from "../../src/generation/neighbourhood.js";
import { spreadOfDistances } from "../../src/generation/spread.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

/** Distances of places on a line, the known ones first. */
function onLine(known: readonly number[], fresh: readonly number[]): Matrix {
  const all = [...known, ...fresh];
  return matrix(
    all.length,
    all.length,
    Float64Array.from(all.flatMap((x) => all.map((y) => Math.abs(x - y)))),
  );
}

describe("neighbourhood scores", () => {
  // Radii of the known by one neighbour: 1, 1, 2, 17. Of the new: 9, 9, 60.5.
  const known = [0, 1, 3, 20];
  const distances = onLine(known, [0.5, 9.5, -60]);

  it("are what counting by hand gives", () => {
    const found = neighbourhood(distances, 4, 1);
    expect(found.precision).toBe(2 / 3); // 0.5 is in the balls of 0 and 1, 9.5 in that of 20
    expect(found.coverage).toBe(3 / 4); // those of 0, 1 and 20; that of 3 holds 1 to 5
    expect(found.recall).toBe(3 / 4); // |x - 0.5| <= 9: 0, 1, 3; 20 is 10.5 from 9.5 and 80 from -60
  });

  it("are all 1 for the known items themselves, and 0 for items far away", () => {
    const same = neighbourhood(onLine(known, known), 4, 1);
    expect(same).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
    const far = neighbourhood(onLine(known, [1000, 1001, 1002]), 4, 1);
    expect(far).toMatchObject({ precision: 0, recall: 0, coverage: 0 });
  });

  it("have no recall where there are not more new items than neighbours", () => {
    expect(neighbourhood(onLine(known, [2, 4]), 4, 2).recall).toBeNull();
  });

  it("expect the coverage that draws from one law have in the mean", () => {
    const random = seededRandom(1);
    const [rounds, n, m, k] = [400, 12, 7, 3];
    const draw = (count: number) => Array.from({ length: count }, () => random.normal());
    const results = Array.from({ length: rounds }, () => neighbourhood(onLine(draw(n), draw(m)), n, k));
    const mean = results.reduce((sum, { coverage }) => sum + coverage / rounds, 0);
    const why = "4 standard errors: the coverage of a round deviates by at most 1/2, mean of 400";
    expectNear(mean, results[0]!.expectedCoverage, { atol: (4 * 0.5) / Math.sqrt(rounds), why });
    // 1 - (11/18)(10/17)(9/16), by hand
    expectNear(results[0]!.expectedCoverage, 1 - 990 / 4896, { rtol: 1e-14, why: "rounding" });
  });

  it("need more known items than neighbours, and a new one", () => {
    expect(() => neighbourhood(distances, 4, 4)).toThrow(
      "4 known and 3 new items are too few for 4 neighbours",
    );
    expect(() => neighbourhood(distances, 7, 1)).toThrow("0 new items");
  });
});

describe("the spread of distances", () => {
  it("is the root of twice the variance, of the items asked about only", () => {
    const places = [1, 4, 4, 11];
    const all = onLine([100, ...places], [-7]);
    const variance = (16 + 1 + 1 + 36) / 3;
    expectNear(spreadOfDistances(all, 1, 4), Math.sqrt(2 * variance), { rtol: 1e-14, why: "rounding" });
  });

  it("of one item is 0", () => {
    expect(spreadOfDistances(onLine([1], []), 0, 1)).toBe(0);
  });
});
