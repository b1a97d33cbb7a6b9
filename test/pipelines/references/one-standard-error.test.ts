import { describe, expect, it } from "vitest";
import { withinOneStandardError } from "../../../pipelines/references/one-standard-error.js";
import { seededRandom, standardError } from "../../../src/index.js";

/** Whether each of n items is right: all but some. */
function allBut(n: number, ...wrong: readonly number[]): boolean[] {
  return Array.from({ length: n }, (_, s) => !wrong.includes(s));
}

/** Sizes of which rounding said no to a difference of one item (11, 12, 133, ...), and others. */
const SIZES = [2, 3, 6, 11, 12, 14, 19, 20, 26, 27, 100, 133, 240, 1797];

describe("one standard error", () => {
  it.each(SIZES)("holds one item of %i, wherever it is, and not two", (n) => {
    for (const s of new Set([0, 1, Math.floor(n / 3), n >> 1, n - 2, n - 1])) {
      expect(withinOneStandardError(allBut(n), allBut(n, s))).toBe(true);
      expect(withinOneStandardError(allBut(n), allBut(n, s, (s + 1) % n))).toBe(false);
    }
  });

  it.each([
    // b, w: (b - w)^2 against b + w
    [3, 1, true], // 4, 4
    [4, 1, false], // 9, 5
    [4, 2, true], // 4, 6
    [6, 3, true], // 9, 9
    [7, 3, false], // 16, 10
    [10, 6, true], // 16, 16
    [11, 6, false], // 25, 17
    [5, 5, true],
    [0, 0, true],
  ])("of %i items that only one has right and %i that only the other has: %s", (b, w, within) => {
    for (const n of [b + w + 1, b + w + 7, 133]) {
      const better = Array.from({ length: n }, (_, s) => s >= w);
      const other = Array.from({ length: n }, (_, s) => s < w || s >= w + b);
      expect(withinOneStandardError(better, other)).toBe(within);
    }
  });

  it("holds whatever is not the more accurate", () => {
    expect(withinOneStandardError(allBut(10, 0, 1, 2, 3, 4), allBut(10))).toBe(true);
    expect(withinOneStandardError(allBut(4, 0, 1, 2, 3), allBut(4), ["a", "a", "b", "b"])).toBe(true);
  });

  it("is that of groups where items hang together", () => {
    // Four items, all in the one group where the methods differ: one observation of a difference, not four.
    const groups = ["a", "b", "c"].flatMap((name) => [name, name, name, name]);
    const better = allBut(12);
    const other = allBut(12, 0, 1, 2, 3);
    expect(withinOneStandardError(better, other)).toBe(false); // 16 against 4
    expect(withinOneStandardError(better, other, groups)).toBe(true);
    // One item in each group: as sure with groups as it can be.
    const spread = allBut(12, 0, 4, 8);
    expect(withinOneStandardError(better, spread, groups)).toBe(false);
  });

  it("is the same for groups of one item each as without groups", () => {
    const random = seededRandom(7);
    for (let trial = 0; trial < 200; trial++) {
      const n = 2 + random.integer(30);
      const draw = (): boolean[] => Array.from({ length: n }, () => random.uniform() < 0.7);
      const [better, other] = [draw(), draw()];
      const own = better.map((_, s) => `item ${s}`);
      expect(withinOneStandardError(better, other, own)).toBe(withinOneStandardError(better, other));
    }
  });

  it("is the standard error of grouped accuracies, wherever rounding leaves no doubt", () => {
    const random = seededRandom(8);
    const seen = { within: 0, beyond: 0 };
    for (let trial = 0; trial < 400; trial++) {
      const n = 20 + random.integer(100);
      const groups = Array.from({ length: n }, (_, s) =>
        s < 2 ? `group ${s}` : `group ${random.integer(8)}`,
      );
      const better = groups.map(() => random.uniform() < 0.85);
      const other = groups.map(() => random.uniform() < 0.75);
      const differences = better.map((right, s) => Number(right) - Number(other[s]!));
      const mean = differences.reduce((sum, d) => sum + d, 0) / n;
      const error = standardError(differences, groups);
      if (Math.abs(mean - error) < 1e-12) continue; // the exact rule alone can tell
      expect(withinOneStandardError(better, other, groups)).toBe(mean < error);
      seen[mean < error ? "within" : "beyond"]++;
    }
    expect(Math.min(seen.within, seen.beyond)).toBeGreaterThan(30); // both are tested
  });
});
