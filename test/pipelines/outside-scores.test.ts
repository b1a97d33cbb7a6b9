import { describe, expect, it } from "vitest";
import { outsideLabels, outsideScore, unknownClassWarnings } from "../../pipelines/outside-scores.js";

describe("labels from outside", () => {
  const labels = outsideLabels(["b", "a"], ["a", "x10", "b", "a", "x9"]);

  it("keep the classes that were learnt in their order, then others in natural order", () => {
    expect(labels.classes).toEqual(["b", "a", "x9", "x10"]);
    expect(labels.unknown).toEqual(["x9", "x10"]);
    expect([...labels.codes]).toEqual([1, 3, 0, 1, 2]);
  });

  it("score items of unknown classes as wrong", () => {
    const { accuracy, standardError, majorityRate, confusion } = outsideScore(
      labels,
      Int32Array.of(1, 1, 0, 0, 0),
    );
    expect(accuracy).toBe(2 / 5);
    expect(standardError).toBe(Math.sqrt((0.4 * (1 - 0.4)) / 5)); // binomial
    expect(majorityRate).toBe(2 / 5);
    expect(confusion).toEqual([
      [1, 0, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
  });

  it("are told of where they are unknown", () => {
    expect(unknownClassWarnings(labels, 'column "c"', "the model does not know")).toEqual([
      'column "c" has classes that the model does not know: "x9", "x10"; their 2 items count as wrong',
    ]);
    expect(unknownClassWarnings(outsideLabels(["a"], ["a", "b"]), "it", "nobody knows")[0]).toMatch(
      /"b"; its one item counts as wrong$/,
    );
    expect(unknownClassWarnings(outsideLabels(["a"], ["a"]), "it", "nobody knows")).toEqual([]);
  });
});
