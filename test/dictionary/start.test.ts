import { describe, expect, it } from "vitest";
import { lineCost } from "../../src/dictionary/line-cost.js";
import { softmaxRows } from "../../src/dictionary/softmax.js";
import { ATOM_STARTS, WEIGHT_STARTS } from "../../src/dictionary/start.js";
import { measure } from "../../src/measure/measure.js";
import { matrixFromRows, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { oneD } from "../../src/transport/one-d.js";
import { expectNear } from "../support/expect-near.js";
import { gaussian, positions, scaled } from "./toys.js";

describe("the cost between two histograms on one axis", () => {
  it("is the exact one", () => {
    const random = seededRandom(1);
    const axis = Float64Array.from({ length: 17 }, (_, j) => j * j * 0.1);
    for (let trial = 0; trial < 20; trial++) {
      const histogram = () =>
        scaled(
          axis.map(() => Math.max(0, random.uniform() - 0.3)),
          1,
        );
      const [p, q] = [histogram(), histogram()];
      const exact = oneD(measure(axis, { dim: 1, weights: p }), measure(axis, { dim: 1, weights: q })).cost;
      expectNear(lineCost(axis, p, q), exact, {
        rtol: 1e-12,
        atol: 1e-12,
        why: "rounding of sums of 34 terms",
      });
    }
  });

  it("does not see masses", () => {
    const p = gaussian(60, 20, 3);
    expectNear(lineCost(positions(60), gaussian(60, 20, 3, 7), p), 0, {
      atol: 1e-9,
      why: "rounding of masses",
    });
    expectNear(lineCost(positions(60), gaussian(60, 35, 3, 7), p), 225, {
      rtol: 1e-9,
      why: "a shift by 15; tails beyond the ends hold 1e-6 of the mass at most, far less here",
    });
  });
});

describe("starts of atoms", () => {
  const near = [18, 19, 20, 21, 22].map((mean) => gaussian(60, mean, 3));
  const data = matrixFromRows([...near, gaussian(60, 45, 3), ...near]);

  it("are distinct rows of the data", () => {
    for (const start of ["data", "k-means++"] as const) {
      const atoms = ATOM_STARTS[start](data, positions(60), 6, seededRandom(3));
      expect(atoms.rows).toBe(6);
    }
    const all = ATOM_STARTS.data(data, positions(60), data.rows, seededRandom(3));
    const sums = (rows: typeof data) =>
      Array.from({ length: rows.rows }, (_, n) => rowView(rows, n)[20]!).sort((a, b) => a - b);
    expect(sums(all)).toEqual(sums(data));
  });

  it("by k-means++ find the one row that is far from the rest", () => {
    const found = Array.from({ length: 20 }, (_, seed) => {
      const atoms = ATOM_STARTS["k-means++"](data, positions(60), 2, seededRandom(seed));
      return [0, 1].some((s) => rowView(atoms, s)[45]! > 0.1);
    });
    // its share of the squared distances is 625 of 625 + some 20 at least
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(18);
  });

  it("by k-means++ go on where all rows have the same shape", () => {
    const same = matrixFromRows([1, 2, 3].map((mass) => gaussian(20, 10, 2, mass)));
    expect(ATOM_STARTS["k-means++"](same, positions(20), 3, seededRandom(0)).rows).toBe(3);
  });
});

describe("starts of weights", () => {
  it("drawn from the simplex are even over it: means 1/k, variances (k - 1) / (k^2 (k + 1))", () => {
    const weights = softmaxRows(WEIGHT_STARTS.simplex(20_000, 3, seededRandom(5)));
    const of = (s: number) => Array.from({ length: weights.rows }, (_, n) => weights.data[3 * n + s]!);
    for (const s of [0, 1, 2]) {
      const mean = of(s).reduce((sum, w) => sum + w, 0) / weights.rows;
      const variance = of(s).reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.rows;
      expectNear(mean, 1 / 3, { atol: 0.007, why: "four standard errors of 20,000 draws" });
      expectNear(variance, 2 / 36, { atol: 0.002, why: "four standard errors of 20,000 draws" });
    }
  });

  it("are never below exp(-10)", () => {
    const logits = WEIGHT_STARTS.simplex(20_000, 8, seededRandom(5)).data;
    expect(logits.reduce((least, value) => Math.min(least, value), 0)).toBe(-10);
  });

  it("even ones are all the same", () => {
    expect([...softmaxRows(WEIGHT_STARTS.even(1, 4, seededRandom(0))).data]).toEqual([
      0.25, 0.25, 0.25, 0.25,
    ]);
  });
});
