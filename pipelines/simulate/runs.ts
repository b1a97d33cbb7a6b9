import { type ParticleSystem, type Particles, type Random, wholeSteps } from "../../src/index.js";
import { STREAMS } from "../streams.js";
import { SMOOTHINGS } from "./estimates.js";
import { keepsAt, keepsOnTheWay } from "./frames.js";
import { finalTime, type SimulateTask, scheduleOf } from "./options.js";
import { type FinishedRun, makeRun, type RunTask } from "./run.js";
import type { Workplace } from "./work.js";

/** A run of the timestepper, in one of the variants. */
export interface VariantRun {
  readonly name: string;
  readonly about: string;
  readonly run: FinishedRun;
}

export interface AllRuns {
  readonly system: ParticleSystem;
  readonly variants: readonly VariantRun[];
  /** Plain simulation, and once more with other random numbers: its distance from the first is what sampling makes. */
  readonly control: FinishedRun;
  readonly second: FinishedRun;
}

interface RunsOptions {
  readonly random: Random;
  /** Milliseconds. */
  readonly interval: number | undefined;
}

/** All runs that are compared, one after the other. */
export async function makeRuns(task: SimulateTask, options: RunsOptions, place: Workplace): Promise<AllRuns> {
  const system = task.kind.make(task.values);
  const variants: VariantRun[] = [];
  for (const name of task.variants) {
    const { about } = task.simulation.variants[name]!;
    const control = {
      ...place.control,
      unit: `${unitOf(task, system, name)} of ${name}`,
    };
    const run = await makeRun(variantTask(task, system, name, options), { ...place, control });
    variants.push({ name, about, run });
  }
  const times = new Set(variants.flatMap(({ run }) => run.frames.map(({ at }) => at)));
  const plain = async (name: string, key: number): Promise<FinishedRun> => {
    const control = { ...place.control, unit: `steps of ${name}` };
    const random = options.random.fork(STREAMS.control).fork(key);
    return makeRun(plainTask(task, system, { name, times, ...options, random }), { ...place, control });
  };
  const control = await plain("control", 0);
  return { system, variants, control, second: await plain("second-control", 1) };
}

function unitOf(task: SimulateTask, system: ParticleSystem, name: string): string {
  return countsMaps(task, system, name) ? "maps" : "steps";
}

/** On a line maps take no time beside the simulation. */
function countsMaps({ simulation }: SimulateTask, { dim }: ParticleSystem, name: string): boolean {
  return dim > 1 && simulation.variants[name]!.maps === "transport";
}

function variantTask(
  task: SimulateTask,
  system: ParticleSystem,
  name: string,
  { random, interval }: RunsOptions,
): RunTask {
  const { run, values, simulation, recordEvery } = task;
  const variant = simulation.variants[name]!;
  const stream = random.fork(STREAMS.simulation); // the same for all: they differ by what they do, not by chance
  const { simulate, step, box, reinitialise } = system;
  const rule = variant.reinitialise?.(values) ?? reinitialise;
  const maps = countsMaps(task, system, name);
  const simulated = wholeSteps(run.startUp + run.recovery + run.cycles * run.burnIn, step);
  return {
    name,
    start: startOf(system, run.particles, stream),
    options: {
      ...scheduleOf(task),
      metric: task.metric,
      ...(variant.maps === "transport" && SMOOTHINGS[task.smoothing].make()),
      simulate,
      step,
      ...(box && { box }),
      ...(rule && { reinitialise: rule }),
    },
    maps: variant.maps,
    keeps: keepsOnTheWay(recordEvery, run.halfWindow),
    isPlain: false,
    random: stream.fork(1),
    interval,
    progress: maps ? "maps" : "micro-steps",
    total: maps
      ? 2 * Math.floor(run.halfWindow / run.every) * run.cycles
      : simulated + 2 * run.halfWindow * run.cycles,
  };
}

function plainTask(
  { run, metric }: SimulateTask,
  system: ParticleSystem,
  given: RunsOptions & { readonly name: string; readonly times: ReadonlySet<number> },
): RunTask {
  const { simulate, step } = system;
  const { name, times, random, interval } = given;
  const end = finalTime(run, step);
  return {
    name,
    start: startOf(system, run.particles, random),
    options: { simulate, step, metric, halfSteps: 1, jump: 0, cycles: 0, recovery: end },
    maps: "particle-wise",
    keeps: keepsAt(times),
    isPlain: true,
    random: random.fork(1),
    interval,
    progress: "micro-steps",
    total: wholeSteps(end, step),
  };
}

function startOf(system: ParticleSystem, particles: number, random: Random): Particles {
  return system.start(particles, random.fork(0));
}
