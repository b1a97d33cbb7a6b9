import {
  type DescentState,
  type DescentStep,
  fallingRate,
  type Measure,
  measure,
  particleDescentEpoch,
  wholeSteps,
} from "../../../src/index.js";
import type { Piece } from "../../store/checkpoint.js";
import { isNumber, isOrNull, isRecordOf } from "../../store/facts.js";
import { keptStates } from "../../store/kept-states.js";
import { countOf, type Parameters, positiveNumber, type ValuesOf } from "../../systems/parameters.js";
import { turnOfEvents } from "../../turn-of-events.js";
import { type Matching, type PooledLoss, pooledLoss } from "../matching.js";
import { simulationCost } from "../search-simulator.js";
import type { COMMON_SETTINGS } from "../settings.js";
import { inSlices, type Slices, simulatedInSlices, slicesOf } from "../slices.js";
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
type DescentTask = SteadyTask<DescentSettings>;

const PIECE = "descent";

interface DescentKind extends Pick<MethodKind, "about" | "dims" | "residual"> {
  readonly matching: Matching;
  readonly step: DescentStep;
}

/** A descent after an epoch at least. */
interface Descent {
  readonly state: DescentState;
  /** Undefined while no residual is a number. */
  readonly best?: BestPlaces | undefined;
}

/** The places of least residual, as far as the random numbers of the epochs tell. */
interface BestPlaces {
  /** Epochs before them. */
  readonly epochs: number;
  readonly residual: number;
  readonly points: Float64Array;
}

/** Particles that go down a residual of themselves and what a timestep makes of them. */
export function descentMethod({ step, ...words }: DescentKind): MethodKind<DescentSettings> {
  return {
    ...words,
    parameters: DESCENT_SETTINGS,
    async solve(task, { checkpoint, pool, signal, interval, onProgress }) {
      const { system, simulate, start, settings, random } = task;
      const matched = pooledLoss(words.matching, { pool, signal });
      const options = {
        duration: settings.duration,
        random,
        ...(settings.batch > 0 && { batchSize: settings.batch }),
        rate: fallingRate(settings.learningRate, settings.decayEvery),
        commonNoise: settings.noise === "common",
        loss: matched.loss,
        step,
        ...(system.box && { box: system.box }),
      };
      const slices = slicesOf(task, { signal, interval });
      const epochAfter = async (before: Descent | undefined): Promise<Descent> => {
        const epoch = particleDescentEpoch(before?.state, start, options);
        const state = await simulatedInSlices(simulate, epoch, slices, matched.ahead);
        const points = before?.state.points ?? start.points;
        const seen = { epochs: state.epochs - 1, residual: state.residuals.at(-1)!, points };
        return { state, best: betterOf(before?.best, seen) };
      };
      const kept = await checkpoint.load(PIECE);
      const from = kept && descentOf(kept);
      async function* descents(): AsyncGenerator<Descent> {
        let descent = from;
        while (!descent || descent.state.epochs < settings.epochs) {
          descent = await epochAfter(descent);
          onProgress?.({ unit: "epochs", done: descent.state.epochs, total: settings.epochs });
          yield descent;
        }
      }
      const save = (descent: Descent): Promise<void> => checkpoint.save(PIECE, pieceOf(descent));
      const last = (await keptStates(descents(), { save, interval, signal })) ?? from;
      if (!last) throw new Error("the descent has no epoch");
      // the residual of the last places is that of an epoch that would follow
      const closing = last.state.points.every(Number.isFinite) ? await epochAfter(last) : last;
      const answer = { ...start, points: closing.best?.points ?? last.state.points };
      const end = closing.best && (await endOf(answer, task, matched, slices));
      return solutionOf(last.state, closing, answer, end, task, from?.state.epochs ?? 0);
    },
  };
}

/** The later ones only if they are better: of those that are the same, the first are kept. */
function betterOf(best: BestPlaces | undefined, next: BestPlaces): BestPlaces | undefined {
  if (!Number.isFinite(next.residual)) return best;
  return best && best.residual <= next.residual ? best : next;
}

/** What is measured at the particles that are returned, by random numbers that had no part in choosing them. */
interface DescentEnd {
  readonly freshResidual: number;
  readonly freshError: number;
  readonly noiseFloor: number;
  /** Matchings that this took, and those that did not converge. */
  readonly transports: { readonly count: number; readonly notConverged: number };
}

/** Images of the particles that are returned. */
const IMAGES = 2;
/** Streams of random numbers beyond those of the epochs. */
const STREAM_OF_NOISE = 2 ** 41;

/**
 * The residual of the particles and their image, the mean of two; and that of the two images, which is all noise. In batches as large as those of the descent.
 */
