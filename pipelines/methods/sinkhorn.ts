import { sinkhorn } from "../../src/index.js";
import { answer, type Method, pick, running, W2 } from "./method.js";

export const sinkhornMethod: Method = {
  about: "entropic plan; without epsilon or blur one that proves the cost within about 5 %",
  names: { ...W2, bracket: "W2^2" },
  takes: ["epsilon", "blur", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const transport = sinkhorn(source, target, { ...pick(options, "epsilon", "blur"), ...running(context) });
    return answer(transport, { epsilon: transport.plan.epsilon });
  },
};
