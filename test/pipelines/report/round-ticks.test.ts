import { expect, it } from "vitest";
import { roundTicks } from "../../../pipelines/report/round-ticks.js";

it("numbers of an axis are round, within it, and not more than there is room for", () => {
  expect(roundTicks(-4.3, 4.4, 5)).toEqual([-4, -2, 0, 2, 4]);
  expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks(-0.001, 0.0011, 5)).toEqual([-0.001, -0.0005, 0, 0.0005, 0.001]);
  expect(roundTicks(1e6, 1.3e6, 3)).toEqual([1e6, 1.1e6, 1.2e6, 1.3e6]);
});
