import type {
  CoarseDescription,
  Measure,
  OnProgress,
  ParticleSystem,
  Random,
  Simulator,
  Status,
  WithHiddenOptions,
  WorkerPool,
} from "../../../src/index.js";
import type { Checkpoint } from "../../store/checkpoint.js";
import type { Parameters, Values } from "../../systems/parameters.js";
import type { Matching } from "../matching.js";

/** What a steady state is wanted of. */
export interface SteadyTask<Settings = Values> {
  readonly system: ParticleSystem;
  /** The system's own simulator, or one that does better for a search. */
  readonly simulate: Simulator;
  /** Of the method and of all methods. */
  readonly settings: Settings & Values;
  /** The hidden state of the whole population, if there is one. */
  readonly coupled?: WithHiddenOptions | undefined;
  /** Particles that the search starts from. */
  readonly start: Measure;
  readonly random: Random;
}

/** What the work is done with: what is in the checkpoint is not done again. */
export interface SteadyPlace {
  readonly checkpoint: Checkpoint;
  /** It solves matchings that take long. */
  readonly pool: WorkerPool;
  /** Milliseconds between two saves; a micro-step that takes longer is an error. Default: nothing is saved, and it may take any time. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** One iterate of a search. */
export interface SteadyIterate {
  readonly iteration: number;
  readonly residual: number;
  /** Simulations of all particles for the time of a timestep, so far. */
  readonly evaluations: number;
  /** Particles times micro-steps, so far. */
  readonly microSteps: number;
}

/** A law that is kept, or the nearest to it that was found. */
export interface SteadySolution {
  readonly particles: Measure;
  /** The same after one more timestep, where particles stand on a lattice that a density would show. */
  readonly scattered?: Measure;
  readonly history: readonly SteadyIterate[];
  /** The iterate that the particles are of. */
  readonly kept: number;
  readonly status: Status;
  /** Of the answer by random numbers that had no part in finding it, and its error, where they were measured. */
  readonly freshResidual?: number;
  readonly freshError?: number;
  /** The size of a residual that noise alone makes, where it was measured. */
  readonly noiseFloor?: number;
  readonly evaluations: number;
  readonly microSteps: number;
  /** Parts of the work that an earlier run had left, in words. */
  readonly reused?: string;
  /** Matchings that were solved and that did not converge. */
  readonly transports?: { readonly count: number; readonly notConverged: number };
  /** Where the law is the root of a residual of a vector. */
  readonly coarse?: {
    readonly description: CoarseDescription;
    /** With fewer particles, for difference quotients. */
    readonly rough?: CoarseDescription;
    readonly values: Float64Array;
  };
}

/** A way to look for a steady state; inside, settings have the types that its table of parameters tells. */
export interface MethodKind<Settings = Values> {
  readonly about: string;
  /** Dimensions of the particles that it is for; absent: all. */
  readonly dims?: readonly number[];
  /** Whether it can go on along a branch of steady states. */
  readonly continues?: true;
  /** How it matches particles with their images, if it does. */
  readonly matching?: Matching;
  /** What its residual is, as a line of text and an axis have it. */
  readonly residual: string;
  /** Settings besides those of all methods. */
  readonly parameters: Parameters;
  /**
   * @throws InterruptError if the signal is aborted by one, SimulatorError if a micro-step takes longer than the interval; what is done is
   *   in the checkpoint then.
   */
  solve(task: SteadyTask<Settings>, place: SteadyPlace): Promise<SteadySolution>; // called with settings that the table was applied to
}
