import { type ParticleSystem, type Particles, type Random, wholeSteps } from "../../src/index.js";
import type { Checkpoint, Piece } from "../store/checkpoint.js";
import { type AxisBins, axisDensities, axisMoments, lawErrors } from "./marginals.js";
import type { SteadyPlace } from "./methods/index.js";
import type { LawErrors, PlainPoint, PlainResults } from "./results.js";
import { inSlices } from "./slices.js";
import type { SteadyLaw } from "./steady-kind.js";
import { turnOfEvents } from "./turn-of-events.js";

export interface PlainTask {
  readonly system: ParticleSystem;
  readonly start: Particles;
  readonly law: SteadyLaw;
  readonly bins: readonly AxisBins[];
  /** Time between two looks. */
  readonly duration: number;
  /** Looks at most. */
  readonly looks: number;
  /** What is to be reached. */
  readonly goal: LawErrors;
  readonly random: Random;
}

/** Milliseconds between two saves. */
const SAVE_INTERVAL = 5000;
const PIECE = "plain";
const UNIT = "plain timesteps";

/**
 * Simulation alone, until its errors in mean and density are no larger than those that were reached by other means, or it has been
 * looked at so often as is allowed. It goes on from the checkpoint to the same numbers: look n draws from `random.fork(n)`.
 */
export async function plainRun(task: PlainTask, place: SteadyPlace): Promise<PlainResults> {
  const { system, duration, looks, goal, random } = task;
  const { checkpoint, signal, onProgress } = place;
  const kept = await checkpoint.load(PIECE);
  let state = (kept && stateOf(kept, task.start)) ?? { particles: task.start, points: [] };
  let saved = performance.now();
  const steps = wholeSteps(duration, system.step);
  const isDone = (): boolean => {
    const last = state.points.at(-1);
    return last !== undefined && last.mean <= goal.mean && last.density <= goal.density;
  };
  while (state.points.length < looks && !isDone()) {
    const look = state.points.length + 1;
    const before = state;
    const onShare = (share: number): void =>
      void onProgress?.({ unit: UNIT, done: Math.round(100 * (look - 1 + share)) / 100, total: looks });
    const simulate = inSlices(system.simulate, { step: system.step, whole: 1, signal, onShare });
    const particles = await simulate(state.particles, duration, random.fork(look)).catch(
      async (reason: unknown) => {
        await save(checkpoint, before); // what went before is good
        throw reason;
      },
    );
    const point = {
      time: look * duration,
      microSteps: look * steps * particles.count,
      ...errorsOf(particles, task),
    };
    state = { particles, points: [...state.points, point] };
    onProgress?.({ unit: UNIT, done: look, total: looks });
    await turnOfEvents();
    if (signal?.aborted || performance.now() - saved > SAVE_INTERVAL) {
      await save(checkpoint, state);
      saved = performance.now();
    }
    signal?.throwIfAborted();
  }
  await save(checkpoint, state);
  return { points: state.points, reached: isDone() ? state.points.at(-1)!.time : null };
}

interface PlainState {
  readonly particles: Particles;
  readonly points: readonly PlainPoint[];
}

function errorsOf(particles: Particles, { law, bins }: PlainTask): LawErrors {
  const errors = lawErrors(axisMoments(particles, law), axisDensities(particles, bins));
  return errors ?? { mean: 0, variance: 0, density: 0 }; // of no law
}

const HIDDEN = "hidden-";

function save(checkpoint: Checkpoint, { particles, points }: PlainState): Promise<void> {
  const hidden = Object.entries(particles.hidden ?? {}).map(([name, values]) => [`${HIDDEN}${name}`, values]);
  return checkpoint.save(PIECE, {
    facts: { points: points.map((point) => ({ ...point })) },
    arrays: { points: particles.points, weights: particles.weights, ...Object.fromEntries(hidden) },
  });
}

/** Undefined where a piece is none of these. */
function stateOf({ facts, arrays }: Piece, { dim }: Particles): PlainState | undefined {
  const { points, weights, ...others } = arrays;
  if (!points || !weights || !Array.isArray(facts.points)) return undefined;
  const hidden = Object.entries(others).map(([name, values]) => [name.slice(HIDDEN.length), values] as const);
  return {
    particles: {
      points,
      weights,
      count: weights.length,
      dim,
      ...(hidden.length > 0 && { hidden: Object.fromEntries(hidden) }),
    },
    points: facts.points as unknown as readonly PlainPoint[], // written by `save`, under a hash
  };
}
