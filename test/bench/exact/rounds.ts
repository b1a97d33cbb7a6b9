import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../../src/measure/measure.js";
import type { Case } from "./cases.js";
import { type LineProcess, lineProcess } from "./line-process.js";

/** One pass over the problems of a case. */
export interface Run {
  /** Processor time per problem. */
  readonly seconds: number;
  readonly costs: readonly number[];
  readonly peakMegabytes: number;
  /** Worst relative gap of the certificates, and the worst status; POT has neither. */
  readonly gap?: number;
  readonly status?: string;
}

export interface Rounds {
  readonly ours: readonly Run[];
  readonly pot: readonly Run[];
}

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_emd.py";

/** Processor seconds of runs that are not counted: the compiler needs them, and in a batch they are lost among the others. */
const WARM_UP = 0.5;

/**
 * Our runs and POT's in turn, each side in a process of its own. Where there are several, the first ones are not counted:
 * one of POT's, and as many of ours as the compiler needs.
 */
export async function runRounds(one: Case, data: string | undefined, withPot: boolean): Promise<Rounds> {
  const ours = ourProcess(one, data);
  const pot = withPot ? await potProcess(one, data) : undefined;
  try {
    if (one.runs > 1) await warmUp(ours);
    if (one.potRuns > 1) await pot?.ask("run");
    return await inTurn(one, ours, pot);
  } finally {
    ours.close();
    pot?.close();
  }
}

async function warmUp(ours: LineProcess): Promise<void> {
  for (let spent = 0; spent < WARM_UP; ) {
    const run: Run = JSON.parse(await ours.ask("run"));
    spent += run.seconds * run.costs.length;
  }
}

async function inTurn(one: Case, ours: LineProcess, pot: LineProcess | undefined): Promise<Rounds> {
  const rounds = { ours: [] as Run[], pot: [] as Run[] };
  for (let r = 0; r < Math.max(one.runs, one.potRuns); r++) {
    if (r < one.runs) rounds.ours.push(JSON.parse(await ours.ask("run")));
    if (pot && r < one.potRuns) rounds.pot.push(JSON.parse(await pot.ask("run")));
  }
  return rounds;
}

function ourProcess(one: Case, data: string | undefined): LineProcess {
  const script = fileURLToPath(new URL("solver-process.js", import.meta.url));
  return lineProcess(execPath, [script, one.name, ...(data === undefined ? [] : [data])], env);
}

/** One thread, and no setting that makes numpy's BLAS slower than it is by itself. */
function potEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...environment } = env;
  return { ...environment, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
}

async function potProcess(one: Case, data: string | undefined): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment());
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const pairs = await one.pairs(data);
  await pot.ask(
    JSON.stringify({
      dim: one.dim,
      project: one.task === "project",
      pairs: pairs.map(([source, target]) => [record(source), record(target)]),
    }),
  );
  return pot;
}

/** Version of POT, or undefined where there is none. */
export async function potVersion(): Promise<string | undefined> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT, "--version"], potEnvironment());
  try {
    return await pot.ask("");
  } catch {
    return undefined;
  } finally {
    pot.close();
  }
}
