import {
  debiasedBarycenter,
  fixedSupportBarycenter,
  type Measure,
  type OnProgress,
  onCommonSupport,
  type Stop,
} from "../../src/index.js";
import type { Kind, KindAnswer, KindContext, KindOptions } from "./kind.js";

/** On the points of all files; needs to be told how much entropy. */
const FIXED = {
  among: "all masses on these points",
  advice: "a larger --tolerance or --max-iterations, or a blur near the spacing of the points, would help",
  takes: ["epsilon", "blur", "tolerance", "maxIterations"],
  needs: [["epsilon", "blur"]],
  masses: "equal",
} as const;

export const fixedKind: Kind = {
  ...FIXED,
  about: "masses on the points of all files, by entropy: blurred",
  solve: (measures, options, context) =>
    answer(fixedSupportBarycenter(onCommonSupport(measures), { ...softness(options), ...common(context) })),
};

export const debiasedKind: Kind = {
  ...FIXED,
  about: "the same without the blur",
  solve: (measures, options, context) =>
    answer(debiasedBarycenter(onCommonSupport(measures), { ...softness(options), ...common(context) })),
};

export const relaxedKind: Kind = {
  ...FIXED,
  about: "the same for measures of any masses: --reach says how far mass travels",
  takes: [...FIXED.takes, "reach"],
  needs: [["reach"], ["epsilon", "blur"]],
  masses: "any",
  solve: (measures, options, context) => {
    const relaxed = { ...softness(options), ...common(context), reach: options.reach! }; // it is needed
    return answer(fixedSupportBarycenter(onCommonSupport(measures), relaxed));
  },
};

function softness({ epsilon, blur }: KindOptions): { readonly epsilon: number } | { readonly blur: number } {
  return epsilon === undefined ? { blur: blur! } : { epsilon }; // one of them is needed
}

function common({ shares, stop, onProgress }: KindContext): {
  weights: readonly number[];
  stop: Stop;
  onProgress?: OnProgress;
} {
  return { weights: shares, stop, ...(onProgress && { onProgress }) };
}

function answer({ measure, cost, certificate }: Omit<KindAnswer, "transports" | "details">): KindAnswer {
  return {
    measure,
    cost,
    certificate,
    details: { support: measure.count, "points with mass": massivePoints(measure) },
  };
}

const massivePoints = ({ weights }: Measure): number => weights.reduce((n, w) => n + (w > 0 ? 1 : 0), 0);
