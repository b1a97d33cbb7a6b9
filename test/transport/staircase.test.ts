import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { climb, emptyStairs } from "../../src/transport/staircase.js";

const indices = (values: Float64Array): Int32Array => Int32Array.from(values.keys());

function stairsOf(a: Float64Array, b: Float64Array) {
  const stairs = emptyStairs(a.length, b.length);
  climb(indices(a), indices(b), a, b, stairs);
  const { rows, cols, mass, length } = stairs;
  return {
    rows: Array.from(rows.subarray(0, length)),
    cols: Array.from(cols.subarray(0, length)),
    mass: Array.from(mass.subarray(0, length)),
  };
}

describe("the monotone coupling", () => {
  it("cuts masses where quantiles change", () => {
    const stairs = stairsOf(Float64Array.of(0.5, 0.25, 0.25), Float64Array.of(0.375, 0.625));
    expect(stairs).toEqual({ rows: [0, 0, 1, 2], cols: [0, 1, 1, 1], mass: [0.375, 0.125, 0.25, 0.25] });
  });

  it("leaves no crumbs where tenths and thirtieths meet", () => {
    const stairs = stairsOf(new Float64Array(10).fill(1 / 10), new Float64Array(30).fill(1 / 30));
    expect(stairs.mass.length).toBe(30);
  });

  it("goes from the first pair to the last, step by step, with the masses of both sides", () => {
    const weight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 1e-9, max: 2, noNaN: true }));
    const masses = fc
      .array(weight, { minLength: 1, maxLength: 12 })
      .filter((list) => list.some((w) => w > 0))
      .map((list) => {
        const total = list.reduce((sum, w) => sum + w, 0);
        return Float64Array.from(list, (w) => w / total);
      });
    fc.assert(
      fc.property(masses, masses, (a, b) => {
        const { rows, cols, mass } = stairsOf(a, b);
        expect([rows[0], cols[0], rows.at(-1), cols.at(-1)]).toEqual([0, 0, a.length - 1, b.length - 1]);
        const sent = new Float64Array(a.length);
        const got = new Float64Array(b.length);
        mass.forEach((moved, e) => {
          sent[rows[e]!]! += moved;
          got[cols[e]!]! += moved;
          expect(moved).toBeGreaterThanOrEqual(0);
          if (e === 0) return;
          const step = [rows[e]! - rows[e - 1]!, cols[e]! - cols[e - 1]!];
          expect([[0, 1], [1, 0], [1, 1]]).toContainEqual(step); // biome-ignore format: the three steps
        });
        const off = (found: Float64Array, wanted: Float64Array): number =>
          Math.max(...found.map((value, i) => Math.abs(value - wanted[i]!)));
        // Two dozen subtractions of masses below 1.
        expect(Math.max(off(sent, a), off(got, b))).toBeLessThan(1e-14);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
