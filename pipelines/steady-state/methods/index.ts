import { icdf } from "./icdf.js";
import type { MethodKind } from "./method.js";
import { sinkhornAdam, sinkhornDescent, wassersteinAdam } from "./wasserstein.js";

export type { MethodKind, SteadyIterate, SteadyPlace, SteadySolution, SteadyTask } from "./method.js";

/** What `steady-state --method` names. */
export const METHODS = {
  icdf,
  "wasserstein-adam": wassersteinAdam,
  "sinkhorn-adam": sinkhornAdam,
  "sinkhorn-descent": sinkhornDescent,
} as const satisfies Readonly<Record<string, MethodKind>>;

export type MethodName = keyof typeof METHODS;
