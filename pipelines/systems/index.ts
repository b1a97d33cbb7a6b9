import { diffusion } from "./diffusion.js";
import { doubleWellKind } from "./double-well.js";
import { driftDiffusionKind } from "./drift-diffusion.js";
import { halfMoonKind } from "./half-moon.js";
import { ornsteinUhlenbeckKind } from "./ornstein-uhlenbeck.js";
import type { SystemKind } from "./system-kind.js";

/** The systems that `simulate` and `steady-state` know, by the names that the command line has for them. */
export const SYSTEMS: Readonly<Record<string, SystemKind>> = {
  diffusion,
  "double-well": doubleWellKind,
  "drift-diffusion": driftDiffusionKind,
  "half-moon": halfMoonKind,
  "ornstein-uhlenbeck": ornsteinUhlenbeckKind,
};
