import { type ParticleSystem, type Particles, type Random, wholeSteps } from "../../src/index.js";
import { type AxisBins, axisDensities } from "../axis-densities.js";
import type { Piece } from "../store/checkpoint.js";
import { isListOf, isNumber, isRecordOf } from "../store/facts.js";
import { keptStates } from "../store/kept-states.js";
import { isPackedParticles, type PackedParticles, packer, unpack } from "../store/particles-piece.js";
import type { SteadyLaw } from "../systems/steady-kind.js";
import { turnOfEvents } from "../turn-of-events.js";
import { axisMoments, lawErrors } from "./marginals.js";
import type { SteadyPlace } from "./methods/index.js";
import type { LawErrors, PlainPoint, PlainResults } from "./results.js";
import { inSlices } from "./slices.js";

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

const PIECE = "plain";
const UNIT = "plain timesteps";

/**
 * Simulation alone, until its errors in mean and density are no larger than those that were reached by other means, or it has been
 * looked at so often as is allowed. It goes on from the checkpoint to the same numbers: look n draws from `random.fork(n)`.
 */
export async function plainRun(task: PlainTask, place: SteadyPlace): Promise<PlainResults> {
  const { system, duration, looks, goal, random } = task;
  const { checkpoint, signal, interval, onProgress } = place;
  const kept = await checkpoint.load(PIECE);
  const from = (kept && stateOf(kept)) ?? { particles: task.start, points: [] };
  const steps = wholeSteps(duration, system.step);
  async function* states(): AsyncGenerator<PlainState> {
    let state = from;
    while (state.points.length < looks && !isReached(state, goal)) {
      const look = state.points.length + 1;
      const tell = (done: number): void => void onProgress?.({ unit: UNIT, done, total: looks });
      const onShare = (share: number): void => tell(Math.round(100 * (look - 1 + share)) / 100);
      const slices = { step: system.step, whole: 1, signal, longestStep: interval, onShare };
      const particles = await inSlices(system.simulate, slices)(state.particles, duration, random.fork(look));
      const microSteps = look * steps * particles.count;
      const point = { time: look * duration, microSteps, ...errorsOf(particles, task) };
      state = { particles, points: [...state.points, point] };
      tell(look);
      await turnOfEvents(signal);
      yield state;
    }
  }
  const save = (state: PlainState): Promise<void> => checkpoint.save(PIECE, pieceOf(state));
  const last = (await keptStates(states(), { save, interval, signal })) ?? from;
  return { points: last.points, reached: isReached(last, goal) ? last.points.at(-1)!.time : null };
}

interface PlainState {
  readonly particles: Particles;
  readonly points: readonly PlainPoint[];
}

function isReached({ points }: PlainState, goal: LawErrors): boolean {
  const last = points.at(-1);
  return last !== undefined && last.meanError <= goal.meanError && last.densityError <= goal.densityError;
}

function errorsOf(particles: Particles, { law, bins }: PlainTask): LawErrors {
  const errors = lawErrors(axisMoments(particles, law), axisDensities(particles, bins));
  return errors ?? { meanError: 0, relativeVarianceError: 0, densityError: 0 }; // of no law
}

function pieceOf({ particles, points }: PlainState): Piece {
  const { pack, arrays } = packer();
  return { facts: { particles: pack(particles), points }, arrays: arrays() };
}

const isPlainState = isRecordOf<{
  readonly particles: PackedParticles;
  readonly points: readonly PlainPoint[];
}>({
  particles: isPackedParticles,
  points: isListOf(
    isRecordOf<PlainPoint>({
      time: isNumber,
      microSteps: isNumber,
      meanError: isNumber,
      relativeVarianceError: isNumber,
      densityError: isNumber,
    }),
  ),
});

/** Undefined where a piece is none of these. */
function stateOf({ facts, arrays }: Piece): PlainState | undefined {
  if (!isPlainState(facts)) return undefined;
  return { particles: unpack(facts.particles, arrays), points: facts.points };
}
