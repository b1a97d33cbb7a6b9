import type { Status } from "../../src/index.js";
import { complexText } from "../report/eigenvalue-chart.js";
import { short, textTable } from "../text-table.js";
import { HIDDEN_STATES } from "./hidden-state.js";
import type { SteadyStateResults } from "./results.js";
import { SEARCH_ENDS } from "./search-end.js";

/** What `steady-state` prints. */
export function steadyStateText(results: SteadyStateResults): string {
  const { system, method, particles, residuals, kept, residual, noiseFloor, end, evaluations } = results;
  const { microSteps, stability, branch, law, lawErrors, plain, hidden, freshResidual } = results;
  return textTable([
    ["system", `${system}, ${particles} particles`],
    ["method", method],
    [
      "residual",
      `${short(residuals[0]!.residual)} at the start, ${short(residual)} after iteration ${kept} of ${residuals.length - 1}`,
    ],
    ...(freshResidual === undefined
      ? []
      : [
          [
            "residual of the answer",
            `${short(freshResidual)} by new random numbers, of which noise is about ${short(results.freshError ?? 0)}`,
          ],
        ]),
    ...(noiseFloor === undefined ? [] : [["residual of noise alone", short(noiseFloor)]]),
    ["search", SEARCH_ENDS[end]],
    ...(hidden === undefined ? [] : [["hidden state", HIDDEN_STATES[hidden]]]),
    ...results.moments.flatMap(({ axis, mean, variance, exact }) => [
      [`mean ${axis}`, `${short(mean)}${exact ? ` (exact ${short(rounded(exact.mean))})` : ""}`],
      [`variance ${axis}`, `${short(variance)}${exact ? ` (exact ${short(exact.variance)})` : ""}`],
    ]),
    ...(law === undefined ? [] : [["exact law", law]]),
    ...(lawErrors ? [["density off by", `${short(100 * lawErrors.densityError)} % of the mass`]] : []),
    ["evaluations", evaluations],
    ["micro-steps paid", microSteps.paid],
    ...(microSteps.branch === undefined ? [] : [["micro-steps of the branch", microSteps.branch]]),
    ...(plain ? [["plain simulation", plainText(results)]] : []),
    ...(branch
      ? [
          [
            "branch",
            `${branch.points.length} points, ${branch.parameter} ${branchRange(branch)} (${BRANCH_ENDS[branch.status]})`,
          ],
        ]
      : []),
    ...(stability
      ? [
          [
            "eigenvalues",
            `${stability.eigenvalues.map(({ real, imaginary }) => complexText(real, imaginary)).join(", ")}: ${stability.stable ? "stable" : "not stable"}`,
          ],
        ]
      : []),
  ]);
}

/** How a branch ended. */
export const BRANCH_ENDS: Readonly<Record<Status, string>> = {
  converged: "to the end of its range",
  "iteration-limit": "as many points as were wanted",
  stalled: "no shorter step succeeds",
  "non-finite": "residuals are not numbers",
  aborted: "it was stopped",
};

/** Rounding of a mean that is 0. */
const rounded = (mean: number): number => (Math.abs(mean) < 1e-12 ? 0 : mean);

function branchRange({ points, folds }: NonNullable<SteadyStateResults["branch"]>): string {
  const turns = folds.map((p) => `turning at ${short(points[p]!.parameter)}`);
  const ends =
    points.length === 0 ? [] : [`${short(points[0]!.parameter)} to ${short(points.at(-1)!.parameter)}`];
  return [...ends, ...turns].join(", ");
}

/** How simulation alone compares. */
export function plainText({ plain, microSteps }: SteadyStateResults): string {
  if (!plain) return "not compared";
  const last = plain.points.at(-1)!;
  if (plain.reached === null) {
    return `errors still larger after ${short(last.microSteps)} micro-steps (time ${short(last.time)})`;
  }
  return (
    `errors as small after ${short(last.microSteps)} micro-steps (time ${short(plain.reached)}), ` +
    `${short(last.microSteps / microSteps.paid)} times those paid`
  );
}
