import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { Measure } from "../../../src/measure/measure.js";
import { type LineProcess, lineProcess } from "../exact/line-process.js";
import { type Case, cloudsOf, type Rival } from "./cases.js";
import type { OurRun } from "./solver-process.js";

export interface PotRun {
  readonly seconds: number;
  readonly iterations: number;
  /** The tolerance, within the iterations allowed. */
  readonly reached: boolean;
  /** L1, of both marginals; null where there are no numbers. */
  readonly error: number | null;
  readonly peakMegabytes: number;
}

export interface Rounds {
  readonly ours: readonly OurRun[];
  /** By name of POT's solver. */
  readonly pot: Readonly<Record<string, readonly PotRun[]>>;
}

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_sinkhorn.py";

/** Most processor seconds of a run of POT, about. */
const LIMIT = 30;

/** Runs that took longer are not repeated. */
const LONG = 8;

/** Our runs and POT's in turn, each side in a process of its own; a first one of ours is not counted where there are several. */
export async function runRounds(one: Case, withPot: boolean): Promise<Rounds> {
  const script = fileURLToPath(new URL("solver-process.js", import.meta.url));
  const ours = lineProcess(execPath, [script, one.name], env);
  const rounds = { ours: [] as OurRun[], pot: {} as Record<string, PotRun[]> };
  let pot: LineProcess | undefined;
  try {
    const first: OurRun = JSON.parse(await ours.ask("run"));
    if (one.runs === 1) return { ours: [first], pot: {} };
    if (withPot) pot = await potProcess(one, first.epsilon);
    for (let r = 0; r < one.runs; r++) {
      rounds.ours.push(JSON.parse(await ours.ask("run")));
      for (const rival of pot ? one.rivals : []) {
        const runs = rounds.pot[rival.solver] ?? [];
        rounds.pot[rival.solver] = runs;
        if (runs.some(({ seconds }) => seconds > LONG)) continue;
        runs.push(JSON.parse(await pot!.ask(taskFor(one, rival))));
      }
    }
  } finally {
    ours.close();
    pot?.close();
  }
  return rounds;
}

function taskFor({ n, tolerance }: Case, { solver, secondsPerPair }: Rival): string {
  const maxIterations = Math.max(20, Math.round(LIMIT / (secondsPerPair * n * n)));
  return JSON.stringify({ solver, tolerance, maxIterations });
}

/** One thread, and no setting that makes numpy's BLAS slower than it is by itself. */
function potEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...environment } = env;
  return { ...environment, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
}

async function potProcess(one: Case, epsilon: number): Promise<LineProcess> {
  const pot = lineProcess(PYTHON, [POT_SCRIPT], potEnvironment());
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const [source, target] = cloudsOf(one).map(record);
  await pot.ask(JSON.stringify({ dim: one.dim, epsilon, source, target }));
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
