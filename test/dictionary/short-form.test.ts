import { describe, expect, it } from "vitest";
import { dictionaryProblem } from "../../src/dictionary/problem.js";
import { type Part, type ShortForm, shortForm } from "../../src/dictionary/short-form.js";
import { expectNear } from "../support/expect-near.js";
import { indices } from "./samples.js";

function entriesOf({ rank, entries, transposed }: Part, rows: number): Float64Array {
  if (rank === 0) return entries;
  return Float64Array.from({ length: rows * rows }, (_, p) => {
    let sum = 0;
    for (let r = 0; r < rank; r++) {
      sum += entries[Math.floor(p / rows) * rank + r]! * transposed[r * rows + (p % rows)]!;
    }
    return sum;
  });
}

/** The matrix again, from its parts. */
function restored({ parts, even, odd }: ShortForm, n: number): Float64Array {
  if (parts === 1) return entriesOf(even, n);
  const rows = Math.ceil(n / 2);
  const [sums, differences] = [entriesOf(even, rows), entriesOf(odd, rows)];
  const folded = (i: number) => Math.min(i, n - 1 - i);
  return Float64Array.from({ length: n * n }, (_, p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    const place = folded(i) * rows + folded(j);
    const isSameSide = 2 * i < n === 2 * j < n;
    return sums[place]! + (isSameSide ? 1 : -1) * differences[place]!;
  });
}

describe("the short form of a kernel", () => {
  it.each([
    ["an even number of bands", indices(120), 2, 2],
    ["an odd number of bands", indices(121), 2, 2],
    ["bands with a gap", indices(120).map((j) => (j < 70 ? j : j + 12)), 2, 1],
    ["distances not squared", indices(50), 1, 2],
    ["an exponent that makes no positive matrix", indices(50), 4, 2],
    ["two bands", indices(2), 2, 2],
    ["three bands", indices(3), 2, 2],
  ] as const)("is the kernel, for %s", (_, positions, power, parts) => {
    const { kernel } = dictionaryProblem(positions, { power });
    const { entries } = kernel.forward;
    const short = shortForm(entries, positions.length);
    expect(short.parts).toBe(parts);
    expectNear(restored(short, positions.length), entries, {
      atol: 3e-14,
      why: "what a factor leaves out is below 1e-14, and rounding of its sums",
    });
  });

  it("of 204 bands has less than a quarter of the entries on each side of its diagonal", () => {
    const { even, odd } = dictionaryProblem(indices(204)).short;
    expect(even.rank + odd.rank).toBeLessThan(51);
    expect(odd.rank).toBeGreaterThan(10);
  });

  it("keeps all entries where a factor would not be shorter", () => {
    const { even, odd } = dictionaryProblem(indices(50), { power: 1 }).short;
    expect([even.rank, odd.rank]).toEqual([0, 0]);
  });
});
