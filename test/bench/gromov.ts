/**
 * Gromov-Wasserstein transport next to POT's gromov_wasserstein and entropic_gromov_wasserstein, Euclidean distances.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/gromov.js [parts of names]
 *
 * POT begins at the product plan and so do we where that is said; with our default starts we solve the problem from five to
 * twelve plans and POT still from one. Each side has a process of its own and they take turns, so both see the same load
 * of the machine; first runs are not counted, one of POT's and as many of ours as the compiler needs. Processor times of all
 * threads, from points to the answer; ours include the certificate. Tolerances are the defaults: 1e-9 of the objective for
 * POT, of its scale for us. "excess" is by how much POT's objective is above ours, "gap" the relative width of our bracket.
 */
import { argv, env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../src/measure/measure.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";
import { CASES, type GromovCase } from "./gromov/cases.js";

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_gromov.py";

/** Processor seconds of runs that are not counted. */
const WARM_UP = 1;

interface Run {
  readonly seconds: number;
  readonly cost: number;
  readonly iterations: number;
  readonly peakMegabytes: number;
}

interface OwnRun extends Run {
  readonly starts: number;
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

async function potProcess({ source, target, epsilon }: GromovCase) {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment);
  const record = (mu: Measure) => ({
    points: Array.from(mu.points),
    weights: Array.from(mu.weights),
    dim: mu.dim,
  });
  await pot.ask(JSON.stringify({ source: record(source), target: record(target), epsilon: epsilon ?? null }));
  return pot;
}

async function warmUp(ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP; ) {
    const run: OwnRun = JSON.parse(await ours.ask("run"));
    spent += run.seconds;
  }
}

async function measureCase(one: GromovCase, withPot: boolean): Promise<string> {
  const script = fileURLToPath(new URL("gromov/process.js", import.meta.url));
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
  return `${(1000 * seconds(runs)).toFixed(0)} (${times[0]!.toFixed(0)} .. ${times.at(-1)!.toFixed(0)})`;
}

/** The cells that need POT. */
function besidePot(own: readonly OwnRun[], theirs: readonly Run[]) {
  const last = theirs.at(-1);
  if (!last) return { time: "", ratio: "", memory: "", excess: "", iterations: "" };
  return {
    time: timing(theirs),
    ratio: (seconds(theirs) / seconds(own)).toFixed(2),
    memory: peak(theirs),
    excess: `${((100 * (last.cost - own[0]!.cost)) / own[0]!.cost).toFixed(2)} %`,
    iterations: last.iterations,
  };
}

function row(one: GromovCase, own: readonly OwnRun[], theirs: readonly Run[]): string {
  const pot = besidePot(own, theirs);
  const { source, target } = one;
  const cells = [
    one.name.slice(0, one.name.indexOf(`-${source.count}-`)),
    one.task,
    `${source.count} x ${target.count}`,
    `${source.dim}, ${target.dim}`,
    pot.iterations,
    own[0]!.iterations,
    own[0]!.starts,
    pot.time,
    timing(own),
    pot.ratio,
    pot.memory,
    peak(own),
    own[0]!.cost.toPrecision(6),
    pot.excess,
    own[0]!.gap.toFixed(2),
    own[0]!.status,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

const parts = argv.slice(2);
const version = await potVersion();
stdout.write(version === undefined ? "POT is not there: our columns only\n" : `POT ${version}\n`);
const HEAD =
  "clouds,ours,points,d,POT's iterations,our iterations,starts,POT ms,ours ms,ratio,POT MB,ours MB,objective,excess,gap,status";
const head = HEAD.split(",");
stdout.write(`| ${head.join(" | ")} |\n| ${head.map(() => "---").join(" | ")} |\n`);
for (const one of CASES) {
  if (parts.length > 0 && !parts.some((part) => one.name.includes(part))) continue;
  stdout.write(await measureCase(one, version !== undefined));
}
