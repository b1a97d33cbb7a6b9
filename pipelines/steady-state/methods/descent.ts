import {
  type DescentState,
  fallingRate,
  type Measure,
  measure,
  type ParticleDescentOptions,
  type ParticleLoss,
  particleDescentEpoch,
  wassersteinResidual,
  wholeSteps,
} from "../../../src/index.js";
import type { Piece } from "../../store/checkpoint.js";
import { countOf, type Parameters, positiveNumber, type ValuesOf } from "../../systems/parameters.js";
import { simulationCost } from "../search-simulator.js";
import type { COMMON_SETTINGS } from "../settings.js";
import { inSlices, type Slices, simulatedInSlices, slicesOf } from "../slices.js";
import { turnOfEvents } from "../turn-of-events.js";
import type { MethodKind, SteadyIterate, SteadySolution, SteadyTask } from "./method.js";

const DESCENT_SETTINGS = {
  epochs: countOf(300, "passes through all particles", 1_000_000),
  batch: {
    value: 0,
    least: 0,
    whole: true,
    about: "particles that are moved together; 0: all",
  },
  learningRate: positiveNumber(0.1, "of the first epochs"),
  decayEvery: countOf(100, "epochs after which the learning rate falls to a tenth", 1_000_000),
  noise: {
    value: "fresh",
    choices: ["common", "fresh"],
    about: "random numbers: the same in every epoch, or new ones each time (as published)",
  },
} as const satisfies Parameters;

type DescentSettings = ValuesOf<typeof DESCENT_SETTINGS & typeof COMMON_SETTINGS>;

/** Milliseconds between two saves: states are large, and epochs may be short. */
const SAVE_INTERVAL = 5000;
const PIECE = "descent";

type DescentKind = Pick<MethodKind, "about" | "dims" | "residual" | "matching"> &
  Pick<ParticleDescentOptions, "loss" | "step">;

/** Particles that go down a residual of themselves and what a timestep makes of them. */
export function descentMethod({ loss, step, ...words }: DescentKind): MethodKind {
  return {
    ...words,
    parameters: DESCENT_SETTINGS,
    solve: async (task, { checkpoint, signal, onProgress }) => {
      const settings = task.settings as unknown as DescentSettings; // the table of the method has been applied to them
      const { system, simulate, start, random } = task;
      const kept = await checkpoint.load(PIECE);
      const from = kept && stateOf(kept);
      const options = {
        duration: settings.duration,
        random,
        ...(settings.batch > 0 && { batchSize: settings.batch }),
        rate: fallingRate(settings.learningRate, settings.decayEvery),
        commonNoise: settings.noise === "common",
        ...(loss && { loss }),
        ...(step && { step }),
        ...(system.box && { box: system.box }),
      } satisfies Omit<ParticleDescentOptions, "simulate">;
      const slices = slicesOf(task, { signal });
      const epochAfter = (before: DescentState | undefined): Promise<DescentState> =>
        simulatedInSlices(simulate, particleDescentEpoch(before, start, options), slices);
      let state = from;
      let saved = performance.now();
      const save = async (): Promise<void> => {
        if (state) await checkpoint.save(PIECE, pieceOf(state));
        saved = performance.now();
      };
      try {
        while (!state || state.epochs < settings.epochs) {
          state = await epochAfter(state);
          onProgress?.({ unit: "epochs", done: state.epochs, total: settings.epochs });
          await turnOfEvents();
          signal?.throwIfAborted();
          if (performance.now() - saved > SAVE_INTERVAL) await save();
        }
      } finally {
        await save(); // what went before a signal or an error is good
      }
      const last = await endOf(state, epochAfter, task, settings, loss ?? wassersteinResidual, slices);
      return solutionOf(state, last, task, settings, from?.epochs ?? 0);
    },
  };
}

/** What is measured at the particles that are returned. */
interface DescentEnd {
  /** By the numbers and in the batches of an epoch that would follow. */
  readonly residual: number;
  readonly noiseFloor: number;
}

/** Simulations of all particles for that: the residual, and two for the noise. */
const END_EVALUATIONS = 3;

