import { agentsKind } from "./agents.js";
import { chemotaxisKind } from "./chemotaxis.js";
import { diffusion } from "./diffusion.js";
import { doubleWellKind } from "./double-well.js";
import { driftDiffusionKind } from "./drift-diffusion.js";
import { growth } from "./growth.js";
import { halfMoonKind } from "./half-moon.js";
import { langevinKind } from "./langevin.js";
import { ornsteinUhlenbeckKind } from "./ornstein-uhlenbeck.js";
import { runAndTumbleKind } from "./run-and-tumble.js";
import type { SystemKind } from "./system-kind.js";

/** The systems that `simulate` and `steady-state` know, by the names that the command line has for them. */
export const SYSTEMS: Readonly<Record<string, SystemKind>> = {
  diffusion,
  chemotaxis: chemotaxisKind,
  langevin: langevinKind,
  "double-well": doubleWellKind,
  "drift-diffusion": driftDiffusionKind,
  "half-moon": halfMoonKind,
  "ornstein-uhlenbeck": ornsteinUhlenbeckKind,
  "run-and-tumble": runAndTumbleKind,
  agents: agentsKind,
  growth,
};
