import { seededRandom, VERSION } from "../src/index.js";
import { SIMULATE_DEFAULTS, type WithDefaults } from "./defaults.js";
import { uninterrupted } from "./interrupt.js";
import { type Outcome, report, type Settings, type Stopwatch, stopwatch } from "./report.js";
import { joined, tallySummary } from "./simulate/certificate-tally.js";
import { compareRuns } from "./simulate/compared.js";
import { simulateFiles, simulateOutput } from "./simulate/files.js";
import { knownLaw } from "./simulate/known-law.js";
import { lawDistances } from "./simulate/law-distances.js";
import { finalTime, type SimulateOptions, type SimulateTask, simulateTask } from "./simulate/options.js";
import { commonPlane, planeReference } from "./simulate/plane.js";
import type { LawResults, SimulateResults } from "./simulate/results.js";
import { type AllRuns, makeRuns } from "./simulate/runs.js";
import { stepSizes } from "./simulate/step-sizes.js";
import { type Measured, namedFrames, simulateResults } from "./simulate/summary.js";
import { simulateText } from "./simulate/text.js";
import type { Workplace } from "./simulate/work.js";
import { type Checkpoint, folderCheckpoint } from "./store/checkpoint.js";
import { leaveCheckpoint } from "./store/leave-checkpoint.js";
import { noCheckpoint } from "./store/no-checkpoint.js";
import { SYSTEMS } from "./systems/index.js";
import { inOptionWords } from "./systems/option-words.js";
import { withPool } from "./workers.js";

export { SIMULATE_FILES, simulateFiles } from "./simulate/files.js";
export type { SimulateOptions } from "./simulate/options.js";

/**
 * A system of particles by the OT timestepper, in one or more variants, next to plain simulation of it.
 *
 * With `out`, what is done is kept there as it is done: the same call goes on from it, to the same bytes.
 *
 * @throws ShapeError for options that are not legal, before anything runs; SimulatorError if a micro-simulator fails or takes
 *   longer than the time between checkpoints; InterruptError if it was interrupted; StoreError if it cannot be stored.
 */
export async function simulate(
  given: WithDefaults<SimulateOptions, typeof SIMULATE_DEFAULTS>,
): Promise<Outcome<SimulateResults>> {
  const options: SimulateOptions = { ...SIMULATE_DEFAULTS, ...given };
  const task = legalTask(options);
  const settings = settingsOf(options, task);
  const owner = { command: "simulate", version: VERSION, seed: options.seed, settings };
  const checkpoint = options.out === undefined ? noCheckpoint() : await folderCheckpoint(options.out, owner);
  const interruptible = options.interruptible ?? uninterrupted;
  const watch = stopwatch();
  try {
    const made = await interruptible((signal) =>
      withPool(options, (pool) =>
        simulated(task, options, watch, {
          pool,
          checkpoint,
          control: { signal, onProgress: options.onProgress, unit: "" },
        }),
      ),
    );
    return outcomeOf(options, task, settings, made, watch, checkpoint);
  } catch (error) {
    await leaveCheckpoint(checkpoint, error);
    throw inOptionWords(error, Object.keys(task.values));
  }
}

function legalTask(options: SimulateOptions): SimulateTask {
  try {
    return simulateTask(options);
  } catch (error) {
    throw inOptionWords(error, [
      ...Object.keys(SYSTEMS[options.system]?.parameters ?? {}),
      "every",
      "cycles",
    ]);
  }
}

interface Simulated {
  readonly runs: AllRuns;
  readonly measured: Measured;
}

async function simulated(
  task: SimulateTask,
  options: SimulateOptions,
  watch: Stopwatch,
  place: Workplace,
): Promise<Simulated> {
  const random = seededRandom(options.seed);
  const interval = options.out === undefined ? undefined : 1000 * options.checkpoint;
  const runs = await makeRuns(task, { random, interval }, place);
  watch.lap("simulate");
  const curve = await stepSizes(task, random, place);
  watch.lap("step sizes");
  const compared = await compareRuns(runs, task.metric, place);
  watch.lap("compare");
  const last = runs.control.frames.at(-1)!.measure;
  const sigma = planeReference(last, options.referenceSize, task.metric, options.seed);
  const named = namedFrames(runs).map(({ name, frames }) => ({
    name,
    measures: frames.map(({ measure }) => measure),
  }));
  const plane = await commonPlane(named, sigma, place);
  watch.lap("picture");
  return { runs, measured: { compared, plane, stepSizes: curve, law: lawOf(task, runs) } };
}

/** The last clouds of the runs next to the law that is known. */
function lawOf({ kind, values, run }: SimulateTask, runs: AllRuns): LawResults | undefined {
  const { step, box } = runs.system;
  const t = finalTime(run, step);
  const law = knownLaw(kind, values, t);
  const last = namedFrames(runs).map(({ name, frames }) => ({ name, measure: frames.at(-1)!.measure }));
  return law && lawDistances(last, law, { t, box });
}

function outcomeOf(
  options: SimulateOptions,
  task: SimulateTask,
  settings: Settings,
  { runs, measured }: Simulated,
  watch: Stopwatch,
  checkpoint: Checkpoint,
): Outcome<SimulateResults> {
  const results = simulateResults(task, runs, measured);
  const certificates = tallySummary(
    joined([
      ...runs.variants.map(({ run }) => run.certificates),
      ...measured.compared.certificates,
      measured.plane.certificates,
      ...(measured.stepSizes ? [measured.stepSizes.certificates] : []),
    ]),
  );
  const summary = report({
    command: "simulate",
    settings,
    seed: options.seed,
    inputs: [],
    results,
    files: simulateFiles(task),
    warnings: [],
    certificates,
    timings: { ...watch.timings, ...mapTimes(runs) },
  });
  return {
    report: summary,
    text: simulateText(results),
    notes: mapNotes(runs),
    render: async () => {
      const { simulatePage } = await import("./pages/simulate-page.js");
      return [
        { name: "report.html", bytes: await simulatePage(summary, runs) },
        ...simulateOutput(results, runs),
      ];
    },
    finish: async (written) => {
      if (written) await checkpoint.clear();
      checkpoint.close();
    },
  };
}

function settingsOf(
  options: SimulateOptions,
  { name, values, run, variants, estimate, smoothing, stepSizes: replicates }: SimulateTask,
): Settings {
  return {
    system: name,
    preset: options.preset,
    ...run,
    ...values,
    variants,
    estimate,
    smoothing,
    stepSizes: replicates,
    referenceSize: options.referenceSize ?? null,
  };
}

/** Seconds for a map, of those that this process solved. */
function mapTimes({ variants }: AllRuns): Record<string, number> {
  const timed = variants.filter(({ run }) => run.solved.maps > 0);
  return Object.fromEntries(
    timed.map(({ name, run: { solved } }) => [`a map of ${name}`, solved.seconds / solved.maps]),
  );
}

function mapNotes({ variants }: AllRuns): string[] {
  return variants
    .filter(({ run }) => run.solved.maps > 0)
    .map(({ name, run: { solved } }) => {
      const each = (1000 * solved.seconds) / solved.maps;
      return `${name}: ${solved.maps} maps in ${solved.seconds.toFixed(1)} s, ${each.toPrecision(3)} ms each`;
    });
}