/** Undefined where the descent left the numbers. */
async function endOf(
  state: DescentState,
  epochAfter: (before: DescentState) => Promise<DescentState>,
  task: SteadyTask,
  { batch }: DescentSettings,
  loss: ParticleLoss,
  slices: Slices,
): Promise<DescentEnd | undefined> {
  if (!state.residuals.every(Number.isFinite)) return undefined;
  const residual = (await epochAfter(state)).residuals.at(-1)!;
  const particles = { ...task.start, points: state.points };
  return { residual, noiseFloor: await noiseOf(particles, batchesOf(particles, batch), task, loss, slices) };
}

function solutionOf(
  { residuals, epochs, unsolved, points }: DescentState,
  end: DescentEnd | undefined,
  { start, system, settings }: SteadyTask,
  { duration, batch }: DescentSettings,
  reused: number,
): SteadySolution {
  const microSteps = simulationCost(system, settings) * start.count * wholeSteps(duration, system.step);
  // a residual belongs to the places before the steps of its epoch: that of the particles returned comes last
  const all = end ? [...residuals, end.residual] : [...residuals];
  const history = all.map(
    (residual, e): SteadyIterate => ({
      iteration: e,
      residual,
      evaluations: e + 1,
      microSteps: (e + 1) * microSteps,
    }),
  );
  const evaluations = epochs + (end ? END_EVALUATIONS : 0);
  return {
    particles: { ...start, points },
    history,
    kept: history.length - 1,
    status: all.every(Number.isFinite) ? "iteration-limit" : "non-finite",
    ...(end && { noiseFloor: end.noiseFloor }),
    evaluations,
    microSteps: evaluations * microSteps,
    ...(reused > 0 && { reused: `${reused} of ${epochs} epochs` }),
    transports: { count: epochs * batchesOf(start, batch), notConverged: unsolved },
  };
}

function batchesOf({ count }: Measure, batch: number): number {
  return batch > 0 ? Math.max(1, Math.round(count / batch)) : 1;
}

/** Streams of random numbers beyond those of the epochs. */
const STREAM_OF_NOISE = 2 ** 41;

/** The residual that noise alone makes: that of two images of the particles by random numbers of their own, in batches as large. */
async function noiseOf(
  particles: Measure,
  batches: number,
  { simulate, settings, random }: SteadyTask,
  loss: ParticleLoss,
  slices: Slices,
): Promise<number> {
  const simulated = inSlices(simulate, slices);
  const image = (n: number): Promise<Measure> =>
    simulated(particles, Number(settings.duration), random.fork(STREAM_OF_NOISE + n));
  const first = await image(0);
  const second = await image(1);
  const bound = (b: number): number => Math.floor((b * particles.count) / batches);
  let sum = 0;
  for (let b = 0; b < batches; b++) {
    await turnOfEvents();
    slices.signal?.throwIfAborted();
    sum += loss(part(first, bound(b), bound(b + 1)), part(second, bound(b), bound(b + 1))).value;
  }
  return sum / batches;
}

/** Particles of equal mass, from one index to before another. */
function part({ points, dim }: Measure, from: number, to: number): Measure {
  return measure(points.slice(from * dim, to * dim), { dim });
}

function pieceOf({ epochs, unsolved, particleTime, ...state }: DescentState): Piece {
  const { points, moments, updates, residuals } = state;
  return {
    facts: { epochs, unsolved, particleTime },
    arrays: {
      points,
      first: moments.first,
      second: moments.second,
      updates: Float64Array.from(updates),
      residuals,
    },
  };
}

/** Undefined where a piece is not that of a descent. */
function stateOf({ facts, arrays }: Piece): DescentState | undefined {
  const { epochs, unsolved, particleTime } = facts;
  const { points, first, second, updates, residuals } = arrays;
  if (typeof epochs !== "number" || typeof unsolved !== "number" || typeof particleTime !== "number") {
    return undefined;
  }
  if (!points || !first || !second || !updates || !residuals) return undefined;
  return {
    epochs,
    unsolved,
    particleTime,
    points,
    moments: { first, second },
    updates: Int32Array.from(updates),
    residuals,
  };
}
