/**
 * `unbalanced` next to POT's sinkhorn_unbalanced (plain and stabilised), and `unbalancedExact` next to its mm_unbalanced.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/unbalanced.js [parts of names]
 *
 * Each side has a process of its own and they take turns, so both see the same load of the machine; first runs are not
 * counted, one of POT's and as many of ours as the compiler needs. Processor times of all threads, of costs and solver; ours
 * include the certificate, POT has none. Entropic rows: the same problem for both, POT's stopping rule being the change of
 * its scaling in ten iterations; "POT's error" is what that leaves of the optimality of its marginals (ours: below the
 * tolerance 1e-6). Exact rows: POT makes its thousand iterations. "excess" is how much POT's objective lies above our lower
 * bound (exact rows) or off ours (entropic rows), relatively; "gap" is the certified relative gap of the optimum without entropy.
 */
import { argv, env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../src/measure/measure.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";
import { CASES, pairOf, strengthOf, TOLERANCE, type UnbalancedCase } from "./unbalanced/cases.js";

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_unbalanced.py";

/** Processor seconds of runs that are not counted. */
const WARM_UP = 0.5;

interface Run {
  readonly seconds: number;
  readonly iterations: number;
  readonly cost: number | null;
  readonly peakMegabytes: number;
}

interface OwnRun extends Run {
  readonly cost: number;
  readonly lower: number;
  readonly gap: number;
  readonly status: string;
}

interface PotRun extends Run {
  readonly error: number | null;
}

const potEnvironment = { ...env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };

async function potVersion(): Promise<string | undefined> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT, "--version"], potEnvironment);
  try {
    return await pot.ask("");
  } catch {
    return undefined;
  } finally {
    pot.close();
  }
}

async function potProcess(one: UnbalancedCase): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment);
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const [source, target] = pairOf(one).map(record);
  const { dim, epsilon = null } = one;
  const kappa = one.relaxation.kappa ?? null;
  await pot.ask(
    JSON.stringify({ source, target, dim, epsilon, kappa, rho: strengthOf(one), tolerance: TOLERANCE }),
  );
  return pot;
}

async function warmUp(ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP; ) {
    const run: OwnRun = JSON.parse(await ours.ask("run"));
    spent += run.seconds;
  }
}

async function measureCase(one: UnbalancedCase, withPot: boolean): Promise<string[]> {
  const script = fileURLToPath(new URL("unbalanced/process.js", import.meta.url));
  const ours = lineProcess(execPath, [script, one.name], env);
  const solvers = withPot ? one.pot : [];
  const pots = await Promise.all(solvers.map(() => potProcess(one)));
  const own: OwnRun[] = [];
  const theirs: PotRun[][] = solvers.map(() => []);
  try {
    await warmUp(ours);
    for (let r = 0; r < one.runs; r++) {
      own.push(JSON.parse(await ours.ask("run")));
      for (const [s, pot] of pots.entries()) theirs[s]!.push(JSON.parse(await pot.ask(solvers[s]!)));
    }
  } finally {
    ours.close();
    for (const pot of pots) pot.close();
  }
  const rows = solvers.map((solver, s) => row(one, own, solver, theirs[s]!));
  return rows.length > 0 ? rows : [row(one, own, "", [])];
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1]!;
const peak = (runs: readonly Run[]): string => Math.max(...runs.map((run) => run.peakMegabytes)).toFixed(0);
const seconds = (runs: readonly Run[]): number => median(runs.map((run) => run.seconds));

function timing(runs: readonly Run[]): string {
  const times = sorted(runs.map((run) => 1000 * run.seconds));
  return `${median(times).toFixed(0)} (${times[0]!.toFixed(0)} .. ${times.at(-1)!.toFixed(0)})`;
}

/** The cells that need POT. */
function besidePot(one: UnbalancedCase, own: readonly OwnRun[], theirs: readonly PotRun[]) {
  const last = theirs.at(-1);
  if (!last) return { time: "", iterations: "", ratio: "", memory: "", error: "", excess: "" };
  const { cost, lower } = own.at(-1)!;
  const excess =
    last.cost === null ? undefined : (last.cost - (one.epsilon === undefined ? lower : cost)) / cost;
  return {
    time: timing(theirs),
    iterations: last.iterations,
    ratio: (seconds(theirs) / seconds(own)).toFixed(2),
    memory: peak(theirs),
    error: last.error?.toExponential(0) ?? "",
    excess: excess?.toExponential(0) ?? "not a number",
  };
}

function row(one: UnbalancedCase, own: readonly OwnRun[], solver: string, theirs: readonly PotRun[]): string {
  const pot = besidePot(one, own, theirs);
  const { iterations, gap, status } = own.at(-1)!;
  const cells = [
    `${one.n} x ${one.n}`,
    one.dim,
    Object.entries(one.relaxation).flat().join(" "),
    one.epsilon ?? "exact",
    one.epsilon === undefined ? "" : TOLERANCE,
    solver,
    pot.time,
    pot.iterations,
    pot.error,
    pot.excess,
    timing(own),
    iterations,
    pot.ratio,
    pot.memory,
    peak(own),
    gap.toExponential(0),
    status,
  ];
  return `| ${cells.join(" | ")} |`;
}

const HEAD = [
  "points",
  "d",
  "relaxation",
  "epsilon",
  "tolerance",
  "POT's solver",
  "POT, ms",
  "iterations",
  "POT's error",
  "excess",
  "ours, ms",
  "iterations",
  "ratio",
  "POT, MB",
  "ours, MB",
  "gap",
  "status",
];

const wanted = argv.slice(2);
const cases = CASES.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const version = await potVersion();
stdout.write(version === undefined ? "POT is not there: our column only\n" : `POT ${version}\n`);
stdout.write(`| ${HEAD.join(" | ")} |\n| ${HEAD.map(() => "---").join(" | ")} |\n`);
for (const one of cases) {
  for (const line of await measureCase(one, version !== undefined)) stdout.write(`${line}\n`);
}
