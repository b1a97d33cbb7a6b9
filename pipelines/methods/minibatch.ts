import { minibatch } from "../../src/index.js";
import { answer, type Method, running } from "./method.js";

const DEFAULTS = { batchSize: 100, batches: 50 };

export const minibatchMethod: Method = {
  about: "mean of exact transports between random batches",
  names: { cost: "cost (minibatch)", distance: "root of the cost", bracket: "W2^2" },
  takes: ["batchSize", "batches"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const { batchSize = DEFAULTS.batchSize, batches = DEFAULTS.batches } = options;
    const { random } = context;
    const transport = minibatch(source, target, { batchSize, batches, random, ...running(context) });
    const { standardError, debiased } = transport.statistical;
    return answer(transport, {
      "batch size": batchSize,
      batches,
      "standard error": standardError,
      debiased: debiased.mean,
      "standard error of debiased": debiased.standardError,
    });
  },
};
