import { quantileDescription } from "../../../src/index.js";
import { newtonMethod } from "./newton.js";

export const icdf = newtonMethod({
  about: "quantiles of particles on the line: the inverse distribution function",
  dims: [1],
  residual: "|psi|, Euclidean norm over the quantiles",
  parameters: {
    quantiles: { value: 1000, least: 2, most: 1_000_000, whole: true, about: "M: levels (m + 1/2) / M" },
    tails: {
      value: "pinned",
      choices: ["pinned", "pinned-below", "pinned-above", "straight"],
      about: "beyond the outer quantiles: to the ends of the box, to one of them, or straight on",
    },
  },
  describe: ({ system: { box } }, { quantiles, particles, tails }) =>
    quantileDescription({
      size: quantiles,
      count: particles,
      ...(box && (tails === "pinned" || tails === "pinned-below") && { low: box.low[0]! }),
      ...(box && (tails === "pinned" || tails === "pinned-above") && { high: box.high[0]! }),
    }),
});
