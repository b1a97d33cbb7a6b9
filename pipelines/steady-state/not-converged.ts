import { short } from "../text-table.js";
import { METHODS, type MethodKind } from "./methods/index.js";
import type { BranchResults, SteadyStateResults } from "./results.js";

/** What did not converge, in words; undefined where everything did. */
export function steadyStateNotConverged(results: SteadyStateResults): string | undefined {
  const { end, branch } = results;
  const parts = [
    ...(end === "short" ? [searchText(results)] : []),
    ...(branch && branch.status !== "converged" && branch.status !== "iteration-limit"
      ? [branchText(branch)]
      : []),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

function searchText({ method, status, noiseFloor, ...found }: SteadyStateResults): string {
  const residual = found.freshResidual ?? found.residual;
  const { parameters }: MethodKind = METHODS[method];
  const more = "iterations" in parameters ? "--iterations or --inner products" : "--epochs";
  const beside =
    noiseFloor === undefined
      ? "and how much of it is noise was not measured"
      : `${short(residual / noiseFloor)} times what noise alone makes`;
  if (status === "converged") {
    return `the start is within the tolerance already, at a residual of ${short(residual)}, ${beside}: nothing was looked for; give a smaller --tolerance`;
  }
  return `the search ended (${status}) at a residual of ${short(residual)}, ${beside}: this is not a steady state yet; give it more ${more}`;
}

function branchText({ points, status, parameter }: BranchResults): string {
  const last = points.at(-1);
  const place = last ? `, at ${parameter} ${short(last.parameter)}` : "";
  return `the branch ended early (${status}) after ${points.length} points${place}; more --particles or a larger --branch-tolerance help`;
}
