import { semidiscrete } from "../../src/index.js";
import { answer, type Method, pick, running } from "./method.js";

export const semidiscreteMethod: Method = {
  about: "prices of cells around the points of B, by stochastic ascent over draws of A",
  names: { cost: "cost (of the cells)", distance: "root of the cost", bracket: "W2^2" },
  takes: ["epsilon", "batchSize", "tolerance", "maxIterations"],
  masses: "equal",
  advice:
    "few points cannot be cut into cells of just these masses: give --epsilon, a larger --tolerance, or use exact",
  solve: (source, target, options, context) => {
    const { random } = context;
    const given = pick(options, "epsilon", "batchSize");
    const transport = semidiscrete(source, target, { ...given, ...running(context), random });
    const { dual, marginalError, samples } = transport.statistical;
    return answer(transport, {
      "dual value on fresh samples": dual.mean,
      "standard error": dual.standardError,
      "error of the cells' masses": marginalError.observed,
      "fresh samples": samples,
    });
  },
};
