import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fold, groupedFolds, stratifiedFolds } from "../../src/learn/split.js";
import { seededRandom } from "../../src/numeric/random.js";
import { range } from "./oracle.js";

const SEEDED = { seed: 1, numRuns: 100 };

function expectPartition(folds: readonly Fold[], items: number): void {
  const tested = folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b);
  expect(tested).toEqual(range(0, items));
  for (const { train, test } of folds) {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(range(0, items));
    expect(test.length).toBeGreaterThan(0);
  }
}

describe("stratified folds", () => {
  it("test every item once, with class counts and sizes that differ by at most one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5 }), fc.nat(), (drawn, seed) => {
        const labels = Int32Array.from([...drawn, ...drawn]);
        const folds = stratifiedFolds({ labels, classes: [..."abcd"] }, 5, seededRandom(seed));
        expectPartition(folds, labels.length);
        for (const c of [-1, 0, 1, 2, 3]) {
          const counts = folds.map((fold) => fold.test.filter((s) => c < 0 || labels[s] === c).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
      SEEDED,
    );
  });

  it("depend on the seed only", () => {
    const items = { labels: Int32Array.from(range(0, 40), (s) => s % 3), classes: [..."abc"] };
    const first = stratifiedFolds(items, 4, seededRandom(7));
    expect(stratifiedFolds(items, 4, seededRandom(7))).toEqual(first);
    expect(stratifiedFolds(items, 4, seededRandom(8))).not.toEqual(first);
  });

  it("refuse a class with one item, more folds than items and less than two folds", () => {
    const items = { labels: Int32Array.of(0, 0, 1), classes: ["ape", "mouse"] };
    const random = seededRandom(0);
    expect(() => stratifiedFolds(items, 2, random)).toThrow(
      'class "mouse" has one item; cross-validation needs at least two of each class',
    );
    expect(() => stratifiedFolds(items, 4, random)).toThrow(/4 folds need at least 4 items, there are 3/);
    expect(() => stratifiedFolds(items, 1, random)).toThrow(/number of folds is 1/);
  });
});

describe("grouped folds", () => {
  const groups = range(0, 60).map((s) => `subject ${s % 12}`);
  const labels = Int32Array.from(groups, (_, s) => (s % 12) % 3);
  const items = { labels, classes: [..."abc"] };

  it("never divide a group, and test every item once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(), (count, seed) => {
        const folds = groupedFolds(items, groups, count, seededRandom(seed));
        expectPartition(folds, 60);
        for (const { train, test } of folds) {
          const seen = new Set([...train].map((s) => groups[s]));
          expect([...test].some((s) => seen.has(groups[s]))).toBe(false);
        }
      }),
      SEEDED,
    );
  });

  it("balance the classes when groups allow it", () => {
    for (const { test } of groupedFolds(items, groups, 4, seededRandom(3))) {
      expect([0, 1, 2].map((c) => test.filter((s) => labels[s] === c).length)).toEqual([5, 5, 5]);
    }
  });

  it("fill every fold when there are as many groups as folds", () => {
    expectPartition(groupedFolds(items, groups, 12, seededRandom(0)), 60);
  });

  it("refuse too few groups, and a class that lives in one group only", () => {
    const random = seededRandom(0);
    expect(() => groupedFolds(items, groups, 13, random)).toThrow(/at least 13 groups, there are 12/);
    expect(() => groupedFolds(items, ["x"], 2, random)).toThrow(/1 groups for 60 items/);
    const lonely = { labels: Int32Array.of(0, 0, 0, 1, 1), classes: ["ape", "mouse"] };
    expect(() => groupedFolds(lonely, [..."abcaa"], 2, random)).toThrow(
      /class "mouse" lives in the group "a" only/,
    );
  });
});
