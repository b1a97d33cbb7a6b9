import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import { guardedStep } from "./guarded-step.js";
import { isBalanced, type RunSchedule } from "./run-schedule.js";
import type { RunState, Stage } from "./run-state.js";

/** The state before the first micro-step. */
export function firstState(schedule: RunSchedule, particles: Particles): RunState {
  return entered(schedule, {
    particles,
    at: 0,
    stage: "start-up",
    done: 0,
    cycle: 0,
    paid: 0,
    clouds: [],
  });
}

/** The state at the beginning of a single cycle. */
export function stateBeforeWindow(particles: Particles): RunState {
  return { particles, at: 0, stage: "window", done: 0, cycle: 0, paid: 0, clouds: [particles] };
}

/**
 * The run after one more micro-step, in any stage that has some.
 *
 * @param random of the run: micro-step n draws from its own fork.
 */
export function afterMicroStep(schedule: RunSchedule, state: RunState, random: Random): RunState {
  const { step, halfSteps } = schedule;
  const place = { step: state.paid, time: state.at * step };
  const particles = guardedStep(
    { ...schedule, isBalanced: isBalanced(schedule), isWatched: state.done < WATCHED },
    state.particles,
    place,
    random.fork(state.paid),
  );
  const moved = { ...state, particles, at: state.at + 1, done: state.done + 1, paid: state.paid + 1 };
  if (state.stage !== "window") return entered(schedule, moved);
  const clouds = [...state.clouds, withoutHidden(particles)];
  const middle = moved.done === halfSteps ? { middle: particles } : {};
  return entered(schedule, { ...moved, ...middle, clouds });
}

/** First micro-steps of a stage: by the second a simulator is given what it returned itself. */
const WATCHED = 2;

/** The run on the other side of a jump over `duration` micro-steps. */
export function afterJump(
  schedule: RunSchedule,
  state: RunState,
  { particles, duration, microSteps }: { particles: Particles; duration: number; microSteps: number },
): RunState {
  const { middle: _, ...rest } = state;
  return entered(schedule, {
    ...rest,
    particles,
    at: state.at - schedule.halfSteps + duration,
    stage: "burn-in",
    done: 0,
    paid: state.paid + microSteps,
    lastJump: duration,
    clouds: [],
  });
}

/** Only places and masses of a window are asked for later, and those of its middle. */
function withoutHidden({ points, weights, count, dim }: Particles): RunState["clouds"][number] {
  return { points, weights, count, dim };
}

/** How many micro-steps each stage has, and what comes after it. */
const STAGES: Readonly<
  Record<
    Stage,
    {
      readonly length: (schedule: RunSchedule, state: RunState) => number;
      readonly next: (schedule: RunSchedule, state: RunState) => RunState;
    }
  >
> = {
  "start-up": { length: ({ steps }) => steps.startUp, next: cycleOrRecovery },
  window: { length: ({ halfSteps }) => 2 * halfSteps, next: (_, state) => at("jump", state) },
  jump: { length: () => Infinity, next: (_, state) => state },
  "burn-in": {
    length: ({ steps }) => steps.burnIn,
    next: (schedule, state) => cycleOrRecovery(schedule, { ...state, cycle: state.cycle + 1 }),
  },
  recovery: {
    length: ({ steps }, { at, done }) => (steps.end < Infinity ? steps.end - at + done : steps.recovery),
    next: (_, state) => at("done", state),
  },
  done: { length: () => Infinity, next: (_, state) => state },
};

/** The state with the stage that its next micro-step, or jump, belongs to. */
function entered(schedule: RunSchedule, state: RunState): RunState {
  const { length, next } = STAGES[state.stage];
  return state.done < length(schedule, state) ? state : entered(schedule, next(schedule, state));
}

function at(stage: Stage, state: RunState): RunState {
  return { ...state, stage, done: 0 };
}

function cycleOrRecovery(schedule: RunSchedule, state: RunState): RunState {
  const { cycles, steps } = schedule;
  if (state.cycle === cycles || state.at + timeOfCycle(schedule) > steps.end) return at("recovery", state);
  return { ...at("window", state), clouds: [withoutHidden(state.particles)] };
}

/** Micro-steps by which a cycle takes the system forward; of a rule for the jump, those that it pays for. */
function timeOfCycle({ halfSteps, steps: { jump = halfSteps, burnIn } }: RunSchedule): number {
  return halfSteps + jump + burnIn;
}
