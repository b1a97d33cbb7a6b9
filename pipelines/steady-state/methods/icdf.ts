import { quantileDescription } from "../../../src/index.js";
import { countOf } from "../../systems/parameters.js";
import { newtonMethod } from "./newton.js";

export const icdf = newtonMethod({
  about: "quantiles of particles on the line: the inverse distribution function",
  dims: [1],
  residual: "|psi|, Euclidean norm over the quantiles",
  parameters: {
    quantiles: countOf(1000, "M: levels (m + 1/2) / M", 1_000_000),
    tails: {
      value: "pinned",
      choices: ["pinned", "straight"],
      about: "beyond the outer quantiles: to the ends of the box, or straight on",
    },
  },
  describe: ({ system: { box } }, { quantiles, particles, tails }) =>
    quantileDescription({
      size: quantiles,
      count: particles,
      ...(tails === "pinned" && box && { low: box.low[0]!, high: box.high[0]! }),
    }),
});
