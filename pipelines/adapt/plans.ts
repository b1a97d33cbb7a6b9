import type { AdaptationPlanName } from "../../src/index.js";
import { type Choice, optionFault } from "../method-options.js";

type Strength = "epsilon" | "classWeight";

/** The plans that `--plan` names, and the strengths that they take. */
export const PLAN_CHOICES: Readonly<Record<AdaptationPlanName, Choice<Strength>>> = {
  exact: { about: "the optimal plan", takes: [] },
  entropic: { about: "smoothed by entropy", takes: ["epsilon"] },
  class: {
    about: "smoothed, and filling each target item from one class",
    takes: ["epsilon", "classWeight"],
  },
};

export const PLAN_FLAGS = { epsilon: "--epsilon", classWeight: "--class-weight" } as const;

/** The sentence that refuses strengths that the plan does not have; undefined if all is in place. */
export function planFault(options: {
  readonly plan: AdaptationPlanName;
  readonly epsilon?: number | undefined;
  readonly classWeight?: number | undefined;
}): string | undefined {
  return optionFault("--plan", PLAN_CHOICES, options.plan, PLAN_FLAGS, options);
}
