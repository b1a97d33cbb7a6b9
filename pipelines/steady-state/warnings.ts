import { short } from "../text-table.js";
import type { SteadyStateResults } from "./results.js";

/** A residual so many times the noise of one evaluation is no noise. */
const ABOVE_NOISE = 3;

/** What a reader of the results should know. */
export function steadyStateWarnings({
  status,
  residual,
  noiseFloor,
  stability,
}: SteadyStateResults): string[] {
  const isUnsettled =
    status === "non-finite" ||
    (status !== "converged" && noiseFloor !== undefined && residual > ABOVE_NOISE * noiseFloor);
  return [
    ...(isUnsettled
      ? [
          `the search ended (${status}) at a residual of ${short(residual)}, where noise alone makes ${short(noiseFloor ?? 0)}: this is not a steady state yet; ` +
            "give it more --iterations or --inner products",
        ]
      : []),
    ...(stability && !stability.stable
      ? ["the steady state is not stable as far as the eigenvalues tell: simulation would leave it"]
      : []),
  ];
}
