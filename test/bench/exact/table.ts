import type { Case } from "./cases.js";
import type { Rounds, Run } from "./rounds.js";

/** What the table says about one side of a case. */
export interface Figures {
  /** Processor time per problem, in seconds: median, least and most of the runs. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
  readonly peakMegabytes: number;
}

export interface Row {
  readonly name: string;
  readonly n: string;
  readonly dim: number;
  readonly masses: string;
  readonly ours: Figures;
  readonly pot?: Figures;
  /** POT's median over ours. */
  readonly ratio?: number;
  readonly goal: readonly number[];
  readonly gap: number;
  readonly status: string;
  /** Largest relative difference of the costs. */
  readonly difference?: number;
}

function figures(runs: readonly Run[]): Figures {
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
  return {
    median: seconds[seconds.length >> 1]!,
    least: seconds[0]!,
    most: seconds.at(-1)!,
    runs: runs.length,
    peakMegabytes: Math.max(...runs.map((run) => run.peakMegabytes)),
  };
}

export function rowOf({ name, n, dim, masses, goal, plain }: Case, rounds: Rounds): Row {
  const ours = figures(rounds.ours);
  const { gap = Number.NaN, status = "", costs } = rounds.ours.at(-1)!;
  const what = plain ? `${n}, plain JavaScript` : n;
  const row = { name, n: what, dim, masses, ours, goal, gap, status };
  if (rounds.pot.length === 0) return row;
  const pot = figures(rounds.pot);
  const theirs = rounds.pot[0]!.costs;
  const difference = Math.max(...theirs.map((cost, s) => Math.abs(cost - costs[s]!) / cost));
  return { ...row, pot, ratio: pot.median / ours.median, difference };
}

const HEAD = [
  "points",
  "d",
  "masses",
  "POT, ms",
  "ours, ms",
  "ratio",
  "goal",
  "POT, MB",
  "ours, MB",
  "gap",
  "status",
];

const time = (seconds: number): string => {
  const milliseconds = 1000 * seconds;
  return milliseconds.toFixed(milliseconds < 1 ? 3 : milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
};
const timing = ({ median, least, most, runs }: Figures): string =>
  runs > 1 ? `${time(median)} (${time(least)} .. ${time(most)})` : time(median);

/** The cells of a row, in the order of the table's head. */
function cells({ n, dim, masses, ours, pot, ratio, goal, gap, status }: Row): string[] {
  return [
    n,
    String(dim),
    masses,
    pot ? timing(pot) : "",
    timing(ours),
    ratio === undefined ? "" : ratio.toFixed(ratio < 10 ? 2 : 0),
    goal.join(" / "),
    pot ? pot.peakMegabytes.toFixed(0) : "",
    ours.peakMegabytes.toFixed(0),
    gap.toExponential(0),
    status,
  ];
}

export function markdownTable(rows: readonly Row[]): string {
  const line = (entries: readonly string[]): string => `| ${entries.join(" | ")} |`;
  return [line(HEAD), line(HEAD.map(() => "---")), ...rows.map((row) => line(cells(row)))].join("\n");
}

/** One line for who watches. */
export function sentence(row: Row): string {
  const off = row.difference === undefined ? "" : `, costs differ by ${row.difference.toExponential(0)}`;
  const pot = row.pot ? `POT ${timing(row.pot)} ms, ` : "";
  const ratio = row.ratio === undefined ? "" : `ratio ${row.ratio.toFixed(2)}, `;
  const memory = `${row.pot ? `${row.pot.peakMegabytes.toFixed(0)} and ` : ""}${row.ours.peakMegabytes.toFixed(0)} MB`;
  return `${row.name}: ${pot}ours ${timing(row.ours)} ms, ${ratio}${memory}, gap ${row.gap.toExponential(0)}, ${row.status}${off}`;
}

const BEGIN = "<!-- bench:exact -->";
const END = "<!-- /bench:exact -->";

/** The page with the table between its marks. @throws Error if it has none. */
export function withTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} followed by ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n${table}\n${page.slice(end)}`;
}
