import { describe, expect, it } from "vitest";
import { chooseAmong, type Measured } from "../../../pipelines/references/verdict.js";

function candidate(
  name: string,
  rank: number | null,
  rest: Partial<Measured> & { worst?: number; right?: number; residual?: number } = {},
): Measured {
  const { worst = 1, right, references = 1, residual = 0 } = rest;
  const correct = right === undefined ? {} : { correct: Array.from({ length: 100 }, (_, s) => s < right) };
  return {
    name,
    references,
    fidelity: { spearman: rank, worstRatio: worst, residualShare: residual },
    ...correct,
  };
}

function chosen(...measured: Measured[]): string {
  return measured[chooseAmong(measured).best]!.name;
}

describe("the choice of a reference", () => {
  it("is the most accurate, whatever its distances", () => {
    expect(chosen(candidate("a", 0.99, { right: 80 }), candidate("b", 0.5, { right: 90 }))).toBe("b");
  });

  it.each([11, 12, 100, 133])("takes one item of %i for no difference, wherever it is", (n) => {
    for (const s of [0, 5, n - 1]) {
      const better = { ...candidate("b", 0.5), correct: new Array<boolean>(n).fill(true) };
      const one = { ...candidate("a", 0.9), correct: better.correct.map((_, t) => t !== s) };
      const two = { ...candidate("a", 0.9), correct: better.correct.map((_, t) => t !== s && t !== 2) };
      expect(chosen(one, better)).toBe("a");
      expect(chosen(two, better)).toBe("b");
    }
  });

  it("goes by groups where items hang together", () => {
    const better = { ...candidate("b", 0.5), correct: new Array<boolean>(12).fill(true) };
    const worse = { ...candidate("a", 0.9), correct: better.correct.map((_, s) => s >= 4) };
    const groups = Array.from({ length: 12 }, (_, s) => `group ${s >> 2}`);
    expect(chooseAmong([worse, better]).best).toBe(1); // four of twelve items, but
    expect(chooseAmong([worse, better], groups).best).toBe(0); // one of three groups
  });

  it("is without labels the one of highest rank agreement", () => {
    expect(chosen(candidate("a", 0.9), candidate("b", 0.95))).toBe("b");
  });

  it("takes fewer transports where candidates are equals", () => {
    expect(chosen(candidate("a", 0.96, { references: 3 }), candidate("b", 0.955))).toBe("b");
    expect(chosen(candidate("a", 0.96, { references: 3 }), candidate("b", 0.94))).toBe("a");
  });

  it("prefers the worst ratio nearest to 1 on the scale of factors, then the first", () => {
    expect(chosen(candidate("a", 0.9, { worst: 0.5 }), candidate("b", 0.9, { worst: 1.9 }))).toBe("b");
    expect(chosen(candidate("a", 0.9, { worst: 0.8 }), candidate("b", 0.9, { worst: 1.5 }))).toBe("a");
    expect(chosen(candidate("a", 0.9), candidate("b", 0.9))).toBe("a");
  });

  it("prefers the least residual where worst ratios are within a hundredth", () => {
    const lossy = candidate("a", 0.9, { worst: 0.7, residual: 0.95 });
    expect(chosen(lossy, candidate("b", 0.9, { worst: 0.695, residual: 0.02 }))).toBe("b");
    expect(chosen(lossy, candidate("b", 0.9, { worst: 0.69, residual: 0.02 }))).toBe("a");
  });

  it("does without what no pair tells", () => {
    expect(chosen(candidate("a", null), candidate("b", null, { references: 2 }))).toBe("a");
    expect(chosen(candidate("a", null, { right: 50 }), candidate("b", null, { right: 70 }))).toBe("b");
  });

  it("says why, and what was compared", () => {
    const verdict = chooseAmong([
      candidate("a", 0.99, { right: 90, references: 3 }),
      candidate("b", 0.98, { right: 90 }),
      candidate("c", 0.98, { right: 20 }),
    ]);
    expect(verdict.reason).toBe(
      "b: one of 2 within one standard error of the most accurate; one of 2 within 0.01 of the highest rank agreement; " +
        "of those fewest transports, then the worst ratio nearest to 1, then the least residual",
    );
    expect(verdict.compared).toContain("c accuracy 0.2, rank agreement 0.98");
    expect(chooseAmong([candidate("a", 0.9), candidate("b", 0.5)]).reason).toBe("a: highest rank agreement");
  });
});
