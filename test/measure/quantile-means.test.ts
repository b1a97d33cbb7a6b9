import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.js";
import { quantileMeansInto } from "../../src/measure/quantile-means.js";
import { seededRandom } from "../../src/numeric/random.js";
import { oneD } from "../../src/transport/one-d.js";
import { expectNear } from "../support/expect-near.js";

const rounding = { atol: 1e-14, rtol: 1e-13, why: "rounding of a few hundred operations" };

function means(values: readonly number[], masses: readonly number[], bins: number): Float64Array {
  const out = new Float64Array(bins);
  quantileMeansInto(Float64Array.from(values), Float64Array.from(masses), out);
  return out;
}

/** Increasing values with masses of sum 1. */
function randomLaw(seed: number, count: number) {
  const random = seededRandom(seed);
  const values = Array.from({ length: count }, () => random.uniform()).sort((a, b) => a - b);
  const raw = values.map(() => 0.1 + random.uniform());
  const total = raw.reduce((sum, mass) => sum + mass, 0);
  return { values, masses: raw.map((mass) => mass / total) };
}

describe("means of a quantile function", () => {
  it("are the values where every bin holds one", () => {
    expectNear(means([1, 2, 4, 8], [1, 1, 1, 1], 4), [1, 2, 4, 8], rounding);
    expectNear(means([1, 2, 4, 8], [1, 1, 1, 1], 8), [1, 1, 2, 2, 4, 4, 8, 8], rounding);
  });

  it("weigh values by the mass that falls into the bin", () => {
    expectNear(means([0, 3], [2, 1], 2), [0, 2], rounding); // second half: a third at 0, two thirds at 3
    expectNear(means([0, 10], [1, 3], 1), [7.5], rounding);
  });

  it("are the mean together, whatever the bins", () => {
    const { values, masses } = randomLaw(1, 37);
    const mean = values.reduce((sum, value, p) => sum + value * masses[p]!, 0);
    for (const bins of [1, 2, 7, 16, 100]) {
      const found = means(values, masses, bins);
      expectNear(found.reduce((sum, value) => sum + value, 0) / bins, mean, rounding);
      expect(found.every((value, k) => k === 0 || value >= found[k - 1]!)).toBe(true);
    }
  });

  it("bound the Wasserstein distance from below and tend to it", () => {
    const one = randomLaw(2, 23);
    const other = randomLaw(3, 31);
    const { cost } = oneD(
      measure(one.values, { dim: 1, weights: one.masses }),
      measure(other.values, { dim: 1, weights: other.masses }),
    );
    const squares = [1, 4, 16, 64, 4096].map((bins) => {
      const a = means(one.values, one.masses, bins);
      const b = means(other.values, other.masses, bins);
      return a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0) / bins;
    });
    for (const square of squares) expect(square).toBeLessThanOrEqual(cost + 1e-14); // rounding
    expectNear(squares.at(-1)!, cost, { rtol: 0.01, why: "54 steps fall inside bins of 4096" });
    expect(squares).toEqual([...squares].sort((a, b) => a - b)); // halving bins loses nothing
  });

  it("of one value are that value to the last bit", () => {
    expect(Array.from(means([0.1, 0.1, 0.1], [0.2, 0.3, 0.5], 7))).toEqual(new Array(7).fill(0.1));
  });
});