async function endOf(
  particles: Measure,
  { simulate, settings, random }: DescentTask,
  matched: PooledLoss,
  slices: Slices,
): Promise<DescentEnd> {
  const simulated = inSlices(simulate, slices);
  const image = (n: number): Promise<Measure> =>
    simulated(particles, settings.duration, random.fork(STREAM_OF_NOISE + n));
  const first = await image(0);
  const second = await image(1);
  const batches = batchesOf(particles, settings.batch);
  const between = (a: Measure, b: Measure): Promise<MeanLoss> => meanLoss(a, b, batches, matched, slices);
  const one = await between(particles, first);
  const other = await between(particles, second);
  const noise = await between(first, second);
  const unsolved = one.unsolved + other.unsolved + noise.unsolved;
  return {
    freshResidual: (one.value + other.value) / IMAGES,
    freshError: Math.abs(one.value - other.value) / IMAGES,
    noiseFloor: noise.value,
    transports: { count: 3 * batches, notConverged: unsolved },
  };
}

interface MeanLoss {
  readonly value: number;
  /** Matchings that did not converge. */
  readonly unsolved: number;
}

/** Mean over batches, each of particles in their order. */
async function meanLoss(
  a: Measure,
  b: Measure,
  batches: number,
  { loss, ahead }: PooledLoss,
  { signal }: Slices,
): Promise<MeanLoss> {
  const bound = (p: number): number => Math.floor((p * a.count) / batches);
  let sum = 0;
  let unsolved = 0;
  for (let p = 0; p < batches; p++) {
    await turnOfEvents(signal);
    const [ofA, ofB] = [part(a, bound(p), bound(p + 1)), part(b, bound(p), bound(p + 1))] as const;
    await ahead(ofA, ofB);
    const { value, status } = loss(ofA, ofB);
    sum += value;
    if (status !== "converged") unsolved++;
  }
  return { value: sum / batches, unsolved };
}

function solutionOf(
  { epochs }: DescentState,
  { state, best }: Descent,
  particles: Measure,
  end: DescentEnd | undefined,
  { system, settings }: DescentTask,
  reused: number,
): SteadySolution {
  const { duration, batch } = settings;
  const microSteps = simulationCost(system, settings) * particles.count * wholeSteps(duration, system.step);
  const history = Array.from(
    state.residuals,
    (residual, e): SteadyIterate => ({
      iteration: e,
      residual,
      evaluations: e + 1,
      microSteps: (e + 1) * microSteps,
    }),
  );
  const evaluations = state.epochs + (end ? IMAGES : 0);
  return {
    particles,
    history,
    kept: best?.epochs ?? history.length - 1,
    status: [state.residuals, state.points].every((values) => values.every(Number.isFinite))
      ? "iteration-limit"
      : "non-finite",
    ...(end && {
      freshResidual: end.freshResidual,
      freshError: end.freshError,
      noiseFloor: end.noiseFloor,
    }),
    evaluations,
    microSteps: evaluations * microSteps,
    ...(reused > 0 && { reused: `${reused} of ${epochs} epochs` }),
    transports: {
      count: state.epochs * batchesOf(particles, batch) + (end?.transports.count ?? 0),
      notConverged: state.unsolved + (end?.transports.notConverged ?? 0),
    },
  };
}

function batchesOf({ count }: Measure, batch: number): number {
  return batch > 0 ? Math.max(1, Math.round(count / batch)) : 1;
}

/** Particles of equal mass, from one index to before another. */
function part({ points, dim }: Measure, from: number, to: number): Measure {
  return measure(points.slice(from * dim, to * dim), { dim });
}

function pieceOf({ state, best }: Descent): Piece {
  const { points, moments, updates, residuals, epochs, unsolved, particleTime } = state;
  return {
    facts: { epochs, unsolved, particleTime, best: best?.epochs ?? null },
    arrays: {
      points,
      first: moments.first,
      second: moments.second,
      updates: Float64Array.from(updates),
      residuals,
      ...(best && { best: best.points }),
    },
  };
}

const isDescent = isRecordOf<{
  readonly epochs: number;
  readonly unsolved: number;
  readonly particleTime: number;
  readonly best: number | null;
}>({ epochs: isNumber, unsolved: isNumber, particleTime: isNumber, best: isOrNull(isNumber) });

/** Undefined where a piece is not that of a descent. */
function descentOf({ facts, arrays }: Piece): Descent | undefined {
  const { points, first, second, updates, residuals, best: places } = arrays;
  if (!isDescent(facts) || !points || !first || !second || !updates || !residuals) return undefined;
  const { epochs, unsolved, particleTime, best } = facts;
  return {
    state: {
      epochs,
      unsolved,
      particleTime,
      points,
      moments: { first, second },
      updates: Int32Array.from(updates),
      residuals,
    },
    ...(best !== null && places && { best: { epochs: best, residual: residuals[best]!, points: places } }),
  };
}
