import {
  isOtError,
  type JumpReport,
  type Particles,
  particleWise,
  type Random,
  type RunOptions,
  type RunState,
  type RunStep,
  SimulatorError,
  type Stage,
  timestepRun,
} from "../../src/index.js";
import { busyClock } from "../busy-clock.js";
import { keptStates } from "../store/kept-states.js";
import { type CertificateTally, joined, NO_CERTIFICATES } from "./certificate-tally.js";
import { frameOf, type Keeps, startFrame } from "./frames.js";
import { type MapSolver, mapSolver, type SolvedMaps } from "./map-solver.js";
import { keptRun } from "./run-pieces.js";
import type { RunRecord } from "./run-record.js";
import type { Workplace } from "./work.js";

/** A run to be made. */
export interface RunTask {
  /** Of its piece in the checkpoint. */
  readonly name: string;
  readonly start: Particles;
  readonly options: RunOptions;
  readonly maps: "transport" | "particle-wise";
  readonly keeps: Keeps;
  /** It has no jumps. */
  readonly isPlain: boolean;
  readonly random: Random;
  /** Milliseconds between two checkpoints; a micro-step that takes longer is an error. */
  readonly interval?: number | undefined;
  /** What is counted for the progress of the run, and how many of them there will be. */
  readonly progress: "maps" | "micro-steps";
  readonly total: number;
}

/** A run that is complete. */
export interface FinishedRun extends RunRecord {
  readonly state: RunState;
  readonly solved: SolvedMaps;
}

/**
 * Runs the timestepper, from the checkpoint where that has a part of the run.
 *
 * @throws SimulatorError if the micro-simulator fails or is too slow; InterruptError if the signal is aborted by one. What is
 *   done is in the checkpoint then.
 */
export async function makeRun(task: RunTask, place: Workplace): Promise<FinishedRun> {
  const { checkpoint, control } = place;
  const kept = keptRun(task.name, checkpoint);
  let record = (await kept.load()) ?? firstRecord(task);
  const tell = (maps: number): void => {
    const done = task.progress === "maps" ? mapsOf(record) + maps : (record.state?.paid ?? 0);
    control.onProgress?.({ unit: control.unit, done: Math.min(done, task.total), total: task.total });
  };
  const maps = mapSolver(place, tell);
  const steps = stepsOf(task, maps, record.state);
  async function* records(): AsyncGenerator<RunRecord, void, undefined> {
    for await (const step of steps) {
      record = recordAfter(record, step, task, maps.takeCertificates());
      yield record;
    }
  }
  try {
    await keptStates(records(), {
      save: kept.save,
      interval: task.interval,
      signal: control.signal,
      onTurn: () => tell(0),
    });
  } catch (error) {
    throw failureOf(error, task, record);
  }
  const { state } = record;
  if (!state) throw new Error(`the run ${task.name} has no micro-step`);
  return { ...record, state, solved: maps.solved() };
}

/** What goes wrong with particles on the way is a failure of the run, not of what was given: its options were looked at before. */
function failureOf(error: unknown, { name, options }: RunTask, { state }: RunRecord): unknown {
  if (!isOtError(error, "ShapeError", "MeasureError")) return error;
  const { paid: step, at } = state ?? { paid: 0, at: 0 };
  const time = at * options.step;
  return new SimulatorError(
    `the run ${name} failed: ${error.message}; after micro-step ${step}, time ${time}`,
    {
      step,
      time,
      cause: error,
    },
  );
}

function firstRecord({ start }: RunTask): RunRecord {
  return { frames: [startFrame(start)], jumps: [], certificates: NO_CERTIFICATES };
}

function stepsOf(
  { start, options, maps, random, interval }: RunTask,
  { embed }: MapSolver,
  from: RunState | undefined,
): AsyncIterable<RunStep> {
  const clock = { now: busyClock(), ...(interval !== undefined && { longestStep: interval }) };
  const means = { random, embed: maps === "transport" ? embed : particleWise, ...(from && { from }) };
  return timestepRun(start, { ...options, clock }, means);
}

/** @param certificates of the maps that were solved since the step before. */
function recordAfter(
  { state, frames, jumps, certificates: before }: RunRecord,
  step: RunStep,
  { options, keeps, isPlain }: RunTask,
  certificates: CertificateTally,
): RunRecord {
  const stage = isPlain ? "plain" : (state?.stage ?? firstStage(options));
  return {
    state: step.state,
    frames: keeps(step) ? [...frames, frameOf(stage, step)] : frames,
    jumps: step.jump ? [...jumps, withoutTime(step.jump)] : jumps,
    certificates: step.jump ? joined([before, certificates]) : before,
  };
}

function firstStage({ startUp = 0, cycles }: RunOptions): Stage {
  if (startUp > 0) return "start-up";
  return cycles > 0 ? "window" : "recovery";
}

function mapsOf({ jumps }: RunRecord): number {
  return jumps.reduce((sum, { maps }) => sum + maps, 0);
}

/** Times of the machine are no results. */
function withoutTime({ mapTime: _, ...jump }: JumpReport): JumpReport {
  return jump;
}
