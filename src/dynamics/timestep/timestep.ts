import { embed } from "../../lot/embedding.js";
import { nextFork } from "../../numeric/next-fork.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import { requireRandom } from "../require-random.js";
import { afterMicroStep, stateBeforeWindow } from "./advance.js";
import { jumped, jumpTask } from "./jump.js";
import { requireStart } from "./require-start.js";
import type { TimestepOptions } from "./run-plan.js";
import { type RunSchedule, runSchedule } from "./run-schedule.js";
import type { JumpReport, MicroSteps } from "./run-state.js";
import { microStepsOf, STREAM } from "./timestep-run.js";
import type { EmbedWindow } from "./window-maps.js";

/** Where one cycle led. */
export interface Timestep {
  readonly particles: Particles;
  /** kh + H + H_R, by which the system is further. */
  readonly duration: number;
  readonly microSteps: MicroSteps;
  readonly jump: JumpReport;
}

/**
 * One cycle of the LOT timestepper, in this thread: a window of 2k micro-steps, the jump from its middle, the burn-in. See
 * `timestepRun`.
 *
 * @param options.random moves on, so that the next cycle with the same stream gets other numbers.
 * @param options.embed the maps of the window; default: `embed`, optimal ones. `particleWise` follows the particles instead.
 * @throws ShapeError if the times are no whole numbers of micro-steps, or the box is none of this dimension; MeasureError if
 *   the particles are not finite; SimulatorError of a micro-step that goes wrong.
 *
 * 2k transports from one source, 2k + H_R / h micro-steps.
 */
export function timestep(
  particles: Particles,
  options: TimestepOptions & { readonly random: Random; readonly embed?: EmbedWindow },
): Timestep {
  const { embed: embedWindow = embed } = options;
  requireRandom(options.random);
  const random = nextFork(options.random);
  const schedule = oneCycle(runSchedule({ ...options, cycles: 1 }));
  requireStart(particles, schedule);
  const microRandom = random.fork(STREAM.microSteps);
  let state = stateBeforeWindow(particles);
  let jump: JumpReport | undefined;
  while (state.stage !== "done") {
    if (state.stage === "jump") {
      const task = jumpTask(schedule, state);
      const step = jumped(
        schedule,
        state,
        task,
        embedWindow(task.reference, task.targets),
        random.fork(STREAM.jumps),
      );
      ({ state, jump } = step);
    } else {
      state = afterMicroStep(schedule, state, microRandom);
    }
  }
  const microSteps = microStepsOf(state);
  return { particles: state.particles, duration: microSteps.plain * schedule.step, microSteps, jump: jump! };
}

/** The options may be those of a whole run, of which this is one cycle. */
function oneCycle(schedule: RunSchedule): RunSchedule {
  return { ...schedule, steps: { ...schedule.steps, recovery: 0, end: Infinity } };
}
