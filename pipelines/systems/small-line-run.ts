import type { RunNumbers } from "./system-kind.js";

/** Numbers of small presets of Langevin systems on the line that do not depend on their times: 240 maps. */
export const SMALL_LINE_RUN = {
  particles: 2000,
  halfWindow: 100,
  cycles: 6,
  every: 5,
} as const satisfies Partial<RunNumbers>;
