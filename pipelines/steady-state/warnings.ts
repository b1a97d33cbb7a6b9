import { short } from "../text-table.js";
import type { SteadyStateResults } from "./results.js";

/** From here on a timestep counts as short beside the time in which the system forgets. */
const MANY_TIMES = 10;

/** What a reader of the results should know. */
export function steadyStateWarnings({ end, stability }: SteadyStateResults): string[] {
  if (!stability) return [];
  const { stable, eigenvalues } = stability;
  if (!stable) {
    return ["the steady state is not stable as far as the eigenvalues tell: simulation would leave it"];
  }
  // an error e of the law shows as (1 - eigenvalue) e in the residual, along the slowest mode
  const times = 1 / (1 - Math.hypot(eigenvalues[0]!.real, eigenvalues[0]!.imaginary));
  return end === "noise" && times > MANY_TIMES
    ? [
        `the timestep is short beside the time in which the system forgets: along its slowest mode the law may be off by ${short(times)} times the residual; ` +
          "take a longer --duration",
      ]
    : [];
}
