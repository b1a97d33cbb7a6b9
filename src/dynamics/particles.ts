import type { Measure } from "../measure/measure.js";
import type { Random } from "../numeric/random.js";

/** Particles: a measure, and what each of them carries besides its place. */
export interface Particles extends Measure {
  /**
   * The hidden micro-state by name, arrays that the simulator alone reads: speeds, internal concentrations, rates of the
   * whole population. Absent where places say all.
   */
  readonly hidden?: Readonly<Record<string, Float64Array>>;
}

/**
 * A micro-simulator, any black box: the particles after `duration`. It draws from `random` only and moves it on, so that the next call
 * with the same stream gets other numbers; forks of `random` alone would not (take `random.fork(random.integer(2 ** 53))`). It changes
 * nothing else that it is given, and keeps particle i at place i.
 */
export type Simulator = (particles: Particles, duration: number, random: Random) => Particles;

/** What happened to particles between the middle of a window and the place where they are put down. */
export interface Jump {
  /** The particles that the jump starts from, with their hidden state. */
  readonly middle: Particles;
  /** Where they land: particle i of `middle` is point i here. */
  readonly landed: Measure;
  /** H, the time that is leapt over. */
  readonly duration: number;
}

/** The particles after a jump: places are known, the hidden state has to be made up. */
export type Reinitialise = (jump: Jump, random: Random) => Particles;

/** Hidden states stay with their particles, whatever time is leapt over. */
export const keepHidden: Reinitialise = ({ middle: { hidden }, landed }) =>
  hidden ? { ...landed, hidden } : landed;

/** A system of particles: a simulator with what belongs to it. */
export interface ParticleSystem {
  readonly dim: number;
  /** h, the micro-step: durations are whole multiples of it. */
  readonly step: number;
  readonly start: (count: number, random: Random) => Particles;
  readonly simulate: Simulator;
  /** Default: `keepHidden`. */
  readonly reinitialise?: Reinitialise;
  /** Where particles can be; absent: everywhere. */
  readonly box?: Box;
}

/** low[k] <= x[k] <= high[k] in each coordinate. */
export interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}
