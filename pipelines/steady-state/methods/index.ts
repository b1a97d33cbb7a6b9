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
} as const satisfies Readonly<Record<string, MethodKind>>;

export type MethodName = keyof typeof METHODS;

/** Of particles on the line, in an order that has the usual one first; `cdf` is for systems in a box besides. */
export const LINE_METHODS = [
  "icdf",
  "wasserstein-newton",
  "wasserstein-adam",
  "sinkhorn-newton",
  "sinkhorn-adam",
  "sinkhorn-descent",
] as const satisfies readonly MethodName[];

/** Of particles in a rectangle. */
export const PLANE_METHODS = [
  "joint-cdf",
  "angular-radial",
  "wasserstein-newton",
  "wasserstein-adam",
  "sinkhorn-newton",
  "sinkhorn-adam",
  "sinkhorn-descent",
] as const satisfies readonly MethodName[];
