import { describe, expect, it } from "vitest";
import { exact } from "../../../src/transport/exact.js";
import { faultsOf } from "./faults.js";
import { manySizes, randomProblem } from "./random-problem.js";

const SEEDS = 90;
/**
 * Thousands of masses about 2^-50 of the total and a cost of 1e-8, that of these masses alone: whole units tell too little,
 * and the bracket stays open by 4e-13 on every road.
 */
const OPEN = 89;
/** Some 20 s are usual. */
const MOST_MILLISECONDS = 300_000;

/** The answer's certificate is checked against all pairs, so no second road is asked. */
function solved(seed: number): { readonly kind: string; readonly unit: string; readonly faults: string[] } {
  const { kind, source, target } = randomProblem(seed, manySizes);
  let unit = "none"; // few steps, or the road of the line: nobody is told
  const onProgress = (info: { readonly unit: string }): void => {
    unit = info.unit;
  };
  const faults = faultsOf(source, target, exact(source, target, { onProgress }));
  return { kind, unit, faults: faults.map((fault) => `seed ${seed} (${kind}): ${fault}`) };
}

describe("random problems of a thousand points and more", () => {
  it(
    "are solved to the certified optimum, by every road",
    () => {
      const all = Array.from({ length: SEEDS }, (_, seed) => solved(seed));
      const closed = all.filter((_, seed) => seed !== OPEN);
      expect(closed.flatMap(({ faults }) => faults).join("\n")).toBe("");
      expect(all[OPEN]!.faults).toEqual([
        expect.stringContaining("status stalled"),
        expect.stringContaining("open by"),
      ]);
      const by = (name: string): number => all.filter(({ unit }) => unit === name).length;
      expect(by("pivots"), "dense").toBeGreaterThan(20);
      expect(by("steps"), "large").toBeGreaterThan(5);
      for (const word of [
        "collinear",
        "repeated",
        "coinciding",
        "one heavy",
        "with zeros",
        "below rounding",
      ]) {
        expect(all.filter(({ kind }) => kind.includes(word)).length, word).toBeGreaterThan(1);
      }
    },
    MOST_MILLISECONDS,
  );
});
