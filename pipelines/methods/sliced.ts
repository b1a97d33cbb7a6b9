import { maxSliced, sliced } from "../../src/index.js";
import { answer, type Method, pick, running } from "./method.js";

export const slicedMethod: Method = {
  about: "mean over random directions of the transport along them",
  names: { cost: "cost (SW2^2)", distance: "distance (SW2)", bracket: "W2^2" },
  takes: ["directions"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const { random } = context;
    const transport = sliced(source, target, { ...pick(options, "directions"), ...running(context), random });
    const { standardError, directions } = transport.statistical;
    return answer(transport, { "standard error": standardError, directions });
  },
};

export const maxSlicedMethod: Method = {
  about: "the direction along which the measures differ most, by several climbs",
  names: { cost: "cost (max-sliced W2^2)", distance: "distance (max-sliced W2)", bracket: "W2^2" },
  takes: ["starts", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const { random } = context;
    return answer(maxSliced(source, target, { ...pick(options, "starts"), ...running(context), random }));
  },
};
