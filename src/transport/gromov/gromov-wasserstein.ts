import type { Measure } from "../../measure/measure.js";
import { gromovProblem } from "./problem.js";
import { type GromovOptions, type GromovTransport, solveGromov } from "./solve-gromov.js";

export function gromovWasserstein(
  source: Measure,
  target: Measure,
  options: GromovOptions = {},
): GromovTransport {
  return solveGromov(gromovProblem(source, target, options.distances), options);
}
