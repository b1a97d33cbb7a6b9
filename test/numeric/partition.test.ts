import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partitionAround } from "../../src/numeric/partition.js";

describe("partitionAround", () => {
  it("puts the item of a rank in its place, smaller ones before, larger ones behind", () => {
    const values = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 40 });
    const problems = values.chain((v) => fc.tuple(fc.constant(v), fc.integer({ min: 0, max: v.length - 1 })));
    fc.assert(
      fc.property(problems, ([v, place]) => {
        const points = Float64Array.from(v.flatMap((value) => [99, value])); // coordinate 1 of 2
        const items = Int32Array.from(v.keys());
        partitionAround(items, 0, v.length, place, points, 1, 2);
        const ordered = Array.from(items, (i) => v[i]!);
        expect([...items].sort((a, b) => a - b)).toEqual([...v.keys()]);
        expect(ordered.slice(0, place).every((value) => value <= ordered[place]!)).toBe(true);
        expect(ordered.slice(place).every((value) => value >= ordered[place]!)).toBe(true);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("leaves what lies outside of its range alone", () => {
    const items = Int32Array.of(4, 3, 2, 1, 0);
    partitionAround(items, 1, 4, 2, Float64Array.of(0, 1, 2, 3, 4), 0, 1);
    expect(Array.from(items)).toEqual([4, 1, 2, 3, 0]);
  });
});
