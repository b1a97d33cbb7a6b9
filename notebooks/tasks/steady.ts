import {
  type CoarseDescription,
  coarseResidual,
  commonNoise,
  freshNoise,
  type Particles,
  type Progress,
  quantiles,
  type Random,
  type SteadyQuery,
  type SteadyState,
  type SteadyStateOptions,
  seededRandom,
  steadyStateSteps,
} from "pushforward";
import { STEADY_SYSTEMS, type SteadyName, type SteadySystem } from "./steady-systems.ts";

const NOISES = { common: commonNoise, fresh: freshNoise } as const;

export interface SteadyInput {
  readonly system: SteadyName;
  /** Quantiles of the law that it should find; there are as many unknowns. */
  readonly target: Float64Array;
  readonly particles: number;
  /** T, the time that one evaluation simulates. */
  readonly duration: number;
  /** Random numbers: the same in every evaluation, or new ones in each. */
  readonly noise: keyof typeof NOISES;
  readonly seed: number;
}

/** An iterate of the search, or a time of plain simulation. */
export interface SteadyPoint {
  /** Particles times micro-steps that it took. */
  readonly microSteps: number;
  /** Root mean square difference of its quantiles to those of the target: about W2. */
  readonly error: number;
}

export interface SteadyOutput
  extends Pick<SteadyState, "status" | "residuals" | "residual" | "evaluations" | "microSteps"> {
  /** |psi| that noise alone makes. */
  readonly noiseFloor: number;
  /** Of the law that was found. */
  readonly places: Float64Array;
  readonly error: number;
  /** One an iteration, the start first. */
  readonly search: readonly SteadyPoint[];
  /** As many micro-steps, spent on simulating from the start. */
  readonly plain: readonly SteadyPoint[];
}

const MOST_ITERATIONS = 8;
/** Of |psi|: far below the noise of the numbers of particles that a page can afford. */
const TOLERANCE = 2e-3;

/**
 * The law that a system keeps, by Newton's method with Krylov solves on the quantiles, beside plain simulation with as many micro-steps.
 *
 * @throws SimulatorError if agents run away on the way.
 */
export function steady(input: SteadyInput, tell: (progress: Progress) => void): SteadyOutput {
  const { target, particles, duration, noise, seed } = input;
  const chosen: SteadySystem = STEADY_SYSTEMS[input.system];
  const { system } = chosen;
  const random = seededRandom(seed);
  const first = chosen.start(particles, random.fork(0));
  const description = chosen.describe(target.length, particles);
  const options: SteadyStateOptions = {
    start: description.restrict(first, first),
    duration,
    step: system.step,
    random: random.fork(1),
    noise: NOISES[noise],
    newton: { stop: { maxIterations: MOST_ITERATIONS, tolerance: TOLERANCE } },
  };
  const { found, accepted } = watched(system.simulate, description, options, tell);
  const errorOf = (values: Float64Array) => quantileError(values, target);
  const search = accepted.map((values, n) => ({
    microSteps: n === 0 ? (particles * duration) / system.step : found.history[n - 1]!.microSteps,
    error: errorOf(values),
  }));
  const plain = simulated(chosen, first, found.microSteps / particles, random.fork(2)).map((at) => ({
    microSteps: at.steps * particles,
    error: errorOf(quantiles(at.particles, target.length)),
  }));
  const { status, residuals, residual, evaluations, microSteps, noiseFloor = 0 } = found;
  const { points: places } = found.particles;
  const error = errorOf(found.values);
  return { status, residuals, residual, evaluations, microSteps, noiseFloor, places, error, search, plain };
}

/** The search, with the point that each iteration ended at. */
function watched(
  simulate: SteadySystem["system"]["simulate"],
  description: CoarseDescription,
  options: SteadyStateOptions,
  tell: (progress: Progress) => void,
) {
  const answer = coarseResidual(simulate, description, options);
  const search = steadyStateSteps(description, options);
  const accepted: Float64Array[] = [];
  let last: SteadyQuery | undefined;
  let turn = search.next();
  while (!turn.done) {
    const query = turn.value;
    if (last && begins(query, last)) {
      accepted.push(last.point);
      last = undefined;
    }
    if (query.purpose !== "jacobian") last = query;
    turn = search.next(answer(query));
    tell({ unit: "simulations", done: query.evaluation + 1 });
  }
  return { found: turn.value, accepted };
}

/** Is the point that was tried last the one that an iteration begins with, or the answer? */
function begins(query: SteadyQuery, { iteration, purpose }: SteadyQuery): boolean {
  if (purpose === "noise") return false;
  return query.purpose === "noise" || (query.purpose === "jacobian" && query.iteration > iteration);
}

/** Shares of the time at which simulation is looked at: two a halving. */
const LOOKS = Array.from({ length: 8 }, (_, n) => [0.75 / 2 ** (7 - n), 1 / 2 ** (7 - n)]).flat();

/** Clouds of a simulation at those times. */
function simulated({ system }: SteadySystem, start: Particles, total: number, random: Random) {
  const stops = LOOKS.map((share) => Math.round(total * share));
  let particles = start;
  let done = 0;
  return stops
    .filter((steps) => steps > 0)
    .map((steps) => {
      if (steps > done) particles = system.simulate(particles, (steps - done) * system.step, random);
      done = steps;
      return { particles, steps };
    });
}

function quantileError(values: Float64Array, target: Float64Array): number {
  const squares = target.map((q, m) => (values[m]! - q) ** 2);
  return Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / target.length);
}
