import { distributionDescription } from "../../../src/index.js";
import { newtonMethod } from "./newton.js";
import { requiredBox } from "./required-box.js";

export const cdf = newtonMethod({
  about: "the distribution function of particles on the line, on a grid over the box",
  dims: [1],
  residual: "|psi|, Euclidean norm over the grid",
  parameters: {
    lines: {
      value: 101,
      least: 3,
      most: 1_000_000,
      whole: true,
      about: "places of the grid, the ends included",
    },
  },
  describe: ({ system }, { lines, particles }) => {
    const { low, high } = requiredBox(system, "cdf");
    const grid = Float64Array.from(
      { length: lines },
      (_, p) => low[0]! + (p * (high[0]! - low[0]!)) / (lines - 1),
    );
    return distributionDescription({ grid, count: particles });
  },
});
