import { seededRandom, VERSION } from "../src/index.js";
import { STEADY_STATE_DEFAULTS, type WithDefaults } from "./defaults.js";
import { uninterrupted } from "./interrupt.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { steadyStateOutput } from "./steady-state/files.js";
import { steadyStateNotConverged } from "./steady-state/not-converged.js";
import { type SteadyStateOptions, type SteadyStateTask, steadyStateTask } from "./steady-state/options.js";
import type { SteadyStateResults } from "./steady-state/results.js";
import { type Found, searched } from "./steady-state/search.js";
import { steadyStateText } from "./steady-state/text.js";
import { steadyStateWarnings } from "./steady-state/warnings.js";
import { type Checkpoint, folderCheckpoint } from "./store/checkpoint.js";
import { leaveCheckpoint } from "./store/leave-checkpoint.js";
import { noCheckpoint } from "./store/no-checkpoint.js";
import { STREAMS } from "./streams.js";
import { inOptionWords } from "./systems/option-words.js";
import { withPool } from "./workers.js";

export { STEADY_STATE_FILES } from "./steady-state/files.js";
export type { SteadyStateOptions } from "./steady-state/options.js";

/**
 * The law that a particle system keeps, by a search for a fixed point of its timestep, next to simulation alone.
 *
 * With `out`, every simulation is kept there as it is done: the same call goes on from it, to the same bytes.
 *
 * @throws ShapeError for options that are not legal, before anything runs; InterruptError if it was interrupted; StoreError if it
 *   cannot be stored; MeasureError if the simulator fails, and SimulatorError if it does or takes longer for a micro-step than the time
 *   between checkpoints.
 */
export async function findSteadyState(
  given: WithDefaults<SteadyStateOptions, typeof STEADY_STATE_DEFAULTS>,
): Promise<Outcome<SteadyStateResults>> {
  const options: SteadyStateOptions = { ...STEADY_STATE_DEFAULTS, ...given };
  const task = steadyStateTask(options);
  const settings = settingsOf(options, task);
  const owner = { command: "steady-state", version: VERSION, seed: options.seed, settings };
  const checkpoint = options.out === undefined ? noCheckpoint() : await folderCheckpoint(options.out, owner);
  const interval = options.out === undefined ? undefined : 1000 * options.checkpoint;
  const interruptible = options.interruptible ?? uninterrupted;
  const watch = stopwatch();
  const random = seededRandom(options.seed).fork(STREAMS.steadyState);
  try {
    const found = await interruptible((signal) =>
      withPool(options, (pool) =>
        searched(task, random, { checkpoint, pool, interval, signal, onProgress: options.onProgress }, watch),
      ),
    );
    return outcomeOf(options, task, settings, found, watch.timings, checkpoint);
  } catch (error) {
    await leaveCheckpoint(checkpoint, error);
    throw inOptionWords(error, Object.keys(task.values));
  }
}

function outcomeOf(
  options: SteadyStateOptions,
  { about }: SteadyStateTask,
  settings: Settings,
  { results, particles, solution }: Found,
  timings: Readonly<Record<string, number>>,
  checkpoint: Checkpoint,
): Outcome<SteadyStateResults> {
  const { transports, reused } = solution;
  const output = steadyStateOutput(results, particles);
  const notConverged = steadyStateNotConverged(results);
  const summary = report({
    command: "steady-state",
    settings,
    seed: options.seed,
    inputs: [],
    results,
    files: ["report.html", ...output.map(({ name }) => name)],
    warnings: steadyStateWarnings(results),
    ...(notConverged !== undefined && { notConverged }),
    certificates: {
      ...summariseCertificates([]),
      ...(transports && { transports: transports.count, notConverged: transports.notConverged }),
    },
    timings,
  });
  return {
    report: summary,
    text: steadyStateText(results),
    notes: reused === undefined ? [] : [`${reused} were made by an earlier run`],
    render: async () => {
      const { steadyStatePage } = await import("./pages/steady-state-page.js");
      return [
        {
          name: "report.html",
          bytes: steadyStatePage(summary, { particles: solution.scattered ?? particles, about }),
        },
        ...output,
      ];
    },
    finish: async (written) => {
      if (written) await checkpoint.clear();
      checkpoint.close();
    },
  };
}

function settingsOf(
  { preset }: SteadyStateOptions,
  { name, method, values, settings }: SteadyStateTask,
): Settings {
  return { system: name, method, preset, ...settings, ...values };
}
