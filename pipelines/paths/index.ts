import { generalisedKind } from "./generalised.js";
import { geodesicKind } from "./geodesic.js";
import type { PathKind, PathOption } from "./kind.js";
import { lotKind } from "./lot.js";
import { tokenKind } from "./tokens.js";

export type { Leg, PathKind, PathOption, PathOptions, Walk } from "./kind.js";

/** The paths that `interpolate --path` names. */
export const PATHS = {
  w2: geodesicKind("w2", "W2 geodesic: all mass moves on straight lines, splits kept", []),
  hk: geodesicKind("hk", "Hellinger-Kantorovich geodesic: mass moves, grows and shrinks", ["kappa"]),
  opt: geodesicKind("opt", "optimal partial transport: mass moves, or fades and grows in place", ["price"]),
  lot: lotKind,
  generalised: generalisedKind,
  linear: tokenKind("linear", "(1 - t) a_i + t b_i"),
  slerp: tokenKind("slerp", "each vector turns, its norm goes linearly"),
  "whole-slerp": tokenKind("whole-slerp", "the list as one long vector turns"),
  ot: tokenKind("ot", "linear after the matching of least cost"),
  "ot-slerp": tokenKind("ot-slerp", "turning after the matching of least cost, which keeps norms"),
} as const satisfies Readonly<Record<string, PathKind>>;

export type PathName = keyof typeof PATHS;

/** Options as the command line spells them. */
export const PATH_FLAGS = {
  metric: "--metric",
  kappa: "--kappa",
  price: "--price",
  shares: "--shares",
  base: "--base",
  reference: "--reference",
  referenceSize: "--reference-size",
  fixed: "--fixed",
} as const satisfies Record<PathOption, string>;
