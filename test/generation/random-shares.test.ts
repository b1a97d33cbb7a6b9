import { describe, expect, it } from "vitest";
import { equalShares, randomShares, sharesBetween } from "../../src/generation/random-shares.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const sumOf = (shares: Float64Array): number => shares.reduce((sum, share) => sum + share, 0);
const used = (shares: Float64Array): number => shares.filter((share) => share > 0).length;
const rounding = { atol: 1e-15, why: "a division and a sum of at most 12 shares" };

describe.each([
  ["random", randomShares],
  ["equal", equalShares],
])("%s shares", (_, shares) => {
  it("are of so many items, at least 0, and sum to 1", () => {
    for (const parents of [1, 2, 5, 12]) {
      const drawn = shares(12, { parents, random: seededRandom(parents) });
      expect(used(drawn)).toBe(parents);
      expectNear(sumOf(drawn), 1, rounding);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    }
  });

  it("come from the seed, and differ between seeds", () => {
    const draw = (seed: number) => shares(12, { parents: 4, random: seededRandom(seed) });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("of one item make a copy of it", () => {
    expect([...shares(1, { parents: 1, random: seededRandom(0) })]).toEqual([1]);
  });

  it("refuse to combine more items than there are, or none", () => {
    for (const parents of [0, 4, 1.5]) {
      const draw = () => shares(3, { parents, random: seededRandom(0) });
      expect(draw).toThrow(`cannot combine ${parents} of 3 items; use 1 to 3`);
    }
  });

  it("take each item equally often", () => {
    const random = seededRandom(3);
    const counts = new Float64Array(6);
    for (let draw = 0; draw < 3000; draw++) {
      shares(6, { parents: 2, random }).forEach((share, s) => {
        if (share > 0) counts[s]! += 1;
      });
    }
    const why = "4 standard deviations of a binomial count, 3000 draws of chance 1/3 (fixed seed)";
    expectNear(counts, new Float64Array(6).fill(1000), { atol: 104, why });
  });
});

it("the variance of random shares is about 4 / (3 m), so that a mean of many hardly varies", () => {
  const random = seededRandom(5);
  const [draws, parents] = [2000, 40];
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    squares +=
      randomShares(parents, { parents, random }).reduce((sum, share) => sum + share * share, 0) / draws;
  }
  const why = "the next term of 4 / (3 m) is smaller by 1 / m; the sampling error of 2000 draws is below 1 %";
  expectNear(squares, 4 / (3 * parents), { rtol: 0.03, why });
});

describe("shares between two groups", () => {
  it("are of one item of each and sum to 1", () => {
    const random = seededRandom(1);
    for (let draw = 0; draw < 50; draw++) {
      const shares = sharesBetween(
        6,
        [
          [0, 2],
          [3, 4, 5],
        ],
        random,
      );
      expectNear(sumOf(shares), 1, rounding);
      expect(shares[1]).toBe(0);
      const from = shares[0]! + shares[2]!;
      expect(from > 0 ? used(shares) : 2).toBe(2);
      expectNear(shares[3]! + shares[4]! + shares[5]!, 1 - from, rounding);
    }
  });

  it("cannot be where one has no item", () => {
    expect(() => sharesBetween(3, [[0], []], seededRandom(0))).toThrow("a group has no item");
  });
});
