import type { JumpReport, MicroSteps } from "../../src/index.js";
import type { FrameStage } from "./frames.js";

/** Distance of the run from the control at a time. */
export interface DistancePoint {
  readonly t: number;
  readonly w2: number;
  readonly stage: FrameStage;
  /** Is it the end of the simulation after a jump? */
  readonly recovered: boolean;
}

/** What came of a run of the timestepper. */
export interface VariantResults {
  readonly name: string;
  readonly about: string;
  readonly w2ToControl: readonly DistancePoint[];
  /** Those of the second half of windows are among them. */
  readonly microSteps: MicroSteps;
  /** Maps that were solved. */
  readonly maps: number;
  readonly jumps: readonly JumpReport[];
  readonly toFloor: FloorRatios;
}

/** A distance to the control in units of the sampling floor; null where two controls are no distance apart. */
export interface FloorRatios {
  /** Both at the end: one draw of the floor. */
  readonly atEnd: number | null;
  /** Means over the last ends of recoveries, which depend less on chance; null where there are none. */
  readonly recent: number | null;
  /** How many of them. */
  readonly recoveries: number;
}

export interface MomentPoint {
  readonly t: number;
  /** By coordinate. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface PlaneResults {
  readonly referencePoints: number;
  readonly shares: readonly [number, number];
  readonly curves: readonly {
    readonly name: string;
    readonly t: readonly number[];
    readonly x: readonly number[];
    readonly y: readonly number[];
  }[];
}

/** How much a difference over h depends on h: d = |v^h - v^2h| with v^h = log(mu at t + h) / h, lengths in L2(mu). */
export interface StepSizePoint {
  readonly h: number;
  /** d, the root of the mean square over replicates. */
  readonly difference: number;
  /** Of d; null for one replicate. */
  readonly standardError: number | null;
  /** |v^2h|, the same. */
  readonly speed: number;
  /** d / |v^2h|; null where nothing moves. */
  readonly relative: number | null;
}

export interface StepSizeResults {
  /** Plain simulations from starts of their own. */
  readonly replicates: number;
  /** The time of the system from which differences are taken: the middle of the first window. */
  readonly at: number;
  readonly points: readonly StepSizePoint[];
  /** The h of the least d / |v^2h|. */
  readonly best: number;
  /** It stands at an end of the grid. */
  readonly atEnd: boolean;
  /** k h, the longest difference from the middle of the window that the runs took. */
  readonly window: number;
  /** What it took, besides those of the runs. */
  readonly microSteps: number;
}

/** How far the particles of a run are from a law, in a coordinate. */
export interface LawDistance {
  readonly name: string;
  /** Of each bin. */
  readonly density: readonly number[];
  /** Root mean square difference of the densities of the bins. */
  readonly rms: number;
  /** Pearson's, of bins with at least 5 particles expected. */
  readonly chiSquare: number;
  /** Degrees of freedom; 0: too few particles. */
  readonly degrees: number;
}

export interface LawAxis {
  readonly axis: string;
  /** Middles of the bins. */
  readonly x: readonly number[];
  /** Mean density of each bin by the law. */
  readonly exact: readonly number[];
  readonly runs: readonly LawDistance[];
}

/** The runs at their end and a law that is known without simulation. */
export interface LawResults {
  readonly about: string;
  /** The law that the system tends to, not that of the time. */
  readonly isSteady: boolean;
  readonly t: number;
  readonly axes: readonly LawAxis[];
}

/** Total mass of the particles over time, where it changes. */
export interface MassResults {
  /** What it is without simulation, at the times of the control. */
  readonly exact: readonly number[];
  readonly runs: readonly {
    readonly name: string;
    readonly t: readonly number[];
    readonly mass: readonly number[];
  }[];
}

export interface SimulateResults {
  readonly system: string;
  /** Of the maps and of all distances, those named w2 among them. */
  readonly metric: string;
  readonly particles: number;
  readonly dim: number;
  readonly finalTime: number;
  /** Of the first variant. */
  readonly w2ToControl: readonly DistancePoint[];
  /** Distance of the second control from the first at the final time: two samples of one law are so far apart. */
  readonly samplingFloor: number;
  /** Of the first variant. */
  readonly microSteps: MicroSteps;
  readonly variants: readonly VariantResults[];
  readonly floorCurve: readonly { readonly t: number; readonly w2: number }[];
  readonly moments: readonly { readonly name: string; readonly points: readonly MomentPoint[] }[];
  readonly plane: PlaneResults;
  /** Absent where none was asked for. */
  readonly stepSizes?: StepSizeResults;
  /** Absent where mass stays. */
  readonly mass?: MassResults;
  /** Absent where no law is known. */
  readonly law?: LawResults;
}
