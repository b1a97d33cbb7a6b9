import {
  type DescentState,
  fallingRate,
  type Measure,
  measure,
  type ParticleDescentOptions,
  type ParticleLoss,
  particleDescentStates,
  wassersteinResidual,
  wholeSteps,
} from "../../../src/index.js";
import type { Piece } from "../../store/checkpoint.js";
import { countOf, type Parameters, positiveNumber, type ValuesOf } from "../../systems/parameters.js";
import { simulationCost } from "../search-simulator.js";
import type { COMMON_SETTINGS } from "../settings.js";
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

type DescentKind = Pick<MethodKind, "about" | "dims" | "residual"> &
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
      const options: ParticleDescentOptions = {
        simulate,
        duration: settings.duration,
        random,
        ...(settings.batch > 0 && { batchSize: settings.batch }),
        rate: fallingRate(settings.learningRate, settings.decayEvery),
        commonNoise: settings.noise === "common",
        ...(loss && { loss }),
        ...(step && { step }),
        ...(system.box && { box: system.box }),
        stop: { maxIterations: settings.epochs },
        ...(from && { from }),
      };
      let state = from;
      let saved = performance.now();
      const save = async (): Promise<void> => {
        if (state) await checkpoint.save(PIECE, pieceOf(state));
        saved = performance.now();
      };
      for (const next of particleDescentStates(start, options)) {
        state = next;
        onProgress?.({ unit: "epochs", done: state.epochs, total: settings.epochs });
        await turnOfEvents();
        if (signal?.aborted || performance.now() - saved > SAVE_INTERVAL) await save();
        signal?.throwIfAborted();
      }
      if (!state) throw new Error("a descent has at least one epoch");
      await save();
      return solutionOf(state, task, settings, loss ?? wassersteinResidual, from?.epochs ?? 0);
    },
  };
}

function solutionOf(
  state: DescentState,
  task: SteadyTask,
  { duration, batch }: DescentSettings,
  loss: ParticleLoss,
  reused: number,
): SteadySolution {
  const { start, system, settings } = task;
  const { residuals, epochs, unsolved, points } = state;
  const microSteps = simulationCost(system, settings) * start.count * wholeSteps(duration, system.step);
  const batches = batch > 0 ? Math.max(1, Math.round(start.count / batch)) : 1;
  // a residual belongs to the places before the steps of its epoch
  const history = Array.from(
    residuals,
    (residual, e): SteadyIterate => ({
      iteration: e,
      residual,
      evaluations: e + 1,
      microSteps: (e + 1) * microSteps,
    }),
  );
  const particles = { ...start, points };
  const isSound = residuals.every(Number.isFinite);
  const noiseFloor = isSound ? noiseOf(particles, batches, task, loss) : undefined;
  const evaluations = epochs + (isSound ? NOISE_EVALUATIONS : 0);
  return {
    particles,
    history,
    kept: epochs,
    status: isSound ? "iteration-limit" : "non-finite",
    ...(noiseFloor !== undefined && { noiseFloor }),
    evaluations,
    microSteps: evaluations * microSteps,
    ...(reused > 0 && { reused: `${reused} of ${epochs} epochs` }),
    transports: { count: epochs * batches, notConverged: unsolved },
  };
}

/** Streams of random numbers beyond those of the epochs. */
const STREAM_OF_NOISE = 2 ** 41;
const NOISE_EVALUATIONS = 2;

/** The residual that noise alone makes: that of two images of the particles by random numbers of their own, in batches as large. */
function noiseOf(
  particles: Measure,
  batches: number,
  { simulate, settings, random }: SteadyTask,
  loss: ParticleLoss,
): number {
  const [first, second] = [0, 1].map((n) =>
    simulate(particles, Number(settings.duration), random.fork(STREAM_OF_NOISE + n)),
  ) as [Measure, Measure];
  const bound = (b: number): number => Math.floor((b * particles.count) / batches);
  let sum = 0;
  for (let b = 0; b < batches; b++) {
    const [mu, nu] = [first, second].map((image) => part(image, bound(b), bound(b + 1))) as [
      Measure,
      Measure,
    ];
    sum += loss(mu, nu).value;
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
