import type { Status } from "../../src/index.js";
import type { AxisDensity } from "../axis-densities.js";
import type { KnownBranchPoint } from "../systems/steady-kind.js";
import type { MethodName } from "../systems/steady-methods.js";
import type { HiddenState } from "./hidden-state.js";
import type { SteadyIterate } from "./methods/index.js";
import type { SearchEnd } from "./search-end.js";

/** The `results` of a report of `steady-state`. */
export interface SteadyStateResults {
  readonly system: string;
  readonly method: MethodName;
  readonly particles: number;
  readonly dim: number;
  /** "converged": the tolerance was met; "iteration-limit": the ordinary end where noise leaves a residual. */
  readonly status: Status;
  readonly end: SearchEnd;
  /** Of systems whose whole population has a hidden state. */
  readonly hidden?: HiddenState;
  /** Of the start and after each iteration. */
  readonly residuals: readonly SteadyIterate[];
  /** The iteration whose law is kept. */
  readonly kept: number;
  /** Its residual by the random numbers of the search, which chose it. */
  readonly residual: number;
  /** The residual of the answer by random numbers that had no part in finding it, a mean, and the error that noise leaves in it. */
  readonly freshResidual?: number;
  readonly freshError?: number;
  /** The size of a residual that noise alone makes. */
  readonly noiseFloor?: number;
  readonly moments: readonly AxisMoments[];
  readonly density: readonly AxisDensity[];
  readonly microSteps: MicroSteps;
  /** Simulations of all particles for the time of a timestep: of the search, its measurements of noise and stability, and the branch. */
  readonly evaluations: number;
  readonly stability?: StabilityResults;
  readonly plain?: PlainResults;
  readonly branch?: BranchResults;
  readonly law?: string;
  readonly lawErrors?: LawErrors;
}

/** Of one coordinate. */
export interface AxisMoments {
  readonly axis: string;
  readonly mean: number;
  readonly variance: number;
  /** Of the law that is known. */
  readonly exact?: { readonly mean: number; readonly variance: number };
}

/** Particles times micro-steps. */
export interface MicroSteps {
  /** By the search, its measurements of noise and stability included. */
  readonly paid: number;
  /** Of these, by the iterations up to the one that is kept. */
  readonly search: number;
  /** By simulation alone until its errors are no larger; absent where that was not compared, null where it does not get there. */
  readonly plain?: number | null;
  /** By the branch, on top of what the search paid. */
  readonly branch?: number;
}

export interface StabilityResults {
  /** Of the timestep at the answer, by modulus. */
  readonly eigenvalues: readonly { readonly real: number; readonly imaginary: number }[];
  readonly stable: boolean;
  /** Time in which the slowest mode falls to 1/e; null where it does not fall. */
  readonly relaxationTime: number | null;
}

/** Steady states along a parameter of the system. */
export interface BranchResults {
  readonly parameter: string;
  readonly points: readonly BranchPointResults[];
  /** Indices of points at which the parameter turns round. */
  readonly folds: readonly number[];
  /** "converged": an end of the range; "iteration-limit": all points that were wanted; "stalled": no shorter step succeeds. */
  readonly status: Status;
  readonly known?: { readonly about: string; readonly points: readonly KnownBranchPoint[] };
}

export interface BranchPointResults {
  readonly parameter: number;
  /** Of the first coordinate. */
  readonly mean: number;
  readonly variance: number;
  readonly residual: number;
  /** Modulus of the leading eigenvalue of the timestep. */
  readonly modulus?: number;
}

/** Differences from the law that is known. */
export interface LawErrors {
  /** Largest |mean - exact mean| of a coordinate. */
  readonly meanError: number;
  /** Largest |variance - exact variance| / exact variance. */
  readonly relativeVarianceError: number;
  /** Largest half integral of |density - exact density|, over the bins. */
  readonly densityError: number;
}

export interface PlainPoint extends LawErrors {
  readonly time: number;
  readonly microSteps: number;
}

/** Simulation alone, from the same start. */
export interface PlainResults {
  readonly points: readonly PlainPoint[];
  /** When its errors in mean and density are first no larger than those of the search; null if they are not within what was simulated. */
  readonly reached: number | null;
}
