import {
  defaultStarts,
  entropicFusedGromovWasserstein,
  entropicGromovWasserstein,
  fusedGromovWasserstein,
  type GromovOptions,
  type GromovStart,
  type GromovTransport,
  gromovWasserstein,
  type Measure,
  randomStarts,
} from "../../src/index.js";
import { answer, type Method, type MethodOptions, running } from "./method.js";

/** So many of the plans to begin from, no matter who makes them. */
function first(count: number, starts: readonly GromovStart[]): GromovStart {
  return function* (problem, bound) {
    let left = count;
    for (const start of starts) {
      for (const plan of start(problem, bound)) {
        if (left-- === 0) return;
        yield plan;
      }
    }
  };
}

/** Besides those that the measures suggest. */
const RANDOM_STARTS = 8;

export const gromovMethod: Method = {
  about: "compares distances within each measure; --alpha: and places; a local optimum",
  names: { cost: "cost (GW^2)", distance: "distance (GW)", bracket: "least cost" },
  takes: ["alpha", "epsilon", "starts", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (source, target, options, context) => {
    const all = [...defaultStarts, randomStarts(context.random, options.starts ?? RANDOM_STARTS)];
    const starts = options.starts === undefined ? all : [first(options.starts, all)];
    const transport = solved(source, target, options, { ...running(context), starts });
    return answer(transport, { starts: transport.attempts.length });
  },
};

function solved(
  source: Measure,
  target: Measure,
  { alpha, epsilon }: MethodOptions,
  options: GromovOptions,
): GromovTransport {
  if (epsilon === undefined) {
    return alpha === undefined
      ? gromovWasserstein(source, target, options)
      : fusedGromovWasserstein(source, target, { ...options, alpha });
  }
  return alpha === undefined
    ? entropicGromovWasserstein(source, target, { ...options, epsilon })
    : entropicFusedGromovWasserstein(source, target, { ...options, alpha, epsilon });
}
