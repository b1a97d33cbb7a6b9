import { expect, it } from "vitest";
import { measure } from "../../src/measure/measure.js";
import { mergeRepeated } from "../../src/measure/merge.js";

it("equal points become one, in order of first occurrence, with their masses added", () => {
  const mu = measure(
    [
      [2, 1],
      [0, 5],
      [2, 1],
      [0, 6],
      [0, 5],
    ],
    { weights: [1, 2, 4, 8, 16] },
  );
  const { measure: merged, indexOf } = mergeRepeated(mu);
  expect(merged).toEqual(
    measure(
      [
        [2, 1],
        [0, 5],
        [0, 6],
      ],
      { weights: [5, 18, 8] },
    ),
  );
  expect([...indexOf]).toEqual([0, 1, 0, 2, 1]);
});

it("0 and -0 are one place", () => {
  expect(mergeRepeated(measure([[0], [-0]])).measure.count).toBe(1);
});

it("distinct points stay as they are", () => {
  const mu = measure([[3], [1], [2]]);
  expect(mergeRepeated(mu).measure).toEqual(mu);
});
