import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { argsort, argsortRoom, sortedBy } from "../../src/numeric/argsort.js";
import { seededRandom } from "../../src/numeric/random.js";

/** What it has to be: by comparison, equal values by index. */
function byComparison(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
}

/** Below this many values another way is taken. */
const MANY = 160;

describe("sortedBy", () => {
  it("orders some of the indices, equal values by index", () => {
    const values = Float64Array.of(3, 1, 2, 1, 0);
    expect(Array.from(sortedBy(Int32Array.of(0, 1, 3, 4), values))).toEqual([4, 1, 3, 0]);
  });
});

describe("argsort", () => {
  it.each([0, MANY])("orders all kinds of numbers, with %i zeros behind them", (zeros) => {
    const values = Float64Array.of(
      ...[0, -0, 5e-324, -5e-324, 1, -1, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** -1022],
      ...[Infinity, -Infinity, 1 + Number.EPSILON, 1, -0, 0, 1e-300],
      ...new Float64Array(zeros),
    );
    const behind = Array.from({ length: zeros }, (_, z) => 16 + z);
    const order = [10, 7, 5, 3, 0, 1, 13, 14, ...behind, 2, 8, 15, 4, 12, 11, 6, 9];
    expect(Array.from(argsort(values))).toEqual(order);
  });

  it("is the sort by comparison, equal values by index", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: 0, max: 20 }).map((k) => 1 + k * Number.EPSILON),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.boolean(), (list, many) => {
        const values = Float64Array.from(many ? [...list, ...new Float64Array(MANY)] : list);
        // infinities of one sign have no difference
        fc.pre(values.filter((one) => !Number.isFinite(one)).length < 2);
        expect(Array.from(argsort(values))).toEqual(byComparison(values));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("takes 70,000 values, more than 16 bits can count", () => {
    const random = seededRandom(1);
    const values = Float64Array.from({ length: 70_000 }, () => random.normal());
    expect(Array.from(argsort(values))).toEqual(byComparison(values));
  });

  it("leaves nothing behind in its room, which may be larger than needed", () => {
    const random = seededRandom(2);
    const room = argsortRoom(500);
    for (const count of [500, 7, 1, 0, 300]) {
      const values = Float64Array.from({ length: count }, () => random.normal());
      const before = values.slice();
      expect(Array.from(argsort(values, room))).toEqual(byComparison(values));
      expect(values).toEqual(before);
    }
  });
});
