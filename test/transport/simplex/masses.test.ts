import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addEntry,
  type Entries,
  emptyEntries,
  fillDeficits,
} from "../../../src/transport/simplex/fill-deficits.js";
import { integerMasses } from "../../../src/transport/simplex/integer-masses.js";
import { expectNear } from "../../support/expect-near.js";

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe("integerMasses", () => {
  it("makes equal masses exactly proportional", () => {
    const third = 1 / 3;
    const { supply, demand, total, proportional } = integerMasses(
      Float64Array.of(third, third, third),
      Float64Array.of(0.5, 0.5),
    );
    expect([...supply, ...demand, total]).toEqual([2, 2, 2, 3, 3, 6]);
    expect(proportional).toBe(true);
  });

  it("gives whole numbers of one total, right to one unit each", () => {
    const masses = fc
      .array(fc.double({ min: 1e-20, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 30 })
      .map((values) => Float64Array.from(values));
    fc.assert(
      fc.property(masses, masses, (a, b) => {
        const { supply, demand, total } = integerMasses(a, b);
        expect(sum(supply)).toBe(total);
        expect(sum(demand)).toBe(total);
        expect([...supply, ...demand].every((units) => Number.isSafeInteger(units) && units >= 0)).toBe(true);
        const share = Float64Array.from(a, (mass) => (mass / sum(a)) * total);
        expectNear(supply, share, { atol: 2, why: "half a unit at both ends, and rounding of the share" });
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("lets masses below half a unit round to 0", () => {
    expect(Array.from(integerMasses(Float64Array.of(1, 1e-17), Float64Array.of(1)).supply)).toEqual([
      2 ** 50,
      0,
    ]);
  });
});

/** Entries with room for as many more as two rows and three columns may get. */
function entriesOf(given: readonly (readonly [row: number, col: number, mass: number])[]): Entries {
  const entries = emptyEntries(given.length + 5);
  for (const [row, col, mass] of given) addEntry(entries, row, col, mass);
  return entries;
}

describe("fillDeficits", () => {
  it("makes marginals right from a plan with too much here and too little there", () => {
    const entries = entriesOf([
      [0, 0, 0.5],
      [1, 0, 0.25],
      [1, 1, 0.125],
    ]);
    const a = Float64Array.of(0.25, 0.5, 0.25);
    const b = Float64Array.of(0.5, 0.5);
    fillDeficits(entries, a, b);
    const mass = [...entries.mass.subarray(0, entries.length)];
    const of = (indices: Int32Array, i: number) => sum(mass.filter((_, e) => indices[e] === i));
    expectNear([0, 1, 2].map((i) => of(entries.rows, i)), a, { atol: 1e-15, why: "sums of a few masses" }); // biome-ignore format: one statement
    expectNear([0, 1].map((j) => of(entries.cols, j)), b, { atol: 1e-15, why: "sums of a few masses" }); // biome-ignore format: one statement
    expect(mass.every((p) => p >= 0)).toBe(true);
  });

  it("adds nothing to a plan that is right up to rounding", () => {
    const entries = entriesOf([
      [0, 0, 0.1 + 0.2],
      [0, 1, 0.7],
    ]);
    fillDeficits(entries, Float64Array.of(1), Float64Array.of(0.3, 0.7));
    expect(entries.length).toBe(2);
  });
});
