import type { MethodName } from "../../systems/steady-methods.js";
import { cdf } from "./cdf.js";
import { icdf } from "./icdf.js";
import type { MethodKind } from "./method.js";
import { angularRadial, jointCdf } from "./tables.js";
import {
  sinkhornAdam,
  sinkhornDescent,
  sinkhornNewton,
  wassersteinAdam,
  wassersteinNewton,
} from "./wasserstein.js";

export type { MethodKind, SteadyIterate, SteadyPlace, SteadySolution, SteadyTask } from "./method.js";

/** What `steady-state --method` names. */
export const METHODS = {
  icdf,
  cdf,
  "joint-cdf": jointCdf,
  "angular-radial": angularRadial,
  "wasserstein-newton": wassersteinNewton,
  "wasserstein-adam": wassersteinAdam,
  "sinkhorn-newton": sinkhornNewton,
  "sinkhorn-adam": sinkhornAdam,
  "sinkhorn-descent": sinkhornDescent,
} as const satisfies Readonly<Record<MethodName, MethodKind>>;
