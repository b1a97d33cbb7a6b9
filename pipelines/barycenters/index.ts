import { debiasedKind, fixedKind, relaxedKind } from "./fixed.js";
import { freeKind } from "./free.js";
import { gaussianKind } from "./gaussian.js";
import type { Kind, KindOption } from "./kind.js";

export type { Kind, KindAnswer, KindOption, KindOptions } from "./kind.js";

/** The averages that `barycenter --kind` names. */
export const KINDS = {
  free: freeKind,
  fixed: fixedKind,
  debiased: debiasedKind,
  relaxed: relaxedKind,
  gaussian: gaussianKind,
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** Options as the command line spells them. */
export const KIND_FLAGS = {
  size: "--size",
  epsilon: "--epsilon",
  blur: "--blur",
  reach: "--reach",
  tolerance: "--tolerance",
  maxIterations: "--max-iterations",
} as const satisfies Record<KindOption, string>;
