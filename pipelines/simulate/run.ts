import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type JumpReport,
  type Particles,
  particleWise,
  type Random,
  type RunOptions,
  type RunState,
  SimulatorError,
  type Stage,
  timestepRun,
} from "../../src/index.js";
import { InterruptError } from "../interrupt.js";
import { joined, NO_CERTIFICATES, tallyOf } from "./certificate-tally.js";
import { frameOf, type Keeps, startFrame } from "./frames.js";
import { restoredRun, runPiece } from "./run-piece.js";
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
  /** Maps that this process solved, and the seconds that it waited for them. */
  readonly solved: { readonly maps: number; readonly seconds: number };
}

/** Milliseconds of computing after which events are let in: interrupts, and the bar. */
const BREATH = 50;

/**
 * Runs the timestepper, from the checkpoint where that has a part of the run.
 *
 * @throws SimulatorError if the micro-simulator fails or is too slow; InterruptError if the signal is aborted by one. What is
 *   done is in the checkpoint then.
 */
export async function makeRun(task: RunTask, place: Workplace): Promise<FinishedRun> {
  const { name, start, options, keeps, isPlain, random, interval } = task;
  const { pool, checkpoint, control } = place;
  const saved = await checkpoint.load(name);
  let record: RunRecord = saved
    ? restoredRun(saved)
    : { frames: [startFrame(start)], jumps: [], certificates: NO_CERTIFICATES };
  let solved = { maps: 0, seconds: 0 };
  const tell = (maps: number): void => {
    const done = task.progress === "maps" ? mapsOf(record) + maps : (record.state?.paid ?? 0);
    control.onProgress?.({ unit: control.unit, done: Math.min(done, task.total), total: task.total });
  };
  const embed: NonNullable<Parameters<typeof timestepRun>[2]["embed"]> =
    task.maps === "particle-wise"
      ? particleWise
      : async (reference, measures) => {
          const begun = performance.now();
          const embedding = await pool.embedAll(reference, measures, {
            ...(control.signal && { signal: control.signal }),
            onProgress: ({ done }) => tell(done),
          });
          solved = {
            maps: solved.maps + measures.length,
            seconds: solved.seconds + (performance.now() - begun) / 1000,
          };
          record = {
            ...record,
            certificates: joined([record.certificates, tallyOf(embedding.certificates)]),
          };
          return embedding;
        };
  let before: Stage = record.state?.stage ?? firstStage(options);
  let lastSaved = performance.now();
  let lastBreath = lastSaved;
  const from = record.state;
  const clock = { now: () => performance.now(), ...(interval !== undefined && { longestStep: interval }) };
  try {
    const run = timestepRun(start, { ...options, clock }, { random, embed, ...(from && { from }) });
    for await (const step of run) {
      record = {
        ...record,
        state: step.state,
        frames: keeps(step) ? [...record.frames, frameOf(isPlain ? "plain" : before, step)] : record.frames,
        jumps: step.jump ? [...record.jumps, withoutTime(step.jump)] : record.jumps,
      };
      before = step.state.stage;
      const now = performance.now();
      if (interval !== undefined && now - lastSaved > interval) {
        await checkpoint.save(name, runPiece(record));
        lastSaved = performance.now();
      }
      if (now - lastBreath < BREATH) continue;
      tell(0);
      await nextTurn();
      control.signal?.throwIfAborted();
      lastBreath = performance.now();
    }
  } catch (error) {
    const isLeft = error instanceof InterruptError || error instanceof SimulatorError;
    if (isLeft) await checkpoint.save(name, runPiece(record)); // what went before is good
    throw error;
  }
  if (!record.state) throw new Error(`the run ${name} has no micro-step`);
  await checkpoint.save(name, runPiece(record));
  return { ...record, state: record.state, solved };
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
