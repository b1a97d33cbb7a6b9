/**
 * `partial` for a given mass next to POT's ot.dist + ot.partial.partial_wasserstein.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/partial.js [parts of names]
 *
 * Each side has a process of its own and they take turns, so both see the same load of the machine; first runs are not
 * counted, one of POT's and as many of ours as the compiler needs. Processor times of all threads: median (least .. most).
 * Ours include the certificate; "gap" is the relative width of its bracket. "apart" is the relative difference of the
 * costs.
 */
import { argv, env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../src/measure/measure.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";
import { CASES, type PartialCase, pairOf } from "./partial/cases.js";

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_partial.py";

/** Processor seconds of runs that are not counted. */
const WARM_UP = 0.5;

interface Run {
  readonly seconds: number;
  readonly cost: number;
  readonly peakMegabytes: number;
}

interface OwnRun extends Run {
  readonly gap: number;
  readonly status: string;
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

async function potProcess(one: PartialCase): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment);
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  await pot.ask(JSON.stringify({ dim: one.dim, mass: one.mass, pair: pairOf(one).map(record) }));
  return pot;
}

async function warmUp(one: PartialCase, ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP && one.runs > 1; ) {
    const run: OwnRun = JSON.parse(await ours.ask("run"));
    spent += run.seconds;
  }
}

async function measureCase(one: PartialCase, hasPot: boolean): Promise<string> {
  const script = fileURLToPath(new URL("partial/process.js", import.meta.url));
  const ours = lineProcess(execPath, [script, one.name], env);
  const pot = hasPot && one.withPot ? await potProcess(one) : undefined;
  const own: OwnRun[] = [];
  const theirs: Run[] = [];
  try {
    await warmUp(one, ours);
    if (one.runs > 1) await pot?.ask("run");
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

const times = (runs: readonly Run[]): number[] => runs.map((run) => 1000 * run.seconds).sort((a, b) => a - b);
const median = (runs: readonly Run[]): number => times(runs)[runs.length >> 1]!;
const peak = (runs: readonly Run[]): string => Math.max(...runs.map((run) => run.peakMegabytes)).toFixed(0);

function timing(runs: readonly Run[]): string {
  const sorted = times(runs);
  return `${median(runs).toFixed(0)} (${sorted[0]!.toFixed(0)} .. ${sorted.at(-1)!.toFixed(0)})`;
}

function row(
  { n, dim, weighted, mass }: PartialCase,
  own: readonly OwnRun[],
  theirs: readonly Run[],
): string {
  const { cost, gap, status } = own[0]!;
  const beside =
    theirs.length === 0
      ? { time: "", ratio: "", memory: "", apart: "" }
      : {
          time: timing(theirs),
          ratio: (median(theirs) / median(own)).toFixed(1),
          memory: peak(theirs),
          apart: (Math.abs(theirs[0]!.cost - cost) / cost).toExponential(0),
        };
  const cells = [
    `${n} x ${n}`,
    dim,
    weighted ? "weighted" : "uniform",
    mass,
    beside.time,
    timing(own),
    beside.ratio,
    beside.memory,
    peak(own),
    beside.apart,
    gap.toExponential(0),
    status,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

const parts = argv.slice(2);
const version = await potVersion();
stdout.write(version === undefined ? "POT is not there: our columns only\n" : `POT ${version}\n`);
const head = "points, d, masses, moved, POT ms, ours ms, ratio, POT MB, ours MB, apart, gap, status".split(
  ", ",
);
stdout.write(`| ${head.join(" | ")} |\n| ${head.map(() => "---").join(" | ")} |\n`);
for (const one of CASES) {
  if (parts.length > 0 && !parts.some((part) => one.name.includes(part))) continue;
  stdout.write(await measureCase(one, version !== undefined));
}
