import { describe, expect, it } from "vitest";
import { averageRanks, pearson, spearman } from "../../src/learn/correlation.js";
import { bestMatching } from "../../src/learn/matching.js";
import {
  accuracy,
  adjustedRandIndex,
  confusionMatrix,
  majorityRate,
  matchedAccuracy,
  normalisedMutualInformation,
  standardError,
} from "../../src/learn/score.js";
import { matrixFromRows, transpose } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";
import { oracle } from "./oracle.js";

const ROUNDING = { atol: 1e-12, why: "rounding" };

describe("scores of labellings", () => {
  const { a, b } = oracle.agreement;

  it("agree with scikit-learn", () => {
    expectNear(adjustedRandIndex(a, b), oracle.agreement.adjustedRandIndex, ROUNDING);
    expectNear(normalisedMutualInformation(a, b), oracle.agreement.normalisedMutualInformation, ROUNDING);
  });

  it("are 1 for equal labellings up to names, and do not break on a single cluster", () => {
    const renamed = a.map((label: number) => 7 - label);
    expectNear(adjustedRandIndex(a, renamed), 1, ROUNDING);
    expectNear(normalisedMutualInformation(a, renamed), 1, ROUNDING);
    expect(matchedAccuracy(a, renamed)).toBe(1);
    expect(adjustedRandIndex([1, 1, 1], [2, 2, 2])).toBe(1);
    expect(adjustedRandIndex([1, 1, 1], [0, 1, 2])).toBe(0);
    expect(normalisedMutualInformation([1, 1], [2, 2])).toBe(1);
  });

  it("count right answers, class by class", () => {
    expect(accuracy([0, 1, 2, 2], [0, 1, 1, 2])).toBe(0.75);
    expect([...confusionMatrix([0, 1, 2, 2], [0, 1, 1, 2], 4).data]).toEqual([
      ...[1, 0, 0, 0],
      ...[0, 1, 0, 0],
      ...[0, 1, 1, 0],
      ...[0, 0, 0, 0],
    ]);
    expect(majorityRate([0, 1, 1, 1], 3)).toBe(0.75);
  });

  it("match clusters to classes as well as possible, also when there are more clusters", () => {
    expect(matchedAccuracy([0, 0, 0, 1, 1, 1], [5, 5, 6, 6, 6, 6])).toBe(5 / 6);
    expect(matchedAccuracy([0, 0, 1, 1], [0, 1, 2, 3])).toBe(0.5);
    expect(matchedAccuracy([0, 1, 2, 3], [9, 9, 9, 9])).toBe(0.25);
  });

  it("refuse labels that do not pair up", () => {
    expect(() => accuracy([1], [1, 2])).toThrow(/1 values with 2/);
    expect(() => adjustedRandIndex([], [])).toThrow(/0 values/);
  });
});

describe("the standard error of an accuracy", () => {
  it("is binomial, and larger by the root of G / (G - 1) when every item is one of G groups", () => {
    const correct = [1, 1, 1, 0, 1, 0, 1, 1];
    expectNear(standardError(correct), Math.sqrt((0.75 * 0.25) / 8), ROUNDING);
    expectNear(standardError(correct, [..."abcdefgh"]), Math.sqrt(8 / 7) * standardError(correct), ROUNDING);
  });

  it("of groups of equal size is that of the mean of their accuracies", () => {
    const shares = [1, 0.5, 0.75];
    const correct = [1, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0];
    const variance = shares.reduce((sum, share) => sum + (share - 0.75) ** 2, 0) / 2; // n - 1 of n = 3
    expectNear(standardError(correct, [..."aaaabbbbcccc"]), Math.sqrt(variance / 3), ROUNDING);
  });

  it("grows by sqrt 2 when every item comes twice in one group, against counting the copies", () => {
    const single = [1, 0, 1, 1];
    const doubled = single.flatMap((x) => [x, x]);
    const groups = [..."aabbccdd"];
    const factor = Math.sqrt(4 / 3); // four groups
    expectNear(standardError(doubled, groups), factor * standardError(single), ROUNDING);
    expectNear(standardError(doubled, groups), factor * Math.SQRT2 * standardError(doubled), ROUNDING);
  });

  it("is 0 when all are right, and needs an item, and two groups where there are groups", () => {
    expect(standardError([1, 1, 1])).toBe(0);
    expect(() => standardError([1, 0], ["a", "a"])).toThrow(/two groups/);
    expect(() => standardError([])).toThrow(/at least one item/);
  });
});

describe("a best matching", () => {
  it("has the total of SciPy's, wide or tall", () => {
    const gain = matrixFromRows(oracle.matching.gain);
    const total = (match: Int32Array): number =>
      match.reduce((sum, j, i) => sum + (j < 0 ? 0 : gain.data[i * gain.cols + j]!), 0);
    const match = bestMatching(gain);
    expectNear(total(match), oracle.matching.total, ROUNDING);
    expect([...match].filter((j) => j < 0)).toHaveLength(2);
    const wide = bestMatching(transpose(gain));
    expectNear(
      wide.reduce((sum, i, j) => sum + gain.data[i * gain.cols + j]!, 0),
      oracle.matching.total,
      ROUNDING,
    );
    expect(new Set(wide).size).toBe(5);
  });
});

describe("correlations", () => {
  const { x, y } = oracle.correlation;

  it("agree with SciPy, ties included", () => {
    expectNear(pearson(x, y), oracle.correlation.pearson, ROUNDING);
    expectNear(spearman(x, y), oracle.correlation.spearman, ROUNDING);
  });

  it("are those of ranks that tied values share", () => {
    expect([...averageRanks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
  });

  it("are not a number for constants, and refuse a single pair", () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(() => pearson([1], [1])).toThrow(/two values/);
  });
});
