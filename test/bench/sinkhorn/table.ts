import type { Case } from "./cases.js";
import type { PotRun, Rounds } from "./rounds.js";

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const seconds = (values: readonly number[]): string => {
  const least = Math.min(...values).toFixed(2);
  const most = Math.max(...values).toFixed(2);
  const middle = median(values).toFixed(2);
  return values.length > 1 ? `${middle} (${least} .. ${most})` : middle;
};

const SOLVERS = ["sinkhorn_stabilized", "sinkhorn_log", "sinkhorn_knopp"];

const HEAD = [
  "n = m",
  "d",
  "epsilon / largest",
  "tolerance",
  "ours, s",
  "of it certificate",
  "iterations",
  "error",
  "gap",
  "MB",
  ...SOLVERS.flatMap((solver) => [`${solver}, s`, "ratio", "error"]),
  "POT, MB",
];

/** POT's median over ours, with what it left where it did not reach the tolerance. */
function rivalCells(runs: readonly PotRun[] | undefined, ours: number): string[] {
  if (!runs || runs.length === 0) return ["", "", ""];
  const { error, iterations, reached } = runs[0]!;
  const ratio = (median(runs.map((run) => run.seconds)) / ours).toFixed(1);
  const left = error === null ? "no numbers" : error.toExponential(0);
  return [
    `${seconds(runs.map((run) => run.seconds))}`,
    reached ? ratio : `> ${ratio}`,
    reached ? `${left}, ${iterations} it.` : `**${left}** after ${iterations} it.`,
  ];
}

function rowOf(one: Case, { ours, pot }: Rounds): string[] {
  const last = ours.at(-1)!;
  const own = ours.map((run) => run.seconds);
  const peaks = Object.values(pot).flatMap((runs) => runs.map((run) => run.peakMegabytes));
  const part = (last.epsilon / last.largestCost).toPrecision(2);
  return [
    String(one.n),
    String(one.dim),
    one.part === undefined ? `${part} (default)` : part,
    one.tolerance.toExponential(0),
    seconds(own),
    seconds(ours.map((run) => run.certificateSeconds)),
    `${last.iterations}${last.status === "converged" ? "" : ` (${last.status})`}`,
    last.error.toExponential(0),
    `${(100 * last.gap).toFixed(1)} %`,
    Math.max(...ours.map((run) => run.peakMegabytes)).toFixed(0),
    ...SOLVERS.flatMap((solver) => rivalCells(pot[solver], median(own))),
    peaks.length > 0 ? Math.max(...peaks).toFixed(0) : "",
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;

/** The first two lines of the table. */
export const head = (): string => line(HEAD) + line(HEAD.map(() => "---"));

export const rowLine = (one: Case, rounds: Rounds): string => line(rowOf(one, rounds));
