import { ShapeError } from "../../errors.js";
import { embed } from "../../lot/embedding.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import { requireRandom } from "../require-random.js";
import { afterMicroStep, firstState } from "./advance.js";
import { jumped, jumpTask } from "./jump.js";
import { requireStart } from "./require-start.js";
import type { RunOptions } from "./run-plan.js";
import { isBalanced, type RunSchedule, runSchedule } from "./run-schedule.js";
import type { MicroSteps, RunState, RunStep } from "./run-state.js";
import type { AsyncEmbedWindow, MapTask } from "./window-maps.js";

export interface RunMeans {
  readonly random: Random;
  /** Default: `embed`, in this thread. */
  readonly embed?: AsyncEmbedWindow;
  /** A state of a run with the same options and random stream, to go on from; default: its beginning. */
  readonly from?: RunState;
}

/** Keys of the streams of a run. */
export const STREAM = { microSteps: 0, jumps: 1 };

/**
 * The LOT timestepper: plain simulation over S; N_T times a window of 2k micro-steps, the jump over H from its middle by
 *
 *   x_i <- x_i + H v(x_i),   v = (1/k) sum_j (T_j - T_-j) / (2jh),   T_j the optimal map from the middle to the cloud jh later,
 *
 * and a burn-in of H_R; plain simulation over R. A cycle takes the system kh + H + H_R further for 2k + H_R / h micro-steps.
 *
 * @returns one step after each micro-step and each jump; leaving the loop ends the run, and `from` any of its states takes it
 *   up again, to the same bytes.
 * @throws what `runSchedule` throws, at once; MeasureError if the start is not finite; ShapeError if the box is none of this
 *   dimension, `from` cannot be a state of this run, or there is no `random`; SimulatorError of a micro-step or a re-initialisation that goes wrong; what `embed` throws.
 *
 * 2k transports a cycle, from one source; memory of 2k + 1 clouds and as many maps. Karris, Kevrekidis et al. 2024
 * (arXiv 2408.01857), section 5.
 */
export function timestepRun(
  start: Particles,
  options: RunOptions,
  means: RunMeans,
): AsyncGenerator<RunStep, void, undefined> {
  const schedule = runSchedule(options);
  requireMeans(means);
  requireStart(start, schedule);
  if (means.from) requireFitting(means.from, start, schedule);
  return stepsOf(schedule, start, means);
}

function requireMeans(means: RunMeans): void {
  requireRandom(means.random);
  if (!("clock" in means)) return;
  throw new ShapeError("the clock is among the options of a run, its second argument, not in the third");
}

async function* stepsOf(
  schedule: RunSchedule,
  start: Particles,
  { random, embed: embedWindow = embed, from }: RunMeans,
): AsyncGenerator<RunStep, void, undefined> {
  const microRandom = random.fork(STREAM.microSteps);
  const jumpRandom = random.fork(STREAM.jumps);
  let state = from ?? firstState(schedule, start);
  while (state.stage !== "done") {
    if (state.stage === "jump") {
      const task = jumpTask(schedule, state);
      const { embedding, took } = await timed(embedWindow, task, schedule);
      const step = jumped(schedule, state, task, embedding, jumpRandom);
      state = step.state;
      yield { state, jump: { ...step.jump!, ...took } };
    } else {
      state = afterMicroStep(schedule, state, microRandom);
      yield { state };
    }
  }
}

/** @throws ShapeError if the state cannot be one of a run by this schedule. */
function requireFitting(
  { particles, stage, done, clouds, middle }: RunState,
  start: Particles,
  schedule: RunSchedule,
) {
  const { halfSteps } = schedule;
  const refuse = (what: string): never => {
    throw new ShapeError(
      `the state to go on from ${what}; go on with the options and the start that its run had`,
    );
  };
  if (particles.dim !== start.dim) refuse(`has dimension ${particles.dim}, the start ${start.dim}`);
  if (isBalanced(schedule) && particles.count !== start.count) {
    refuse(`has ${particles.count} particles, the start ${start.count}`);
  }
  const inWindow = stage === "window" ? done : stage === "jump" ? 2 * halfSteps : -1;
  if (clouds.length !== inWindow + 1 || inWindow > 2 * halfSteps) {
    refuse(
      `has ${clouds.length} clouds of a window, and in stage "${stage}" after ${done} micro-steps of it a window of halfSteps ${halfSteps} has ${Math.min(inWindow, 2 * halfSteps) + 1}`,
    );
  }
  if ((middle !== undefined) !== inWindow >= halfSteps) {
    refuse(
      `${middle ? "has" : "lacks"} the middle of its window, which comes after ${halfSteps} micro-steps`,
    );
  }
}

async function timed(embedWindow: AsyncEmbedWindow, { reference, targets }: MapTask, { clock }: RunSchedule) {
  const started = clock?.now();
  const embedding = await embedWindow(reference, targets);
  return { embedding, took: started === undefined ? {} : { mapTime: clock!.now() - started } };
}

/** What a run has paid for so far, and what plain simulation takes to the same time. */
export function microStepsOf({ paid, at }: Pick<RunState, "paid" | "at">): MicroSteps {
  return { paid, plain: at };
}

/** In the second half of a window, which the jump leaves behind: these particles are not on the trajectory of the run. */
export function isDiscarded(
  { stage, done }: RunState,
  { halfSteps }: Pick<RunOptions, "halfSteps">,
): boolean {
  return stage === "jump" || (stage === "window" && done > halfSteps);
}
