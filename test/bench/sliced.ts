/**
 * `sliced` next to POT's sliced_wasserstein_distance: 100 random directions, each run with others.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/sliced.js [parts of names]
 *
 * Each side has a process of its own and they take turns, so both see the same load of the machine; first runs are not
 * counted, one of POT's and as many of ours as the compiler needs. Processor times of all threads. Ours include the plan,
 * the bracket of W2^2 and the standard error; POT has none of these. "spread" is the standard deviation of POT's answers
 * from run to run, "error" the standard error that we state, "apart" the difference of the means of all runs in standard
 * errors of POT's mean. "gap" is the width of the bracket of W2^2 over its upper end: what sorting along single
 * directions cannot tell.
 */
import { argv, env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../src/measure/measure.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";
import { CASES, DIRECTIONS, pairOf, type SlicedCase } from "./sliced/cases.js";

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_sliced.py";

/** Processor seconds of runs that are not counted. */
const WARM_UP = 0.5;

interface Run {
  readonly seconds: number;
  readonly cost: number;
  readonly peakMegabytes: number;
}

interface OwnRun extends Run {
  readonly standardError: number;
  readonly gap: number;
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

async function potProcess(one: SlicedCase): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment);
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  await pot.ask(JSON.stringify({ dim: one.dim, directions: DIRECTIONS, pair: pairOf(one).map(record) }));
  return pot;
}

async function warmUp(ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP; ) {
    const run: OwnRun = JSON.parse(await ours.ask("run"));
    spent += run.seconds;
  }
}

async function measureCase(one: SlicedCase, withPot: boolean): Promise<string> {
  const script = fileURLToPath(new URL("sliced/process.js", import.meta.url));
  const ours = lineProcess(execPath, [script, one.name], env);
  const pot = withPot ? await potProcess(one) : undefined;
  const own: OwnRun[] = [];
  const theirs: Run[] = [];
  try {
    await warmUp(ours);
    await pot?.ask("run");
    for (let r = 0; r < one.runs; r++) {
      own.push(JSON.parse(await ours.ask("run")));
      if (pot) theirs.push(JSON.parse(await pot.ask("run")));
    }
  } finally {
    ours.close();
    pot?.close();
  }
  return row(one, own, theirs);
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1]!;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const peak = (runs: readonly Run[]): string => Math.max(...runs.map((run) => run.peakMegabytes)).toFixed(0);

function timing(runs: readonly Run[]): string {
  const times = sorted(runs.map(({ seconds }) => 1000 * seconds));
  return `${median(times).toFixed(0)} (${times[0]!.toFixed(0)} .. ${times.at(-1)!.toFixed(0)})`;
}

/** Standard deviation. */
function spreadOf(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.map((value) => (value - centre) ** 2);
  return Math.sqrt((mean(squares) * values.length) / (values.length - 1));
}

/** The cells that need POT. */
function besidePot(own: readonly OwnRun[], theirs: readonly Run[]) {
  if (theirs.length === 0) return { time: "", ratio: "", memory: "", spread: "", apart: "" };
  const spread = spreadOf(theirs.map((run) => run.cost));
  const off = Math.abs(mean(own.map((run) => run.cost)) - mean(theirs.map((run) => run.cost)));
  const seconds = (runs: readonly Run[]): number => median(runs.map((run) => run.seconds));
  return {
    time: timing(theirs),
    ratio: (seconds(theirs) / seconds(own)).toFixed(2),
    memory: peak(theirs),
    spread: spread.toExponential(0),
    apart: (off / (spread / Math.sqrt(theirs.length))).toFixed(1),
  };
}

function row({ n, dim, weighted }: SlicedCase, own: readonly OwnRun[], theirs: readonly Run[]): string {
  const pot = besidePot(own, theirs);
  const cells = [
    `${n} x ${n}`,
    dim,
    weighted ? "weighted" : "uniform",
    pot.time,
    timing(own),
    pot.ratio,
    pot.memory,
    peak(own),
    mean(own.map((run) => run.cost)).toPrecision(5),
    pot.spread,
    median(own.map((run) => run.standardError)).toExponential(0),
    pot.apart,
    median(own.map((run) => run.gap)).toFixed(2),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

const parts = argv.slice(2);
const version = await potVersion();
stdout.write(version === undefined ? "POT is not there: our columns only\n" : `POT ${version}\n`);
const HEAD = "points, d, masses, POT ms, ours ms, ratio, POT MB, ours MB, SW2^2, spread, error, apart, gap";
const head = HEAD.split(", ");
stdout.write(`| ${head.join(" | ")} |\n| ${head.map(() => "---").join(" | ")} |\n`);
for (const one of CASES) {
  if (parts.length > 0 && !parts.some((part) => one.name.includes(part))) continue;
  stdout.write(await measureCase(one, version !== undefined));
}
