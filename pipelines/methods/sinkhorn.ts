import { sinkhorn, sinkhornDivergence } from "../../src/index.js";
import { answer, type Method, pick, running, W2 } from "./method.js";

export const sinkhornMethod: Method = {
  about: "entropic plan; without epsilon or blur one that proves the cost within 5 %",
  names: { ...W2, bracket: "W2^2" },
  takes: ["epsilon", "blur", "tolerance", "maxIterations"],
  masses: "equal",
  advice: "a larger epsilon or --max-iterations would; where epsilon is very small, exact is faster",
  solve: (source, target, options, context) => {
    const transport = sinkhorn(source, target, { ...pick(options, "epsilon", "blur"), ...running(context) });
    return answer(transport, { epsilon: transport.plan.epsilon });
  },
};

export const sinkhornDivergenceMethod: Method = {
  about: "entropic cost made 0 for equal measures",
  names: { cost: "cost (divergence)", distance: "root of the cost" },
  takes: ["epsilon", "blur", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const softness = pick(options, "epsilon", "blur");
    const transport = sinkhornDivergence(source, target, { ...softness, ...running(context) });
    return answer(transport, { epsilon: transport.plan.epsilon });
  },
};
