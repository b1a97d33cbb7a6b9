/**
 * Barycentres next to POT's: free support (free_support_barycenter) and fixed support (bregman.barycenter by kernels and in
 * logarithms, unbalanced.barycenter_unbalanced), as many iterations on both sides.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/barycenter.js [parts of names]
 *
 * Each side has a process of its own and they take turns, so both see the same load of the machine; first runs are not
 * counted, one of POT's and as many of ours as the compiler needs. Processor times of all threads. Ours include the
 * certificate: for a free support the transports of the pairs and of the last cloud, for a fixed one an exact
 * transport per measure. "gap" is the relative width of its bracket. "apart" is by how much the costs of the results
 * differ, where POT has the same cost.
 */
import { argv, env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../src/measure/measure.js";
import { type BarycenterCase, CASES } from "./barycenter/cases.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_barycenter.py";

/** Processor seconds of runs that are not counted. */
const WARM_UP = 0.5;

interface Run {
  readonly seconds: number;
  readonly cost: number | null;
  readonly peakMegabytes: number;
}

interface OwnRun extends Run {
  readonly cost: number;
  readonly iterations: number;
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

async function potProcess(one: BarycenterCase): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment);
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const start = one.kind === "free" ? { start: record(one.start) } : {};
  const dim = one.measures[0]!.dim;
  await pot.ask(JSON.stringify({ ...one, ...start, dim, measures: one.measures.map(record) }));
  return pot;
}

async function warmUp(ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP; ) {
    const run: OwnRun = JSON.parse(await ours.ask("run"));
    spent += run.seconds;
  }
}

async function measureCase(one: BarycenterCase, withPot: boolean): Promise<string> {
  const script = fileURLToPath(new URL("barycenter/process.js", import.meta.url));
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
const seconds = (runs: readonly Run[]): number => sorted(runs.map((run) => run.seconds))[runs.length >> 1]!;
const peak = (runs: readonly Run[]): string => Math.max(...runs.map((run) => run.peakMegabytes)).toFixed(0);

function timing(runs: readonly Run[]): string {
  const times = sorted(runs.map((run) => 1000 * run.seconds));
  return `${(1000 * seconds(runs)).toFixed(1)} (${times[0]!.toFixed(1)} .. ${times.at(-1)!.toFixed(1)})`;
}

/** The cells that need POT. */
function besidePot(own: readonly OwnRun[], theirs: readonly Run[]) {
  const last = theirs.at(-1);
  if (!last) return { time: "", ratio: "", memory: "", apart: "" };
  const apart = last.cost === null ? "" : Math.abs(last.cost - own[0]!.cost) / own[0]!.cost;
  return {
    time: timing(theirs),
    ratio: (seconds(theirs) / seconds(own)).toFixed(2),
    memory: peak(theirs),
    apart: apart === "" ? "" : apart.toExponential(0),
  };
}

function row(one: BarycenterCase, own: readonly OwnRun[], theirs: readonly Run[]): string {
  const pot = besidePot(own, theirs);
  const { measures } = one;
  const cells = [
    one.kind === "free" ? "free" : one.pot,
    `${measures.length} x ${measures[0]!.count}`,
    measures[0]!.dim,
    one.kind === "free" ? `size ${one.start.count}` : `epsilon ${one.epsilon}`,
    own[0]!.iterations,
    pot.time,
    timing(own),
    pot.ratio,
    pot.memory,
    peak(own),
    own[0]!.gap.toExponential(1),
    pot.apart,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

const parts = argv.slice(2);
const version = await potVersion();
stdout.write(version === undefined ? "POT is not there: our columns only\n" : `POT ${version}\n`);
const HEAD =
  "POT's solver, points, d, setting, iterations, POT ms, ours ms, ratio, POT MB, ours MB, gap, apart";
const head = HEAD.split(", ");
stdout.write(`| ${head.join(" | ")} |\n| ${head.map(() => "---").join(" | ")} |\n`);
for (const one of CASES) {
  if (parts.length > 0 && !parts.some((part) => one.name.includes(part))) continue;
  stdout.write(await measureCase(one, version !== undefined));
}
