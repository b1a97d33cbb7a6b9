import { describe, expect, it } from "vitest";
import { naturalOrder } from "../../pipelines/natural-order.js";

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((first, p) =>
    permutations(values.filter((_, q) => q !== p)).map((rest) => [first, ...rest]),
  );
}

describe("the natural order", () => {
  it.each([
    [["-1", "2", "10", "1a", "2b"]],
    [["0.5", "1", "01", "1.0", "1e1", "10"].sort(naturalOrder)],
    [["2", "10", "", "1a", " ", "a", "é"]],
    [["a", "a1", "a2", "a2b", "a10", "a10b", "b"]],
    [["7", "Infinity", "NaN", "item 2", "item 010", "item 10"].sort(naturalOrder)],
    [["g9007199254740992", "g9007199254740993", "g9007199254740994"]],
  ])("is the same wherever sorting starts: %j", (sorted) => {
    for (const order of permutations(sorted)) expect(order.sort(naturalOrder)).toEqual(sorted);
  });

  it("puts numbers first, by size, and tells equal numbers apart", () => {
    expect(["x", "10", "9", "-3"].sort(naturalOrder)).toEqual(["-3", "9", "10", "x"]);
    expect(naturalOrder("1", "1.0")).not.toBe(0);
    expect(naturalOrder("1", "01")).not.toBe(0);
    expect(naturalOrder("same 1", "same 1")).toBe(0);
  });
});
