import {
  type Measure,
  type UnbalancedTransport,
  unbalanced,
  unbalancedDivergence,
  unbalancedExact,
} from "../../src/index.js";
import {
  answer,
  type Method,
  type MethodAnswer,
  type MethodContext,
  type MethodOptions,
  pick,
  running,
} from "./method.js";

const RELAXED = { bracket: "least cost", errors: "mass destroyed, created" } as const;

export const unbalancedMethod: Method = {
  about: "mass may be destroyed and created beyond --reach; exact up to 1e6 pairs, or by entropy",
  names: { cost: "cost (UW2^2)", distance: "root of the cost", ...RELAXED },
  takes: ["reach", "epsilon", "blur", "tolerance", "maxIterations"],
  needs: [["reach"]],
  masses: "any",
  solve: (source, target, options, context) => {
    return relaxed(source, target, { reach: options.reach! }, options, context); // it is needed
  },
};

export const unbalancedDivergenceMethod: Method = {
  about: "the unbalanced entropic cost made 0 for equal measures",
  names: { cost: "cost (divergence)", distance: "root of the cost", errors: RELAXED.errors },
  takes: ["reach", "epsilon", "blur", "tolerance", "maxIterations"],
  needs: [["reach"]],
  masses: "any",
  solve: (source, target, options, context) => {
    const softness = pick(options, "epsilon", "blur");
    const relaxed = { reach: options.reach!, ...softness, ...running(context) }; // it is needed
    const transport = unbalancedDivergence(source, target, relaxed);
    return answer(transport, { epsilon: transport.plan.epsilon });
  },
};

export const hellingerKantorovichMethod: Method = {
  about: "Hellinger-Kantorovich of length scale --kappa; exact up to 1e6 pairs, or by entropy",
  names: { cost: "cost (HK^2)", distance: "distance (HK)", ...RELAXED },
  takes: ["kappa", "epsilon", "blur", "tolerance", "maxIterations"],
  needs: [["kappa"]],
  masses: "any",
  solve: (source, target, options, context) => {
    return relaxed(source, target, { kappa: options.kappa! }, options, context); // it is needed
  },
};

/** Pairs of points up to which the exact solver takes seconds. */
const MOST_EXACT_PAIRS = 1e6;

function relaxed(
  source: Measure,
  target: Measure,
  relaxation: { readonly reach: number } | { readonly kappa: number },
  options: MethodOptions,
  context: MethodContext,
): MethodAnswer {
  const softness = pick(options, "epsilon", "blur");
  const isExact = Object.keys(softness).length === 0 && source.count * target.count <= MOST_EXACT_PAIRS;
  if (isExact) return relaxedAnswer(unbalancedExact(source, target, { ...relaxation, ...running(context) }));
  const transport = unbalanced(source, target, { ...relaxation, ...softness, ...running(context) });
  return relaxedAnswer(transport, { epsilon: transport.plan.epsilon });
}

function relaxedAnswer(
  transport: UnbalancedTransport,
  details: Readonly<Record<string, number>> = {},
): MethodAnswer {
  const { linear, massMoved } = transport;
  return answer(transport, { ...details, "mass moved": massMoved, "cost of moving": linear });
}
